"""Declared fields of files and requests; reading, JSON Schemas and documentation are derived from them."""
