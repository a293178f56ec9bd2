"""A small table for paper: its columns, its groups of rows and their sums, as plain texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, its share of the width, whether its cells are figures and stand at the right."""

    name: str
    share: float
    figure: bool = False


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows under a head of their own, each a text a column, and their sum (no sum: no row for it)."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """The whole: ``site`` and ``told`` stand above the table, ``total`` ends it."""

    title: str
    site: str
    told: str
    columns: tuple[TableColumn, ...]
    groups: tuple[TableGroup, ...]
    total: tuple[str, ...]
    printed_at: datetime
