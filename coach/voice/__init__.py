"""Turning words into clips."""
