"""Use cases, one transaction each; the only callers of db, journal, exchange and reports."""
