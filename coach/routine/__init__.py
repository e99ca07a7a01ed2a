"""Routines: their values, reading them from files, and finding them."""
