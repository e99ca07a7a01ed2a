"""Durations as people write them, and the grid that every time lies on."""

SAMPLE_RATE = 48_000
"""Samples a second of every sound in the program."""
