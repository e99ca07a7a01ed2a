"""A text examined as if it were a file, without one."""

from examined_routines import examined, steps_of, told, told_of_step

__all__ = ["examined", "steps_of", "told", "told_of_step"]
