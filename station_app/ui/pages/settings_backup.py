"""备份与恢复: the last backup, those kept by the program, and the way to put one back."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.services.backup import KeptBackup, due, kept_backups, last_backup
from station_app.services.paper_book import OPENINGS, SERIALS, note_last_number, wants_last_number
from station_app.ui.context import PageContext
from station_app.ui.pages.home_side import BackupSheet, backup_time
from station_app.ui.pages.opinions_form import PaneForm, Work, need
from station_app.ui.pages.settings_parts import FormSheet, Section
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import EmptyState
from station_app.ui.widgets.sheet import Sheet
from station_app.ui.widgets.table import Column, RowTable


class BackupSection(Section):
    """Backing up asks for a folder by F9; restoring leaves the station for the page that shows date and counts."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.last = BackupSheet()
        self.number_sheet, self.opening_sheet = FormSheet(), FormSheet()
        self.kept = Sheet(self.tr("本机每天自动留的备份"), self.tr("电脑坏了会一起丢，U盘上那份才保险"), padded=False)
        self.table = RowTable(self._columns(), self.tr("自动留的备份"), most=6, choosable=False)
        self.empty = EmptyState(self.tr("还没有自动备份。"))
        self.restore = KeyCapButton(self.tr("从备份恢复…"), icon="rotate-clockwise")
        self._lay_out()
        self.last.wanted.connect(context.wishes.backup)
        self.restore.clicked.connect(context.wishes.restore)

    def refresh(self) -> None:
        """Read the backups anew."""
        station = self.context.station
        self.last.show_backup(last_backup(station), due(station), station.clock.now())
        found = kept_backups(station)
        self.table.set_rows(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._ask_number(self.number_sheet, SERIALS)
        self._ask_number(self.opening_sheet, OPENINGS)

    def first(self) -> QWidget:
        """Begin with the backup."""
        return self.last.button

    def may_leave(self) -> bool:
        """Ask when something was typed."""
        return self.number_sheet.may_leave() and self.opening_sheet.may_leave()

    def _ask_number(self, sheet: FormSheet, series: str) -> None:
        if not wants_last_number(self.context.station, series):
            sheet.clear()
        elif sheet.form is None:
            form = NumberForm(self.context, series)
            sheet.open(form)
            form.saved.connect(partial(self._noted, sheet))

    def _noted(self, sheet: FormSheet, sentence: str) -> None:
        sheet.clear()
        self.context.messages.say(sentence)
        rest = self.opening_sheet.form or self.number_sheet.form
        (self.restore if rest is None else rest.first()).setFocus()

    def _lay_out(self) -> None:
        sheet = Sheet(self.tr("从备份恢复"))
        told = self.tr(
            "会先退出本站，再选备份文件、输口令：先看到备份的日期和条数，才决定恢复不恢复。"
            "现有数据会自动留一份备份；恢复后要核对纸质社情簿的最后编号。"
        )
        row = QHBoxLayout()
        row.addWidget(self.restore)
        row.addStretch(1)
        sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
        sheet.column.addLayout(row)
        self.kept.column.addWidget(self.table)
        self.kept.column.addWidget(self.empty)
        for widget in (self.number_sheet, self.opening_sheet, self.last, self.kept, sheet):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def _columns(self) -> tuple[Column, ...]:
        tr, now = QCoreApplication.translate, self.context.station.clock.now

        def made(one: KeptBackup) -> str:
            return backup_time(one.made_at.isoformat(), now())

        return (
            Column(tr("BackupSection", "时间"), made, 150),
            Column(tr("BackupSection", "文件"), lambda one: one.file.name, quiet=True),
            Column(tr("BackupSection", "大小"), lambda one: f"{one.size / 1_000_000:,.1f} MB", 110, figure=True),
        )


class NumberForm(PaneForm):
    """After a restore: the last number in the paper book, of the opinions or of the openings.

    Ctrl+S belongs to the first of the two that is asked.
    """

    def __init__(self, context: PageContext, series: str) -> None:
        title = self.tr("数据是从备份恢复的，请核对编号")
        told = self.tr(
            "请翻到纸质社情簿今年的最后一条，填它编号的最后一段；本子上还没有就填 0。中间空出的号会记下来，不再用。"
        )
        if series == OPENINGS:
            title = self.tr("数据是从备份恢复的，请核对开箱编号")
            told = self.tr(
                "请翻到今年最后一张开箱记录，填它编号 K 后面的数字；还没有开过箱就填 0。中间空出的号会记下来，不再用。"
            )
        key = "" if series == OPENINGS and wants_last_number(context.station) else "Ctrl+S"
        super().__init__(context, title, self.tr("记下"), key=key)
        self._series = series
        self.number = LineEdit("", self.tr("例如 92"))
        self.field = Field(self.tr("最后编号"), self.number, required=True)
        self.add((Text(told, "body", "text2", wrap=True), self.field))
        self.back.hide()

    def check(self) -> Field | None:
        """A number is needed."""
        typed = self.number.text().strip()
        wrong = not (typed.isascii() and typed.isdigit())
        return need(self.field, self.tr("请只填编号的最后一段数字，例如 92"), when=wrong)

    def work(self) -> tuple[Work, str]:
        """Pass the numbers over."""
        note = partial(note_last_number, number=int(self.number.text()), series=self._series)
        return note, self.tr("最后编号已记下")
