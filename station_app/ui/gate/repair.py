"""Damaged data: what was found, what is whole, and the ways to repair it, each one click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.ui.gate.pages import PlainPage
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText, ProgressStrip
from station_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from station_app.services.diagnosis import Diagnosis
    from station_app.services.salvage_report import SalvageReport

MOST_NAMED = 5


class Way(QWidget):
    """One way to repair: a verb, and below it what one gets and what is missing then."""

    def __init__(self, verb: str, key: str, *, primary: bool = False) -> None:
        super().__init__()
        self.button = KeyCapButton(verb, kind="primary" if primary else "secondary", key=key)
        self.told = Text("", "body", "text2", wrap=True)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.button)
        row.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.told)


class RepairPage(PlainPage):
    """``looked`` gives the secret; ``restored``, ``salvaged`` and ``filled_in`` follow the three ways.

    ``opened`` follows the verb at the end; the others lead to another backup, another try and the end of the program.
    """

    looked = Signal(str)
    restored = Signal()
    salvaged = Signal()
    filled_in = Signal()
    opened = Signal()
    stopped = Signal()
    restore_wanted = Signal()
    retry_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, problem: StationError, *, asks: bool) -> None:
        super().__init__(self.tr("数据需要修复"), self.tr("先看哪些是好的，再选一种办法；原来的文件都会留着"))
        self.title = Text(problem.title, "lead", wrap=True)
        self.next_step = Text(problem.next_step, "body", "text2", wrap=True)
        self.secret = Field(self.tr("口令"), LineEdit(), required=True, label_width=96)
        self.secret.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.look_button = KeyCapButton(self.tr("看看哪些还好"), kind="primary")
        self.asking = QWidget()
        self.whole = Text("", "body", wrap=True)
        self.restore = Way(self.tr("恢复备份"), "1", primary=True)
        self.salvage = Way(self.tr("找回能读出的"), "2")
        self.fill_in = Way(self.tr("找回，缺的用备份补齐"), "3")
        self.ways = (self.restore, self.salvage, self.fill_in)
        self.progress = ProgressStrip(self.tr("取消后，原来的文件原样不动"))
        self.outcome = Sheet(self.tr("找回了什么，缺什么"))
        self.open_button = KeyCapButton(self.tr("打开"), kind="primary", key="Ctrl+Enter", size="bar")
        self.other = KeyCapButton(self.tr("换一份备份…"), size="bar")
        self.retry = KeyCapButton(self.tr("再试一次"), size="bar")
        self.close_button = KeyCapButton(self.tr("关闭程序"), size="bar")
        self._lay_out(asks)
        self._connect()

    def show_findings(self, found: Diagnosis) -> None:
        """Say what is whole, and offer the ways that lead on."""
        self.set_busy(False)
        self.asking.hide()
        self.whole.setText("\n".join(self._whole(found)))
        backup = found.backup
        self._offer(self.restore, backup is not None, self._told_restore(found))
        self._offer(self.salvage, found.salvageable and not found.keys_lost, self._told_salvage(found))
        self._offer(self.fill_in, found.salvageable and backup is not None, self._told_fill_in(found))
        nothing = not any(way.isEnabled() for way in self.ways)
        if nothing:
            self.show_problem(self.tr("这里没有完好的备份，数据也读不出来。请插上存有备份的 U 盘，点“换一份备份”。"))
        self.findings.show()
        self.choices.setVisible(not nothing)
        first = next((way.button for way in self.ways if way.isEnabled()), self.other)
        first.setFocus()

    def show_report(self, report: SalvageReport) -> None:
        """Say what was saved and what is missing, and offer to go on."""
        self.set_busy(False)
        for widget in (self.found, self.findings, self.choices, self.other, self.retry):
            widget.hide()
        for line in report.saved:
            self.outcome.column.addWidget(IconText(line, "check", "ok", wrap=True))
        for line in report.missing or (self.tr("没有发现缺少的内容"),):
            tone = ("alert-triangle", "warn") if report.missing else ("check", "ok")
            self.outcome.column.addWidget(IconText(line, *tone, wrap=True))
        kept = self.tr("原来的文件都留在数据文件夹的 backups/{folder} 里。下一次登记时会请核对纸质社情簿上的最后编号。")
        self.outcome.column.addWidget(Text(kept.format(folder=report.kept_in.name), "caption", "text2", wrap=True))
        self.head.title.setText(self.tr("数据修好了"))
        self.head.set_subtitle(self.tr("可以接着用了；下面是找回的和缺的"))
        self.outcome.show()
        self.open_button.show()
        self.open_button.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Take no entry while the data are read or repaired; the strip shows how far it is."""
        for widget in (self.asking, self.choices, self.other, self.retry):
            widget.setEnabled(not busy)
        self.progress.setVisible(busy)
        if busy:
            self.show_problem("")
            self.body.ensureWidgetVisible(self.progress)
            self.progress.cancel.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say what went wrong; the ways stay."""
        self.set_busy(False)
        self.show_problem(sentence)
        if self.asking.isVisible():
            self.secret.setFocus()

    def _lay_out(self, asks: bool) -> None:
        self.found, self.findings, self.choices = (
            Sheet(self.tr("发现了什么")),
            Sheet(self.tr("哪些是好的")),
            Sheet(self.tr("怎么修复")),
        )
        column, verbs = QVBoxLayout(self.asking), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Text(self.tr("口令，或恢复单上的密钥。"), "caption", "text2", wrap=True))
        column.addWidget(self.secret)
        verbs.addWidget(self.look_button)
        verbs.addStretch(1)
        column.addLayout(verbs)
        for widget in (self.title, self.next_step, self.asking):
            self.found.column.addWidget(widget)
        self.findings.column.addWidget(self.whole)
        for way in self.ways:
            self.choices.column.addWidget(way)
        self.choices.column.setSpacing(14)
        for sheet in (self.progress, self.found, self.findings, self.choices, self.outcome):
            self.column.addWidget(sheet)
        for button in (self.open_button, self.other, self.retry, self.close_button):
            self.bar.add(button)
        self.asking.setVisible(asks)
        for widget in (self.findings, self.choices, self.progress, self.outcome, self.open_button):
            widget.hide()
        self.setFocusProxy(self.secret if asks else self.close_button)

    def _connect(self) -> None:
        self.look_button.clicked.connect(self._look)
        self.secret.control.returnPressed.connect(self._look)
        self.restore.button.clicked.connect(self.restored)
        self.salvage.button.clicked.connect(self.salvaged)
        self.fill_in.button.clicked.connect(self.filled_in)
        self.open_button.clicked.connect(self.opened)
        self.progress.cancelled.connect(self.stopped)
        self.other.clicked.connect(self.restore_wanted)
        self.retry.clicked.connect(self.retry_wanted)
        self.close_button.clicked.connect(self.close_wanted)

    def _look(self) -> None:
        typed = self.secret.control.text()
        self.secret.set_error("" if typed else self.tr("请输入口令或恢复密钥。"))
        if typed:
            self.looked.emit(typed)

    def _offer(self, way: Way, possible: bool, told: str) -> None:
        way.setEnabled(possible)
        way.setVisible(possible)
        way.told.setText(told)

    def _whole(self, found: Diagnosis) -> list[str]:
        lines = []
        if found.pages:
            pages = self.tr("数据文件：共 {pages} 页，{good} 页完好，{bad} 页读不出来")
            good = found.pages - found.bad_pages
            lines.append(pages.format(pages=f"{found.pages:,}", good=f"{good:,}", bad=f"{found.bad_pages:,}"))
        if found.last is not None:
            read = self.tr("读得出来：意见建议 {opinions} 条，接待 {receptions} 批，最后一次改动在 {last}")
            lines.append(
                read.format(
                    opinions=f"{found.opinions:,}",
                    receptions=f"{found.receptions:,}",
                    last=found.last.astimezone().strftime("%Y-%m-%d %H:%M"),
                )
            )
        if found.backup is None:
            lines.append(self.tr("电脑上没有完好的备份；U 盘上的备份请点“换一份备份”"))
        else:
            kept = self.tr("最近的完好备份：{date}，意见建议 {opinions} 条，接待 {receptions} 批")
            backup = found.backup
            lines.append(
                kept.format(
                    date=self._date(found), opinions=f"{backup.opinions:,}", receptions=f"{backup.receptions:,}"
                )
            )
        return lines

    def _told_restore(self, found: Diagnosis) -> str:
        said = self.tr("回到 {date} 的样子。").format(date=self._date(found))
        if found.since:
            more = self.tr(" 等 {count} 条").format(count=len(found.since)) if len(found.since) > MOST_NAMED else ""
            lost = self.tr("之后的会没有：{serials}{more}，要照纸质社情簿补录。")
            return said + lost.format(serials="、".join(found.since[:MOST_NAMED]), more=more)
        if found.changes_since:
            return said + self.tr("之后的 {count} 项改动会没有。").format(count=f"{found.changes_since:,}")
        return said + self.tr("读得出来的改动里，没有比它更新的。")

    def _told_salvage(self, found: Diagnosis) -> str:
        return self.tr("把读得出来的 {count} 条意见建议放进新的数据文件，读不出来的列出来。").format(
            count=f"{found.opinions:,}"
        )

    def _told_fill_in(self, found: Diagnosis) -> str:
        if found.keys_lost:
            return self.tr("用备份里的密钥打开现有数据，备份以后登记的也都在。")
        return self.tr("先找回读得出来的，再从 {date} 的备份补上缺的，通常缺得最少。").format(date=self._date(found))

    def _date(self, found: Diagnosis) -> str:
        return "" if found.backup is None else found.backup.made_at.astimezone().strftime("%Y-%m-%d %H:%M")


def backup_of(found: Diagnosis | None) -> Path | None:
    """The file of the newest whole backup."""
    return None if found is None or found.backup is None else found.backup.file
