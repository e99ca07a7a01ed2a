"""A text examined as if it were a file, without one."""

from examined_routines import examined, problems_in, problems_in_step, steps_of

__all__ = ["examined", "problems_in", "problems_in_step", "steps_of"]
