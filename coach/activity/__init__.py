"""Activity detection: whether the person is there, in a meeting, or does not want to be disturbed."""
