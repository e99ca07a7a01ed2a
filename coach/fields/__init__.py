"""Declared fields: what files and requests may say, and the reading, schemas and tables that come from it."""
