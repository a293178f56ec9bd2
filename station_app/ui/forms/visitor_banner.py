"""The note about a visitor who has been here before."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from station_app.services.visitors import Visit, Visitor
from station_app.ui.marks import mark_tone
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.notes import Banner

_SHOWN = 2


class VisitorBanner(Banner):
    """How often somebody came, with what, and how it stands. ``take_over`` and ``look_up`` give the Visitor.

    Alt+U is only printed: it works before the note is there.
    """

    take_over = Signal(object)
    look_up = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._found: tuple[Visitor, ...] = ()
        self._place = 0
        self.who = ElidedLabel("", "body", "text")
        self.count = Text()
        self.lines = [(ElidedLabel(), Text()) for _ in range(_SHOWN)]
        self.take_link = LinkButton(self.tr("沿用上次资料"), key="Alt+U", bind=False)
        self.take_link.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its key is nearer than Tab
        self.look_link = LinkButton(self.tr("查看"))
        self.next_link = LinkButton(self.tr("换一位"))
        self._lay_out()
        self.take_link.clicked.connect(lambda: self.take_over.emit(self.visitor()))
        self.look_link.clicked.connect(lambda: self.look_up.emit(self.visitor()))
        self.next_link.clicked.connect(self._turn)
        self.hide()

    def visitor(self) -> Visitor | None:
        """Who is shown, None for nobody."""
        return self._found[self._place] if self._found else None

    def found(self) -> tuple[Visitor, ...]:
        """All who may be meant, the surest first."""
        return self._found

    def show_visitors(self, found: Sequence[Visitor], name: str, taken: str | None) -> None:
        """Show the first of those found (none hides the note); ``taken`` is the contact taken over already."""
        shown = self.visitor()
        self._found, self._name = tuple(found), name
        places = [at for at, one in enumerate(found) if shown and one.contact_uid == shown.contact_uid]
        self._place = places[0] if places else 0
        self._show(taken)

    def set_taken(self, taken: str | None) -> None:
        """Offer taking over only while it has not been done."""
        here = self.visitor()
        self.take_link.setVisible(here is not None and here.contact_uid != taken)

    def _turn(self) -> None:
        self._place = (self._place + 1) % len(self._found)
        self._show(None)

    def _show(self, taken: str | None) -> None:
        visitor = self.visitor()
        self.setVisible(visitor is not None)
        if visitor is None:
            return
        other = visitor.contact.name != self._name
        self.who.setText(self.tr("{why}：{name}").format(why=visitor.reason, name=visitor.contact.name))
        self.who.setVisible(other and bool(visitor.contact.name))
        self.count.setText(self.tr("来过 {count} 次：").format(count=visitor.count))
        visits = list(reversed(visitor.visits[:_SHOWN]))
        for index, (words, status) in enumerate(self.lines):
            self._show_visit(words, status, visits[index] if index < len(visits) else None)
        self.next_link.setVisible(len(self._found) > 1)
        self.set_taken(taken)

    def _show_visit(self, words: ElidedLabel, status: Text, visit: Visit | None) -> None:
        for label in (words, status):
            label.setVisible(visit is not None)
        if visit is not None:
            words.setText(f"{self._day(visit.date)} {visit.title}")
            status.setText(f"({visit.status.value})")
            status.set_tone(mark_tone(visit.status.value))

    def _day(self, text: str) -> str:
        day = date.fromisoformat(text)
        short = self.tr("{month}月{day}日").format(month=day.month, day=day.day)
        return short if day.year == self._today.year else self.tr("{year}年").format(year=day.year) + short

    def _lay_out(self) -> None:
        self.column.setSpacing(0)
        self.column.setContentsMargins(12, 6, 8, 6)
        self.column.addWidget(self.who)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.count, 0, 0)
        for row, (words, status) in enumerate(self.lines):
            grid.addWidget(words, row, 1)
            grid.addWidget(status, row, 2)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        links = QHBoxLayout()
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(4)
        for link in (self.take_link, self.look_link, self.next_link):
            links.addWidget(link)
        links.addStretch(1)
        self.column.addLayout(links)
