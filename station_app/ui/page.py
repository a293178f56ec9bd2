"""What the window knows of a page."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Page(QWidget):
    """A page of the window. It keeps its filter, row and scroll while it is not shown.

    ``navigate(key, argument)`` asks the window for another page, which gets the argument in ``on_shown``.
    ``column`` takes, from the top, a PageHead, a PageBody and an ActionBar; its gaps are 0.
    """

    page_key = ""
    title = ""
    navigate = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def on_shown(self, argument: object = None) -> None:
        """Refresh what may have changed; called each time the page comes to the front."""

    def apply_scale(self, scale: int) -> None:
        """Rearrange for ``scale`` (per cent); called once before the first showing and at each change."""

    def may_leave(self) -> bool:
        """Say whether the window may go to another page or close."""
        return True


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One entry of the navigation; the page is made when it is first wanted.

    ``digit`` is the Alt+digit ("" for none), ``group`` parts the list by lines (the group ``"foot"`` is at the
    bottom), ``function_key`` such as ``F2`` opens it from every other page.
    """

    key: str
    title: str
    icon: str
    digit: str
    factory: Callable[[], Page]
    group: str = ""
    function_key: str = ""
