"""One performance of a routine by a person."""
