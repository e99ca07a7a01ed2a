"""The front door of a checkout: `python cli.py` is `coach`."""

from coach.commands import main

if __name__ == "__main__":
    main()
