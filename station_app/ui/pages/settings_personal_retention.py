"""Whose data need not be kept any longer: the list, how many years, and the deletion of all that are listed."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout

from station_app.errors import StationError
from station_app.services.erasing import Erasure
from station_app.services.retention import Expired, erase_expired, expired, retention_years, set_retention_years
from station_app.ui.context import PageContext
from station_app.ui.pages.settings_parts import WorkStrip
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class RetentionSheet(Sheet):
    """``erased`` tells that the listed were deleted."""

    erased = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(QCoreApplication.translate("RetentionSheet", "保存期满的资料"))
        self._context = context
        self.years = LineEdit("", self.tr("不填就不按年数列"))
        self.years_field = Field(self.tr("办结后保存几年"), self.years, label_width=120)
        self.keep = KeyCapButton(self.tr("保存年数"))
        self.table = RowTable(self._columns(), self.tr("保存期满的资料"), most=8)
        self.empty = EmptyState(self.tr("没有保存期满的资料。"))
        self.erase = KeyCapButton(self.tr("删除清单上的资料…"), kind="danger")
        self.strip = WorkStrip(self, context.tasks, self.tr("已删去的不会回来，其余的没有改动"))
        self._lay_out()
        self.keep.clicked.connect(self._keep)
        self.years.returnPressed.connect(self._keep)
        self.erase.clicked.connect(self._erase)
        self.strip.working.connect(self._set_busy)

    def refresh(self, *, usable: bool) -> None:
        """Read the list anew; the head only sees it."""
        self.setVisible(usable)
        if not usable:
            return
        years = retention_years(self._context.station)
        self.years.setText("" if years is None else str(years))
        self._show(expired(self._context.station))

    def _show(self, listed: tuple[Expired, ...]) -> None:
        self.table.set_rows(listed)
        self.table.setVisible(bool(listed))
        self.erase.setVisible(bool(listed))
        self.empty.setVisible(not listed)

    def _keep(self) -> None:
        self.years_field.clear_error()
        text = self.years.text().strip()
        if text and not (text.isascii() and text.isdigit() and len(text) <= 2):
            self.years_field.set_error(self.tr("请填 1 到 50 的整数，或留空"))
            return
        work = partial(set_retention_years, self._context.station, int(text) if text else None)
        self.strip.run(lambda _progress: work(), self._kept, self._wrong, self.tr("正在保存"))

    def _kept(self, _nothing: object) -> None:
        self._context.messages.say(self.tr("保存年数已记下"))
        self.refresh(usable=True)
        self.years.setFocus()

    def _wrong(self, problem: StationError) -> None:
        self.years_field.set_error(str(problem))
        self.years.setFocus()

    def _erase(self) -> None:
        listed = self.table.lines.rows()
        sure = self._context.messages.confirm(
            self.tr("删除后找不回来"),
            self.tr("这 {count} 份资料的姓名、电话、住址和附件会永远删去；意见建议和统计数保留。").format(
                count=f"{len(listed):,}"
            ),
            self.tr("永远删去 {count} 份").format(count=f"{len(listed):,}"),
        )
        if not sure:
            return
        work = partial(erase_expired, self._context.station, tuple(one.uid for one in listed))
        self.strip.run(lambda _progress: work(), self._done, self._context.messages.error, self.tr("正在删除"))
        self.strip.set_cancellable(False)

    def _done(self, done: Erasure) -> None:
        self._context.messages.say(self.tr("已删去 {count} 份保存期满的资料").format(count=f"{done.contacts:,}"))
        if done.uncleared is not None:
            self._context.messages.error(done.uncleared)
        self.refresh(usable=True)
        self.erased.emit()
        self.years.setFocus()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.years, self.keep, self.erase):
            widget.setEnabled(not busy)

    def _columns(self) -> tuple[Column, ...]:
        def still(one: Expired) -> str:
            return self.tr("{count} 条未了").format(count=f"{one.open:,}") if one.open else "—"

        def matters(one: Expired) -> str:
            return self.tr("{count} 条").format(count=f"{one.opinions:,}")

        return (
            Column(self.tr("反映人"), lambda one: one.label),
            Column(self.tr("保存到"), lambda one: one.since, 130),
            Column(
                self.tr("反映"), lambda one: self.tr("{count} 条").format(count=f"{one.opinions:,}"), 80, figure=True
            ),
            Column(self.tr("未了"), still, 110, quiet=True),
        )

    def _lay_out(self) -> None:
        told = self.tr("登记时写了保存期限的，过了这一天就列在这里；其余的，全部办结并过了这些年才列出。")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.years_field, 1)
        row.addWidget(self.keep)
        verbs = QHBoxLayout()
        verbs.addWidget(self.erase)
        verbs.addStretch(1)
        self.column.addWidget(Text(told, "body", "text2", wrap=True))
        self.column.addLayout(row)
        for widget in (self.table, self.empty):
            self.column.addWidget(widget)
        self.column.addLayout(verbs)
        self.column.addWidget(self.strip)
