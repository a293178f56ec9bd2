"""Numbered, frozen scripts for ``drafts.db``, by the same rules as those for ``station.db``."""
