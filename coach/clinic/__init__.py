"""What a person sends to their clinic's database, when they order it: `coach journal push`."""
