"""往来记录: a row for each package that went or came, with how far it got and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.services.packages.history import Passage
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.labels import ElidedLabel, Rule, Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import SHEET_EDGE, Sheet
from station_app.ui.widgets.status import MarkView, StatusMarkLabel

_WAY, _NUMBER, _AT, _WRITTEN, _VERIFIED, _RECEIPT = 96, 96, 120, 130, 130, 168
_ROW, _HEAD = 33, 34


class HistorySheet(Sheet):
    """``report_wanted`` and ``undo_wanted`` give a Passage; ``more_wanted`` asks for older ones."""

    report_wanted = Signal(object)
    undo_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, *, centre: bool) -> None:
        super().__init__(QCoreApplication.translate("HistorySheet", "往来记录"), padded=False)
        self.centre = centre
        self.may_undo = True
        self.warning = StatusMarkLabel("临期")
        self.more = LinkButton(self.tr("更早的 ›"))
        self.add_to_head(self.warning)
        self.add_to_head(self.more)
        self._passages: tuple[Passage, ...] = ()
        self._content = QWidget()
        self.column.addWidget(self._content)
        self.column.addStretch(1)
        self.more.clicked.connect(self.more_wanted)

    def show_passages(self, passages: Sequence[Passage], warning: str, *, pressing: bool, total: int) -> None:
        """Show the latest of ``total``, and what is to be said of those without an answer."""
        self._passages = tuple(passages)
        self.warning.set_status("逾期" if pressing else "临期", warning)
        self.warning.setVisible(bool(warning))
        self.more.setVisible(total > len(passages))
        self.rebuild()

    def rebuild(self) -> None:
        """Draw the rows anew, for another scale too."""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._passages:
            column.addWidget(HistoryHead(centre=self.centre))
        for passage in self._passages:
            column.addWidget(Rule())
            column.addWidget(PassageRow(self, passage))
        if not self._passages:
            empty = EmptyState(self.tr("还没有交过、取过包。"))
            empty.setMinimumHeight(look().px(80))
            column.addWidget(empty)
        self.column.replaceWidget(self._content, fresh)
        self._content.hide()
        self._content.deleteLater()
        self._content = fresh


class PassageRow(QFrame):
    """One package; opens its report by click or Enter."""

    def __init__(self, sheet: HistorySheet, passage: Passage) -> None:
        super().__init__()
        self.passage = passage
        self._open = lambda: sheet.report_wanted.emit(passage)
        self.setFixedHeight(look().px(_ROW) - 1)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        way = self._way(centre=sheet.centre)
        number = self.tr("第 {number} 号").format(number=passage.number)
        contents = f"{passage.partner}　{passage.contents}" if sheet.centre else passage.contents
        self.setAccessibleName(f"{way} {number} {contents}")
        self.setToolTip(passage.file_name)
        cells = [
            (_marked("已上报" if passage.sent else "取回", way, "text"), _WAY),
            (Text(number), _NUMBER),
            (Text(_moment(passage.at)), _AT),
            (ElidedLabel(contents), 0),
        ]
        if not look().compact:
            cells += [(self._written(), _WRITTEN), (self._verified(), _VERIFIED)]
        cells.append((self._receipt(sheet), _RECEIPT))
        _fill(self, cells)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show hover and focus."""
        painter = paint.smooth(self)
        if self.underMouse():
            painter.fillRect(self.rect(), look().color("hover"))
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open by the left button."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter or blank."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open()
        else:
            super().keyPressEvent(event)

    def _way(self, *, centre: bool) -> str:
        if centre:
            return self.tr("下发") if self.passage.sent else self.tr("收取")
        return self.tr("上报") if self.passage.sent else self.tr("取回")

    def _written(self) -> QWidget:
        return StatusMarkLabel("办结", self.tr("已写入")) if self.passage.sent else Text("—", "body", "text2")

    def _verified(self) -> QWidget:
        if self.passage.undone:
            return StatusMarkLabel("作废", self.tr("已撤销"))
        return StatusMarkLabel("办结", self.tr("已校验") if self.passage.sent else self.tr("签名无误"))

    def _receipt(self, sheet: HistorySheet) -> QWidget:
        passage = self.passage
        if passage.acknowledged_at:
            day = _day(passage.acknowledged_at)
            return StatusMarkLabel("办结", self.tr("{day} 确认").format(day=day))
        if passage.sent:
            waited = self.tr("已等 {days} 天").format(days=passage.days) if passage.days else self.tr("等回执")
            return StatusMarkLabel("临期" if passage.days else "未到", waited)
        return self._links(sheet)

    def _links(self, sheet: HistorySheet) -> QWidget:
        links = QWidget()
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        report = LinkButton(self.tr("查看报告"))
        report.clicked.connect(self._open)
        row.addWidget(report)
        if self.passage.undoable:
            undo = LinkButton(self.tr("撤销导入"))
            undo.clicked.connect(sheet.undo_wanted)
            undo.setEnabled(sheet.may_undo)
            undo.setToolTip("" if sheet.may_undo else self.tr("由站长或中心工作人员来撤销"))
            row.addWidget(undo)
        row.addStretch(1)
        return links


class HistoryHead(QFrame):
    """The names of the columns, on the ground of column heads."""

    def __init__(self, *, centre: bool) -> None:
        super().__init__()
        receipt = self.tr("站点回执") if centre else self.tr("中心回执")
        names = [
            (self.tr("方向"), _WAY),
            (self.tr("包号"), _NUMBER),
            (self.tr("日期"), _AT),
            (self.tr("内容"), 0),
        ]
        if not look().compact:
            names += [(self.tr("写入"), _WRITTEN), (self.tr("校验"), _VERIFIED)]
        names.append((receipt, _RECEIPT))
        self.setFixedHeight(look().px(_HEAD))
        _fill(self, [(Text(name, "caption", "text2"), width) for name, width in names])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = paint.smooth(self)
        painter.fillRect(self.rect(), look().color("sunken"))
        painter.end()


def _fill(row: QFrame, cells: Sequence[tuple[QWidget, int]]) -> None:
    line = QHBoxLayout(row)
    line.setContentsMargins(SHEET_EDGE, 0, SHEET_EDGE - 8, 0)
    line.setSpacing(0)
    for widget, width in cells:
        if width:
            widget.setFixedWidth(max(look().px(width), widget.sizeHint().width()))
        line.addWidget(widget, 0 if width else 1)


def _marked(mark: str, words: str, tone: str) -> QWidget:
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(MarkView(mark, tone=tone))
    row.addWidget(Text(words, "body", tone))
    row.addStretch(1)
    return cell


def _day(moment: str) -> str:
    words = QCoreApplication.translate("HistorySheet", "{month}月{day}日")
    return words.format(month=int(moment[5:7]), day=int(moment[8:10]))


def _moment(moment: str) -> str:
    return f"{_day(moment)} {moment[11:16]}"
