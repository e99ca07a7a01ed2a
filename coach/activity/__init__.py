"""Knowing when to be quiet: whether the person is there, in a meeting, or wants no disturbance."""
