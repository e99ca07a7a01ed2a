"""What turns words into clips."""
