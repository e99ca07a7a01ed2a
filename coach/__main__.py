"""`python -m coach` is `coach`: how the daemon starts sessions, wherever the program is installed."""

from coach.commands import main

if __name__ == "__main__":
    main()
