"""A socket for tests: what the other end says is known beforehand, and what is said to it is kept."""


class ScriptedSocket:
    """A socket whose other end says these bytes, a few at a time, and then closes it."""

    def __init__(self, said):
        self.said = said
        self.heard = b""
        self.path = None

    def __call__(self, _family):
        """The socket that is opened."""
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Closed."""

    def settimeout(self, seconds):
        """Nothing is waited for."""

    def connect(self, path):
        """Note where."""
        self.path = path

    def sendall(self, content):
        """Note it."""
        self.heard += content

    def recv(self, count):
        """The next bytes, never all at once."""
        count = min(count, 5)
        block, self.said = self.said[:count], self.said[count:]
        return block
