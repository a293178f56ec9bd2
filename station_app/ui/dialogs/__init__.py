"""The dialogs: what is asked beside a page, never a page itself."""
