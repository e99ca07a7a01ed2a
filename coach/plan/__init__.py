"""The plan: a person's file of reminders, when each is due, and the gate that decides on it."""
