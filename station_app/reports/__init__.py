"""Printed documents: they are handed dataclasses and know nothing of the store."""
