"""The hash-chained change log and the facets laid over it."""
