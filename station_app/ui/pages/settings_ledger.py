"""旧台账: a file chosen or dropped, its columns, a preview, the import, and those of the past."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.services.codes import code_book
from station_app.services.ledger.read import LedgerCancelled
from station_app.services.ledger_import import (
    ImportResult,
    LedgerSource,
    PastImport,
    import_ledger,
    open_ledger,
    preview_ledger,
)
from station_app.services.pace import Cancelled
from station_app.services.station import Station
from station_app.ui.context import PageContext
from station_app.ui.pages.settings_ledger_bar import LedgerBar
from station_app.ui.pages.settings_ledger_file import FileSheet, dropped_file
from station_app.ui.pages.settings_ledger_mapping import MappingPane, OpenedLedger
from station_app.ui.pages.settings_ledger_past import PastSheet, VoidForm
from station_app.ui.pages.settings_ledger_preview import PreviewSheet
from station_app.ui.pages.settings_parts import FormSheet, Section, WorkStrip
from station_app.ui.tasks import Progress


class LedgerSection(Section):
    """Leads from the file to the import. Whatever is refused stands under the file, and nothing was written then."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.file = FileSheet()
        self.strip = WorkStrip(self, context.tasks, self.tr("取消后什么都不导入，原来的数据不动"))
        self.mapping: MappingPane | None = None
        self.preview = PreviewSheet()
        self.bar = self.verbs = LedgerBar()
        self.void_sheet = FormSheet()
        self.past = PastSheet(context.station)
        self._opened: OpenedLedger | None = None
        for widget in (self.file, self.strip, self.preview, self.past, self.void_sheet):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.preview.hide()
        self.setAcceptDrops(True)
        self._connect()

    def refresh(self) -> None:
        """Read the past imports anew; only the head brings in more."""
        usable = self.tell_if_not_head()
        self.file.setEnabled(usable)
        self.setAcceptDrops(usable)
        self.past.void.setVisible(usable)
        if self.void_sheet.form is None:
            self.past.refresh()

    def first(self) -> QWidget:
        """Begin with the file."""
        return self.file.choose

    def may_leave(self) -> bool:
        """Ask when a reason was typed; reading and importing go on without being seen."""
        return self.void_sheet.may_leave()

    def take(self, path: Path) -> None:
        """Look at a file; a second one waits until the work on the first is done."""
        if self.strip.busy:
            self.file.say(self.tr("上一份还在处理，请等它结束，或先取消。"), "warn")
            return
        self._forget()
        self.file.say("")
        self._open(LedgerSource(path=path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file as if it were chosen."""
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.take(path)

    def _connect(self) -> None:
        self.file.picked.connect(self.take)
        self.verbs.preview_wanted.connect(self._submit_columns)
        self.verbs.accepted.connect(self._import)
        self.verbs.columns_wanted.connect(self._ask_columns)
        self.past.void_wanted.connect(self._ask_reason)
        self.strip.working.connect(self._set_busy)

    def _open(self, source: LedgerSource) -> None:
        station = self.context.station
        self.strip.run(partial(_look_at, station, source), self._show_opened, self._refuse, self.tr("正在打开表格"))

    def _show_opened(self, opened: OpenedLedger) -> None:
        self._opened = opened
        ledger = opened.ledger
        found = self.tr("工作表「{sheet}」，约 {rows} 行，{columns} 列").format(
            sheet=ledger.sheet, rows=f"{ledger.estimate:,}", columns=len(ledger.headers)
        )
        self.file.show_file(opened.source.path, "\n".join([found, *ledger.notes]))
        if opened.doubtful:
            self._ask_columns()
        else:
            self._preview(opened.source)

    def _ask_columns(self) -> None:
        assert self._opened is not None
        self._drop_mapping()
        self.preview.hide()
        self.mapping = MappingPane(self._opened, code_book(self.context.station))
        self.mapping.submitted.connect(self._preview)
        self.mapping.sheet_wanted.connect(self._other_sheet)
        self.column.insertWidget(self.column.indexOf(self.preview), self.mapping)
        self.verbs.show_columns()
        self.want_bar(True)
        self.give_focus(self.mapping.first())

    def _submit_columns(self) -> None:
        if self.mapping is not None:
            self.mapping.submit()

    def _other_sheet(self, name: str) -> None:
        assert self._opened is not None
        path = self._opened.source.path
        self._forget()
        self._open(LedgerSource(path=path, sheet=name))

    def _preview(self, source: LedgerSource) -> None:
        assert self._opened is not None
        self._opened = replace(self._opened, source=source)
        self.file.say("")
        station = self.context.station
        self.strip.run(partial(preview_ledger, station, source), self._show_preview, self._refuse, self.tr("正在读取"))

    def _show_preview(self, result: ImportResult) -> None:
        self._drop_mapping()
        self.preview.show_result(result)
        self.preview.show()
        self.verbs.show_preview(result.new)
        self.want_bar(True)
        self.give_focus(self.verbs.accept if result.new else self.verbs.change)

    def _import(self) -> None:
        assert self._opened is not None
        source, station = self._opened.source, self.context.station
        self.strip.run(partial(import_ledger, station, source), self._imported, self._refuse, self.tr("正在导入"))

    def _imported(self, result: ImportResult) -> None:
        words = self.tr("已导入 {new} 条，{same} 行原来就有，{refused} 行没有导入。在「意见建议」里可以查到。")
        sentence = words.format(
            new=f"{result.new:,}", same=f"{result.unchanged:,}", refused=f"{len(result.rejected):,}"
        )
        self._forget()
        self.file.say(sentence, "ok")
        self.past.refresh()
        self.give_focus(self.file.choose)

    def _refuse(self, problem: StationError) -> None:
        stopped = isinstance(problem, Cancelled | LedgerCancelled)
        self.file.say(str(problem), "plain" if stopped else "danger")
        self.body.ensureWidgetVisible(self.file)
        if self._opened is None:
            self.give_focus(self.file.choose)

    def _ask_reason(self, one: PastImport) -> None:
        form = VoidForm(self.context, one)
        self.void_sheet.open(form)
        form.saved.connect(self._voided)
        form.first().setFocus()
        self.bring(form.submit)

    def _voided(self, sentence: str) -> None:
        self.void_sheet.clear()
        self.context.messages.say(sentence)
        self.past.refresh()
        self.give_focus(self.past.table)

    def _set_busy(self, busy: bool) -> None:
        self.file.choose.setEnabled(not busy)
        self.verbs.set_busy(busy)
        if busy:
            self.body.ensureWidgetVisible(self.strip)
        if self.mapping is not None:
            self.mapping.setEnabled(not busy)

    def _forget(self) -> None:
        self._opened = None
        self._drop_mapping()
        self.preview.hide()
        self.want_bar(False)
        self.file.show_nothing()

    def _drop_mapping(self) -> None:
        if self.mapping is not None:
            self.column.removeWidget(self.mapping)
            self.mapping.hide()
            self.mapping.deleteLater()
            self.mapping = None


def _look_at(station: Station, source: LedgerSource, progress: Progress) -> OpenedLedger:
    ledger = open_ledger(station, source, progress)
    return OpenedLedger(source, ledger, ledger.samples())
