"""The two figures that many rooms share, in a module that costs nothing to import."""

SAMPLE_RATE = 48_000
"""Samples a second of every sound in the program."""
HIGHEST_ANSWER = 10
"""Questions are answered on a scale from 0 to this."""
SKIP_REASONS = ("busy", "pain", "tired", "place", "other")
"""Why the person skips a routine; `place`: it cannot be done where they are."""
