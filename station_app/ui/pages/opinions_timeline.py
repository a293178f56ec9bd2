"""What happened to an opinion, where it stands now and what comes next."""

from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.domain.due import Due, DueState
from station_app.services.detail import OpinionDetail
from station_app.services.timeline import TimelineEntry
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import mark_tone
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.status import MarkView

_DONE, _AHEAD = "办结", "未到"
_MARK_COLUMN, _DAY_COLUMN, _LINE = 20, 70, 22
_DUE_TONES = {DueState.NORMAL: "ok", DueState.SOON: "warn", DueState.OVERDUE: "danger"}


class Timeline(QWidget):
    """A line for each thing that happened, then 现在 and the next steps; a thin line joins the marks."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._detail: OpinionDetail | None = None
        self._marks: list[MarkView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        look().changed.connect(self._write)

    def show_life(self, detail: OpinionDetail) -> None:
        """Show the life of an opinion."""
        self._detail = detail
        self._write()

    def texts(self) -> list[str]:
        """Return all words shown, line by line."""
        return [label.text() for label in self.findChildren(Text) if label.text()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Join the marks."""
        painter = paint.smooth(self)
        ink = look().color("control")
        gap = look().px(11)
        for upper, lower in zip(self._marks, self._marks[1:], strict=False):
            start = upper.mapTo(self, upper.rect().center()) + QPoint(0, gap)
            end = lower.mapTo(self, lower.rect().center()) - QPoint(0, gap)
            if end.y() > start.y():
                painter.fillRect(start.x(), start.y(), 1, end.y() - start.y(), ink)
        painter.end()

    def _add_entry(self, entry: TimelineEntry) -> None:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(Text(entry.what))
        line.addWidget(Text(entry.by, "caption", "text2"), 1)
        column.addLayout(line)
        if entry.note:
            column.addWidget(Text(entry.note, "caption", "text2", wrap=True))
        self._add_row(MarkView(_DONE), self._day(entry.at), words)

    def _add_now(self, label: str, due: Due | None) -> None:
        words = QWidget()
        line = QHBoxLayout(words)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(Text(label, "strong", mark_tone(label) if not due else "text"))
        line.addWidget(Text(due.words if due else "", "body", _DUE_TONES[due.state] if due else "text"), 1)
        self._add_row(MarkView(label), self.tr("现在"), words, kind="strong")

    def _add_row(self, mark: MarkView, day: str, words: QWidget, kind: str = "body") -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        place = QWidget()
        place.setFixedSize(look().px(_MARK_COLUMN), look().px(_LINE))
        QHBoxLayout(place).setContentsMargins(0, 0, 0, 0)
        place.layout().addWidget(mark)
        date_label = Text(day, kind, "text" if kind == "strong" else "text2")
        date_label.setMinimumWidth(look().px(_DAY_COLUMN) - 8)
        line.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(date_label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        self._marks.append(mark)
        self._column.addWidget(row)

    def _day(self, at: str) -> str:
        year, month, day = at[:4], int(at[5:7]), int(at[8:10])
        words = self.tr("{month}月{day}日").format(month=month, day=day)
        return words if year == f"{self._today.year:04}" else f"{year[2:]}年{words}"

    def _write(self) -> None:
        self._clear()
        detail = self._detail
        if detail is None:
            return
        for entry in detail.timeline:
            self._add_entry(entry)
        self._add_now(detail.label, detail.due)
        if detail.next_steps:
            self._add_row(MarkView(_AHEAD), "", Text(detail.next_steps, "body", "text2", wrap=True))

    def _clear(self) -> None:
        self._marks = []
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
