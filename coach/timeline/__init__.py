"""A routine laid out in time, and moving about in it."""
