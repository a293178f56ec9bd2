"""Imports of the past; the whole of one can be voided."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from station_app.services.ledger_import import PastImport, past_imports, void_import
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.home_side import backup_time
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class PastSheet(Sheet):
    """``void_wanted`` gives the import that shall be taken back."""

    void_wanted = Signal(object)

    def __init__(self, station: Station) -> None:
        super().__init__(QCoreApplication.translate("PastSheet", "导入过的"), padded=False)
        self._station = station
        self.table = RowTable(self._columns(), self.tr("导入过的台账"), most=6)
        self.empty = EmptyState(self.tr("还没有导入过台账。"))
        self.void = KeyCapButton(self.tr("整批作废…"), size="row")
        self.add_to_head(self.void)
        self.column.addWidget(self.table)
        self.column.addWidget(self.empty)
        self.void.clicked.connect(self._void)
        self.table.chosen.connect(self._follow)

    def refresh(self) -> None:
        """Read the imports anew."""
        found = past_imports(self._station)
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.void.setVisible(bool(found))
        self._follow(None)

    def _follow(self, chosen: PastImport | None) -> None:
        usable = chosen is not None and not chosen.void
        self.void.setEnabled(usable)
        why = self.tr("请先选一批") if chosen is None else self.tr("这一批已经作废过了")
        self.void.setToolTip("" if usable else why)

    def _void(self) -> None:
        self.void_wanted.emit(self.table.current())

    def _columns(self) -> tuple[Column, ...]:
        now = self._station.clock.now

        def state(one: PastImport) -> str:
            return self.tr("作废") if one.void else self.tr("新增")

        return (
            Column(self.tr("状态"), state, 92, mark=True),
            Column(self.tr("时间"), lambda one: backup_time(one.at, now()), 128, quiet=True, drops=True),
            Column(self.tr("条数"), lambda one: f"{one.new:,}", 72, figure=True),
            Column(self.tr("文件"), lambda one: one.file_name),
        )


class VoidForm(PaneForm):
    """Why a whole import is taken back, and what will be gone."""

    def __init__(self, context: PageContext, one: PastImport) -> None:
        title = self.tr("整批作废「{file}」").format(file=one.file_name)
        super().__init__(context, title, self.tr("作废这一批"), kind="danger")
        self._one = one
        told = self.tr("这一批里还没作废的都会作废（导入时 {count} 条），编号不再用；以后可以把同一份表格重新导入。")
        self.reason = LineEdit("", self.tr("例如：导错了文件"))
        self._field = Field(self.tr("原因"), self.reason, required=True)
        self.add((Text(told.format(count=f"{one.new:,}"), "body", "text2", wrap=True), self._field))

    def check(self) -> Field | None:
        """A reason is needed."""
        return need(self._field, self.tr("请写明为什么整批作废"), when=not self.reason.text().strip())

    def work(self) -> tuple[Work, str]:
        """Void it."""
        void = partial(void_import, uid=self._one.uid, reason=self.reason.text())
        return void, self.tr("「{file}」这一批已作废").format(file=self._one.file_name)

    def first(self) -> QWidget:
        """Begin with the reason."""
        return self.reason
