"""The encrypted store: connection, keys, models, queries, search index, migrations."""
