"""A session: a person performs a routine."""
