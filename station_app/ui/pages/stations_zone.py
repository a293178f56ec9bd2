"""One zone on the page: its name, its zone centre, its stations and their sum."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from station_app.services.packages.overview import Reporting, SiteLine
from station_app.services.packages.tables import ZoneTable, sums
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.marks import draw_mark, mark_tone
from station_app.ui.pages.stations_table import StationsTable, SumRow
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.sheet import Sheet

_PAD, _GAP, _PART = 4, 6, 14


class SiteButton(PaintedButton):
    """A site that has no row: its name, shape and state, its opinions where it has some; pressed, it opens."""

    def __init__(self, line: SiteLine) -> None:
        super().__init__(_words(line))
        self.line = line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_line(self, line: SiteLine) -> None:
        """Show another state."""
        self.line = line
        self.setText(_words(line))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for name, mark and state."""
        state = look().px(15) + _GAP + paint.text_width(self.line.state.value, "caption")
        return QSize(2 * _PAD + paint.text_width(self.text(), "caption") + _PART + state, look().px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it; underlined by a frame where it has the focus."""
        painter = paint.smooth(self)
        if self.hasFocus() or self.hovered():
            line = "accent" if self.hasFocus() else None
            paint.frame(painter, self.rect(), "accent_soft" if self.hovered() else None, line, 2)
        width, state, side = paint.text_width(self.text(), "caption"), self.line.state.value, look().px(15)
        paint.words(painter, QRect(_PAD, 0, width + 1, self.height()), self.text(), "text2", kind="caption")
        left = _PAD + width + _PART
        draw_mark(painter, QRectF(left, (self.height() - side) / 2, side, side), state)
        left += side + _GAP
        box = QRect(left, 0, self.width() - left, self.height())
        paint.words(painter, box, state, mark_tone(state), kind="caption")
        painter.end()


class ZoneSheet(Sheet):
    """``opened`` gives a SiteLine: a row, or the zone centre in the head."""

    opened = Signal(object)

    def __init__(self, title: str, today: Callable[[], date]) -> None:
        super().__init__(title, " ", padded=False)
        self.table = StationsTable(QCoreApplication.translate("ZoneSheet", "{zone}的站点").format(zone=title), today)
        self.sum = SumRow(self.table)
        self.centre: SiteButton | None = None
        self.column.addWidget(self.table)
        self.column.addWidget(self.sum)
        self.column.addStretch(1)
        self.table.opened.connect(self.opened)

    def show_zone(self, zone: ZoneTable, state: Reporting | None) -> None:
        """Show a zone, of its stations only those in ``state`` unless that is None."""
        lines = tuple(line for line in zone.lines if state in (None, line.state))
        counted = self.tr("{count} 个社区站") if state is None else self.tr("{shown} / {count} 个社区站")
        self.subtitle.setText(counted.format(shown=len(lines), count=len(zone.lines)))
        self._show_centre(zone.centre)
        self.table.set_lines(lines)
        self.sum.show_sums(zone.sums if state is None else sums(lines))

    def _show_centre(self, line: SiteLine | None) -> None:
        if line is not None and self.centre is None:
            self.centre = SiteButton(line)
            self.centre.clicked.connect(self._open_centre)
            self.add_to_head(self.centre)
        if self.centre is not None:
            self.centre.setVisible(line is not None)
            if line is not None:
                self.centre.show_line(line)

    def _open_centre(self) -> None:
        if self.centre is not None:
            self.opened.emit(self.centre.line)


def _words(line: SiteLine) -> str:
    """南片中心联络站, with its own opinions and packages where it has any, so that the sum beneath can be followed."""
    tr = QCoreApplication.translate
    parts = [
        tr("ZoneSheet", "{count} 条").format(count=f"{line.opinions:,}") if line.opinions else "",
        tr("ZoneSheet", "未办结 {count} 条").format(count=f"{line.open:,}") if line.open else "",
        tr("ZoneSheet", "未回执 {count} 包").format(count=line.unacknowledged) if line.unacknowledged else "",
    ]
    return "　".join([line.name, *(part for part in parts if part)])
