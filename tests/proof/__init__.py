"""``make proof``: what the promises rest on, tried very many times; see ``book.record`` for how a test adds a row."""
