"""Starting at login, on three systems."""
