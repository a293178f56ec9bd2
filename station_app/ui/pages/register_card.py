"""The left of the 社情簿: period and channels, columns, masking."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station_app.domain.periods import Period
from station_app.errors import StationError
from station_app.services.register_choice import RegisterChoice, check_choice
from station_app.services.station import Station
from station_app.ui.look import look
from station_app.ui.pages.register_columns import ColumnList, WidthList
from station_app.ui.pages.register_masking import MaskingPart
from station_app.ui.pages.register_period import PeriodPart
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.labels import Rule, Text
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.sheet import Sheet

_WIDTH = 288
_UNBOUND = 16777215


class ColumnsPart(QWidget):
    """Columns and their widths; ``changed`` follows a choice that can be, others are refused in place."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.usual = LinkButton(self.tr("恢复默认"))
        self.list = ColumnList()
        self.widths_link = LinkButton(self.tr("列宽"))
        self.widths = WidthList()
        self.error = IconText("", "alert-circle", "danger", "caption", wrap=True)
        self._choice = RegisterChoice()
        self._lay_out()
        self.usual.clicked.connect(lambda: self._try(self._choice.without_columns()))
        self.list.changed.connect(self._list_changed)
        self.widths_link.clicked.connect(self._open_widths)
        self.widths.changed.connect(self._widths_changed)

    def show_choice(self, choice: RegisterChoice) -> None:
        """Show a choice that can be, without a signal."""
        self._choice = choice
        self.list.show_choice(choice)
        self.widths.show_choice(choice)
        self.show_error("")

    def read(self, choice: RegisterChoice) -> RegisterChoice:
        """The choice with what is chosen here."""
        mine = self._choice
        return replace(choice, order=mine.order, hidden=mine.hidden, widths=mine.widths)

    def show_error(self, sentence: str) -> None:
        """Say why a choice was refused; an empty sentence clears it."""
        self.error.set_text(sentence)
        self.error.setVisible(bool(sentence))

    def _list_changed(self) -> None:
        wanted = replace(self._choice, order=self.list.order, hidden=self.list.hidden())
        if not self._try(wanted):
            self.list.show_choice(self._choice)

    def _widths_changed(self) -> None:
        rest = {name: width for name, width in self._choice.widths.items() if name not in self.widths.edits}
        wanted = replace(self._choice, widths=rest | self.widths.values())
        if wanted != self._choice:
            self._try(wanted)
        else:
            self.show_error("")

    def _try(self, wanted: RegisterChoice) -> bool:
        try:
            check_choice(wanted)
        except StationError as problem:
            self.show_error(str(problem))
            return False
        if wanted != self._choice:
            self.show_choice(wanted)
            self.changed.emit()
        self.show_error("")
        return True

    def _open_widths(self) -> None:
        self.widths.setVisible(not self.widths.isVisibleTo(self))
        if self.widths.isVisibleTo(self):
            next(iter(self.widths.edits.values())).setFocus()

    def _lay_out(self) -> None:
        head, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head.addWidget(Text(self.tr("列"), "strong"))
        head.addStretch(1)
        head.addWidget(self.widths_link)
        head.addWidget(self.usual)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(Text(self.tr("拖动调顺序，或选中后按 Alt+↑ ↓"), "caption", "text2", wrap=True))
        column.addWidget(self.error)
        column.addWidget(self.widths)
        self.widths.hide()
        self.error.hide()


class RegisterCard(QScrollArea):
    """``changed`` follows each choice that can be; what cannot be is said in place."""

    changed = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.period, self.columns, self.masking = PeriodPart(station), ColumnsPart(), MaskingPart(station)
        self._lay_out()
        for part in (self.period, self.columns, self.masking):
            part.changed.connect(self.changed)

    def show_choice(self, choice: RegisterChoice) -> None:
        """Show a choice without a signal."""
        self.period.show_choice(choice)
        self.columns.show_choice(choice)

    def choice(self) -> RegisterChoice:
        """What is chosen, masking apart."""
        return self.columns.read(self.period.read(RegisterChoice()))

    def days(self) -> Period | None:
        """The period; None when its days are wrong, which is then said."""
        return self.period.period()

    def apply_scale(self) -> None:
        """At the left, or from 130 % above the page with its parts beside each other."""
        compact, down = look().compact, QBoxLayout.Direction.TopToBottom
        beside = compact and not look().icons_only
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if beside else down)
        for rule in self._rules:
            rule.setMaximumSize(1 if beside else _UNBOUND, _UNBOUND if beside else 1)
            rule.setMinimumSize(1 if beside else 0, 0 if beside else 1)
        self.setMinimumWidth(0 if compact else look().px(_WIDTH))
        self.setMaximumWidth(_UNBOUND if compact else look().px(_WIDTH))
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the height that the choices need when one of them opens or closes."""
        if watched is self.sheet and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew: another width breaks the words elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if look().compact:
            layout, width = self.sheet.layout(), self.viewport().width()
            self.setFixedHeight(max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height()) + 2)
        else:
            self.setMinimumHeight(look().px(200))
            self.setMaximumHeight(_UNBOUND)

    def _lay_out(self) -> None:
        self.sheet = Sheet(padded=False)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(0)
        self._rules = [Rule(), Rule()]
        for part, rule in zip((self.period, self.columns, self.masking), (*self._rules, None), strict=True):
            room = QWidget()
            column = QVBoxLayout(room)
            column.setContentsMargins(16, 8, 16, 8)
            column.addWidget(part)
            column.addStretch(1)
            self._parts.addWidget(room)
            if rule is not None:
                self._parts.addWidget(rule)
        self.sheet.column.addLayout(self._parts)
        self.sheet.column.addStretch(1)
        self.sheet.installEventFilter(self)
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
