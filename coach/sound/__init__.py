"""What turns a timeline and its clips into sound at the right instants."""
