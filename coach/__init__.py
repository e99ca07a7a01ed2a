"""A voice-guided stretching and prevention coach."""

__version__ = "0.1.0"
