"""The plan: a person's own file of reminders, when each is due, and the gate that decides on it."""
