"""A list of opinions on paper or in a workbook: the columns of the list on the screen, masked as there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

COLUMNS = ("状态", "编号", "日期", "标题", "类别", "反映人")
WIDTHS = (19.0, 30.0, 22.0, 55.0, 26.0, 23.0)  # in mm on a page
TITLE = COLUMNS.index("标题")
STRUCK = (COLUMNS.index("编号"), TITLE)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One opinion: a text for each column; ``void``: serial and title are struck through."""

    cells: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """What stands above the rows: the site, what the list was narrowed to, and when it was made."""

    site: str
    narrowed: str
    printed_at: datetime

    @property
    def title(self) -> str:
        """The name of the document."""
        return f"意见建议清单　{self.site}"
