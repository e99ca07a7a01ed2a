"""The engine of the day: what falls due, waits and is announced; decisions over a clock that is handed in."""
