"""The local API of the running coach: loopback only, protected by a token, for one person's programs."""
