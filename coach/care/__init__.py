"""What a person notes down, and the fixed list of signs that answers it: functions over facts, no I/O."""
