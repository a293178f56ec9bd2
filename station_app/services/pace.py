"""How long work tells how far it is and learns that it shall stop; the window's progress object has this shape."""

from typing import Protocol

from station_app.errors import StationError


class Cancelled(StationError):
    """The person asked to stop; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("已取消", "没有改动任何数据。")


class Pace(Protocol):
    """Handed to long work."""

    @property
    def cancelled(self) -> bool:
        """Whether the person has asked to stop."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell that ``done`` of ``total`` steps are done and what is going on, in a few words."""


class Unseen:
    """The pace of work that nobody watches."""

    @property
    def cancelled(self) -> bool:
        """Never."""
        return False

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell nobody."""


def step(pace: Pace, done: int, total: int, text: str) -> None:
    """Report, or raise Cancelled."""
    if pace.cancelled:
        raise Cancelled
    pace.report(done, total, text)
