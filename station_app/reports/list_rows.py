"""A list of opinions on paper or in a workbook: the columns of the list on the screen, masked as there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

COLUMNS = ("状态", "编号", "日期", "标题", "类别", "反映人")
SITE_COLUMN = "站点"
_WIDTHS = (19.0, 30.0, 22.0, 55.0, 26.0, 23.0)  # in mm on a page
_WIDTHS_WITH_SITE = (18.0, 28.0, 27.0, 22.0, 38.0, 22.0, 20.0)
_TITLE, _STRUCK = "标题", ("编号", "标题")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One opinion: a text for each column; ``void``: serial and title are struck through."""

    cells: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """What stands above the rows: the site, what the list was narrowed to, and when it was made.

    ``of_sites``: the list is of several sites, so each row also names its own, after the serial.
    """

    site: str
    narrowed: str
    printed_at: datetime
    of_sites: bool = False

    @property
    def title(self) -> str:
        """The name of the document."""
        return f"意见建议清单　{self.site}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the columns."""
        return (*COLUMNS[:2], SITE_COLUMN, *COLUMNS[2:]) if self.of_sites else COLUMNS

    @property
    def widths(self) -> tuple[float, ...]:
        """Their widths on a page in mm."""
        return _WIDTHS_WITH_SITE if self.of_sites else _WIDTHS

    @property
    def wide(self) -> int:
        """The place of the column whose words begin at the left and wrap: the title."""
        return self.columns.index(_TITLE)

    @property
    def struck(self) -> tuple[int, ...]:
        """The places of what is struck through in a void row."""
        return tuple(self.columns.index(name) for name in _STRUCK)
