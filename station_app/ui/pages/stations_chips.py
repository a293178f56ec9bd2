"""The filters above the stations: each a shape, a word and how many; one is chosen."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.services.packages.overview import LATE_DAYS, Reporting
from station_app.services.packages.tables import Glance, Sums
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import draw_mark, mark_tone
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.labels import Text

_EDGE, _GAP = 12, 8


class StateChip(PaintedButton):
    """One filter; ``state`` None stands for all stations."""

    def __init__(self, state: Reporting | None, word: str) -> None:
        super().__init__(word)
        self.state = state
        self._word = word
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int) -> None:
        """Show how many there are; of none there is nothing to choose."""
        self.setText(f"{self._word} {count}")
        self.setEnabled(count > 0 or self.isChecked())

    def sizeHint(self) -> QSize:
        """Return room for the bold words, so that nothing moves when it is chosen."""
        mark = look().px(15) + _GAP if self.state else 0
        return QSize(mark + paint.text_width(self.text(), bold=True) + 2 * _EDGE, look().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip; chosen, it is accent."""
        painter = paint.smooth(self)
        chosen, focus = self.isChecked(), self.hasFocus()
        fill = "accent_soft" if chosen or self.hovered() else None
        line = "accent" if chosen or focus else None
        paint.frame(painter, self.rect(), fill, line, 2 if focus else 1)
        left, side = _EDGE, look().px(15)
        tone = self._tone()
        if self.state is not None:
            box = QRectF(left, (self.height() - side) / 2, side, side)
            draw_mark(painter, box, self.state.value, "" if self.isEnabled() else "text3")
            left += side + _GAP
        words = QRect(left, 0, self.width() - left, self.height())
        paint.words(painter, words, self.text(), tone, bold=chosen)
        painter.end()

    def _tone(self) -> str:
        if not self.isEnabled():
            return "text3"
        return mark_tone(self.state.value) if self.state else "accent" if self.isChecked() else "text"


class StateChips(QWidget):
    """``changed`` gives the chosen state, None for all; arrows move along the chips, which are one Tab stop."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.chips = [StateChip(state, word) for state, word in _words()]
        row = FlowLayout(self, gap=6)
        for chip in self.chips:
            row.addWidget(chip)
            chip.toggled.connect(partial(self._tell, chip.state))
        self.chips[0].setChecked(True)
        self.setFocusProxy(self.chips[0])
        self.setAccessibleName(self.tr("按上报情况筛选"))

    def chosen(self) -> Reporting | None:
        """Return the chosen state, None for all."""
        return next((chip.state for chip in self.chips if chip.isChecked()), None)

    def choose(self, state: Reporting | None) -> None:
        """Choose a state."""
        for chip in self.chips:
            if chip.state is state:
                chip.setEnabled(True)
                chip.setChecked(True)

    def show_counts(self, seen: Glance) -> None:
        """Count the community stations; a chosen state that nobody is in any more gives way to all."""
        for chip in self.chips:
            chip.set_count(sum(chip.state in (None, line.state) for line in seen.stations))
        chosen = self.chosen()
        if chosen is not None and all(line.state is not chosen for line in seen.stations):
            self.choose(None)

    def _tell(self, state: Reporting | None, on: bool) -> None:
        if on:
            self.changed.emit(state)


class SumLine(QWidget):
    """合计 1,117 条，未办结 148 条，未回执 7 包, the figures bold."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = [Text("", "strong") for _ in range(3)]
        words = (self.tr("合计"), self.tr("条，未办结"), self.tr("条，未回执"), self.tr("包"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for place, word in enumerate(words):
            row.addWidget(Text(word, "body", "text2"))
            if place < len(self.figures):
                row.addWidget(self.figures[place])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sums(self, total: Sums) -> None:
        """Show other figures."""
        for label, number in zip(self.figures, (total.opinions, total.open, total.unacknowledged), strict=True):
            label.setText(f"{number:,}")


def _words() -> list[tuple[Reporting | None, str]]:
    tr = QCoreApplication.translate
    late = tr("StateChips", "超 {days} 天").format(days=LATE_DAYS)
    named = {state: late if state is Reporting.LATE else state.value for state in Reporting}
    order = (Reporting.ON_TIME, Reporting.SOON, Reporting.LATE, Reporting.GAP, Reporting.UNUSED)
    return [(None, tr("StateChips", "全部")), *((state, named[state]) for state in order)]
