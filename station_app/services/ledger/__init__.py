"""Old ledgers: from a file as stations keep it to proposed rows, or one true reason for each row that cannot be taken.

Nothing here touches the database. `read_ledger` is the way in; `open_table` and `recognise` serve a mapping screen.
"""
