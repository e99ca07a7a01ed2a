"""`python -m coach` is `coach`: how the daemon starts sessions, wherever the program is installed.

`-m` puts the current folder first on the path, unless `-P` forbids it, and a `yaml.py` there would be run.
It is taken off before anything is imported; the coach's own modules are found through its package.
"""

import sys

if not sys.flags.safe_path and __name__ == "__main__":
    del sys.path[0]

from coach.commands import main

if __name__ == "__main__":
    main()
