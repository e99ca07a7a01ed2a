"""Turning a timeline and its clips into sound at the right time."""
