"""The process that runs all day, and calls for routines when they are due."""
