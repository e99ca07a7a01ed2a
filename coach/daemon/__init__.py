"""The process that runs all day and leads routines when they are due."""
