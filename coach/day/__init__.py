"""The reminder engine: decides, on a clock that is passed in, what is spoken, postponed or skipped."""
