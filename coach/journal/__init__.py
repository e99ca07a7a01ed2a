"""The local, append-only record of what was done."""
