"""A ledger written and read back in one step."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from station_app.services.ledger.rows import LedgerRow, Rejected
from tests.services.ledger.books import read_all, write_xlsx

Ledger = Callable[..., list[LedgerRow | Rejected]]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Write rows (the first holds the headers) as one sheet and read them back."""

    def make(*rows: Iterable[Any], **options: Any) -> list[LedgerRow | Rejected]:
        written = {key: options.pop(key) for key in ("merges", "epoch_1904") if key in options}
        return read_all(write_xlsx(tmp_path / "台账.xlsx", {"台账": [list(row) for row in rows]}, **written), **options)

    return make
