"""Topic and subtopic, chosen by digits: the nine most used, 0 for all, then the second level."""

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from station_app.services import codes
from station_app.services.codes import Topic
from station_app.services.station import Station
from station_app.ui.forms.topic_popup import TopicPopup
from station_app.ui.look import look
from station_app.ui.widgets.digit_grid import DigitGrid

_WIDE, _NARROW = 5, 4


class TopicChoice(QObject):
    """Keeps the two grids together; the form lays out ``grid`` and ``sub``.

    ``columns``: how many at 100 % and how many above. ``changed`` follows the person's choice, ``sub_wanted`` says
    whether the chosen topic has a second level.
    """

    changed = Signal()
    sub_wanted = Signal(bool)

    def __init__(self, station: Station, parent: QWidget, columns: tuple[int, int] = (_WIDE, _NARROW)) -> None:
        super().__init__(parent)
        self._columns = columns
        self._station = station
        self._topic = ""
        self.grid = DigitGrid(more=_all_word())
        self.sub = DigitGrid()
        self.popup: TopicPopup | None = None
        self.grid.changed.connect(lambda: self._choose(str(self.grid.value())))
        self.grid.more_pressed.connect(self.open_all)
        self.sub.changed.connect(self.changed)
        look().changed.connect(self._rescale)
        self.offer()

    def offer(self) -> None:
        """Put the nine most used topics on the digits, as of now."""
        self.grid.set_options([(one.name, one.short) for one in codes.nine_most_used(self._station)])
        self._show(self._topic)
        self._rescale()

    def value(self) -> tuple[str, str]:
        """Topic and subtopic, each empty when none is chosen."""
        return self._topic, str(self.sub.value() or "")

    def set_value(self, topic: str, subtopic: str) -> None:
        """Show a choice without a signal."""
        self._show(topic)
        self.sub.set_value(subtopic)

    def press_digit(self, digit: int) -> None:
        """What a digit means now: the second level while the focus is there, else the first."""
        inside = self.sub.isVisible() and self.sub.isAncestorOf(self.sub.window().focusWidget())
        (self.sub if inside else self.grid).press_digit(digit)

    def open_all(self) -> None:
        """Show all topics."""
        self._show(self._topic)
        self.popup = TopicPopup(codes.code_book(self._station).topics(), self._topic, self.grid)
        self.popup.picked.connect(self._choose)
        self.popup.open_under(self.grid)

    def _choose(self, name: str) -> None:
        if name != self._topic:
            self._show(name)
        self.changed.emit()
        (self.sub if self.sub.buttons else self.grid).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, name: str) -> None:
        topic = codes.code_book(self._station).topic_named(name)
        other = name != self._topic
        self._topic = name
        self.grid.set_value(name)
        self._show_more(topic if self.grid.value() is None else None)
        if other:
            self.sub.set_value(None)
        self.sub.set_options([(one, one) for one in topic.subtopics] if topic else [])
        self.sub_wanted.emit(bool(self.sub.buttons))

    def _show_more(self, topic: Topic | None) -> None:
        """The 0 stands for all, or for the chosen topic that is not among the nine."""
        more = self.grid.buttons[-1]
        more.setText(topic.short if topic else _all_word())
        more.setChecked(topic is not None)

    def _rescale(self) -> None:
        """Four in a line where the letters have grown."""
        for grid in (self.grid, self.sub):
            grid.set_columns(self._columns[0 if look().scale == 100 else 1])


def _all_word() -> str:
    return QCoreApplication.translate("TopicChoice", "全部…")
