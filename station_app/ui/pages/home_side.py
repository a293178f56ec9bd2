"""The right side of the first page: the last backup, and what was written down last."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_app.services.backup import LastBackup
from station_app.services.home import Recent, spoken_day
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.labels import ElidedLabel, Rule, Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import SHEET_EDGE, Sheet
from station_app.ui.widgets.status import MarkView, StatusMarkLabel

_WHEN, _STATUS = 56, 84


class BackupSheet(Sheet):
    """Says 已备份 and where, or warns; ``wanted`` follows 立即备份."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mark = MarkView("办结", 20)
        self.title = Text("", "lead")
        self.where = Text("", "body", "text2", wrap=True)
        self.button = KeyCapButton(self.tr("立即备份"), key="F9", size="row", bind=False)
        self.button.clicked.connect(self.wanted)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.mark)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.button)
        self.column.addLayout(head)
        self.column.addWidget(self.where)

    def show_backup(self, last: LastBackup | None, due: bool, now: datetime) -> None:
        """Show the last backup that left this PC; ``due``: none yet or over seven days old."""
        self.mark.set_mark("临期" if due else "办结")
        if last is None:
            self.title.setText(self.tr("还没有备份"))
            self.where.setText(self.tr("请插上U盘，按 F9 备份一份，电脑坏了也不怕。"))
            return
        self.title.setText(self.tr("该备份了") if due else self.tr("已备份"))
        words = self.tr("{when}写到「{folder}」，读回核对 {count} 条无误")
        if due:
            words = self.tr("上次是{when}，已超过 7 天。请插上U盘，按 F9 备份。")
        when = backup_time(last.at, now)
        self.where.setText(words.format(when=when, folder=last.folder, count=f"{last.opinions:,}"))


def backup_time(at: str, now: datetime) -> str:
    """今天 08:42, 昨天 16:05, 6月11日 09:00 for an ISO time seen at ``now``."""
    moment = datetime.fromisoformat(at).astimezone(now.tzinfo)
    if moment.date() == now.date():
        day = QCoreApplication.translate("BackupSheet", "今天")
    else:
        day = spoken_day(moment.date().isoformat(), now.date())
    return f"{day} {moment:%H:%M}"


class RecentSheet(Sheet):
    """The latest entries; ``opened(uid)`` follows a row, ``all_wanted`` the link."""

    opened = Signal(str)
    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(QCoreApplication.translate("RecentSheet", "最近登记"), padded=False)
        link = LinkButton(self.tr("意见建议 ›"))
        link.clicked.connect(self.all_wanted)
        self.add_to_head(link)
        self._content = QWidget()
        self.column.addWidget(self._content)
        self.column.addStretch(1)

    def show_lines(self, lines: Sequence[Recent]) -> None:
        """Show the latest entries, the newest first."""
        fresh = QWidget()
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, one in enumerate(lines):
            if place:
                column.addWidget(Rule())
            column.addWidget(RecentRow(self, one))
        if not lines:
            column.addWidget(EmptyState(self.tr("还没有登记。")))
        self.column.replaceWidget(self._content, fresh)
        self._content.hide()
        self._content.deleteLater()
        self._content = fresh


class RecentRow(QFrame):
    """When, title, status; opens by click or Enter."""

    def __init__(self, sheet: RecentSheet, one: Recent) -> None:
        super().__init__()
        self._open = lambda: sheet.opened.emit(one.line.uid)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(look().px(40) - 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{one.when} {one.line.title} {one.line.label}")
        when = ElidedLabel(one.when, "body", "text2")
        when.setFixedWidth(look().px(_WHEN))
        status = StatusMarkLabel(one.line.label)
        status.setFixedWidth(max(look().px(_STATUS), status.sizeHint().width()))
        line = QHBoxLayout(self)
        line.setContentsMargins(SHEET_EDGE, 0, SHEET_EDGE, 0)
        line.setSpacing(0)
        for widget, stretch in ((when, 0), (ElidedLabel(one.line.title), 1), (status, 0)):
            line.addWidget(widget, stretch)

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
