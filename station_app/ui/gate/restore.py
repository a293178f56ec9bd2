"""A backup put back: choose it, see what it holds, then restore it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit

from station_app.services.backup_source import BackupFacts
from station_app.ui.gate.pages import PlainPage
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, ProgressStrip
from station_app.ui.widgets.sheet import Sheet

_LABEL = 96


class RestorePage(PlainPage):
    """``looked`` gives file and secret to inspect; ``confirmed`` the last number in the paper book, or None.

    ``replacing`` says that the folder holds data, which are kept as a backup before they are replaced.
    """

    looked = Signal(Path, str)
    confirmed = Signal(object)
    cancelled = Signal()
    stopped = Signal()

    def __init__(self, *, replacing: bool) -> None:
        super().__init__(self.tr("从备份恢复"), self.tr("先看备份里有什么，再决定"))
        self._replacing = replacing
        self.file = LineEdit("", self.tr("例如 BACKUP-17-20260618-084200.zlb"))
        self.file.setAccessibleName(self.tr("备份文件"))
        self.choose = KeyCapButton(self.tr("选文件…"), key="Ctrl+O")
        self.secret = Field(self.tr("口令"), LineEdit(), required=True, label_width=_LABEL)
        self.secret.control.setEchoMode(QLineEdit.EchoMode.Password)
        self.look_button = KeyCapButton(self.tr("查看备份"))
        self.facts = Text("", wrap=True)
        self.number = Field(self.tr("最后编号"), LineEdit("", self.tr("例如 92")), label_width=_LABEL)
        self.what_happens = Banner()
        self.found = self._found_sheet()
        self.progress = ProgressStrip(self.tr("取消后，现有数据原样不动"))
        self.restore = KeyCapButton(self.tr("恢复"), kind="primary", key="Ctrl+Enter", size="bar")
        self.back = KeyCapButton(self.tr("先不恢复"), size="bar")
        self._lay_out()
        self._connect()
        self._forget_facts()
        self.setFocusProxy(self.choose)

    def show_facts(self, facts: BackupFacts) -> None:
        """Show what the backup holds, and offer to restore it."""
        self.set_busy(False)
        words = self.tr("{site}（{code}）\n{date} 的备份：意见建议 {opinions} 条，接待 {receptions} 批")
        self.facts.setText(
            words.format(
                site=facts.site_name,
                code=facts.site_code,
                date=facts.made_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                opinions=f"{facts.opinions:,}",
                receptions=f"{facts.receptions:,}",
            )
        )
        self.restore.setText(self.tr("恢复这 {count} 条").format(count=f"{facts.opinions:,}"))
        self.restore.setEnabled(True)
        self.found.show()
        self.number.setFocus()

    def set_busy(self, busy: bool, *, stoppable: bool = False) -> None:
        """Take no entry while the backup is read or restored; ``stoppable`` shows how far it is."""
        self.body.setEnabled(not busy)
        self.restore.setEnabled(not busy and not self.found.isHidden())
        self.back.setEnabled(not busy)
        self.progress.setVisible(busy and stoppable)

    def refuse(self, sentence: str) -> None:
        """Say what was refused."""
        self.set_busy(False)
        self.show_problem(sentence)

    def _found_sheet(self) -> Sheet:
        sheet = Sheet(self.tr("备份里有"))
        asked = self.tr(
            "请翻到纸质社情簿今年的最后一条，填它编号的最后一段；本子上还没有就填 0。不填，第一次登记时会再问。"
        )
        for widget in (self.facts, self.number, Text(asked, "caption", "text2", wrap=True), self.what_happens):
            sheet.column.addWidget(widget)
        return sheet

    def _lay_out(self) -> None:
        chosen = Sheet(self.tr("备份文件"))
        row, verbs = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self.choose)
        verbs.addWidget(self.look_button)
        verbs.addStretch(1)
        chosen.column.addLayout(row)
        chosen.column.addWidget(self.secret)
        told = self.tr("口令或恢复单，用做这份备份那天有效的。")
        chosen.column.addWidget(Text(told, "caption", "text2", wrap=True))
        chosen.column.addLayout(verbs)
        kept = self.tr("电脑上现有的数据会先自动留一份备份，再换成备份里的数据。")
        self.what_happens.set_text(kept if self._replacing else self.tr("备份里的数据会放进这台电脑，备份文件不变。"))
        for widget in (chosen, self.found, self.progress):
            self.column.addWidget(widget)
        self.bar.add(self.restore)
        self.bar.add(self.back)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.look_button.clicked.connect(self._look)
        self.file.textChanged.connect(self._forget_facts)
        self.secret.control.textChanged.connect(self._forget_facts)
        self.restore.clicked.connect(self._confirm)
        self.back.clicked.connect(self.cancelled)
        self.progress.cancelled.connect(self.stopped)

    def _choose(self) -> None:
        kinds = self.tr("备份 (*.zlb);;所有文件 (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, self.tr("选备份文件"), self.file.text(), kinds)
        if chosen:
            self.file.setText(chosen)
            self.secret.setFocus()

    def _look(self) -> None:
        name, secret = self.file.text().strip(), self.secret.control.text()
        self.secret.set_error("" if secret else self.tr("请输入口令或恢复密钥。"))
        if not name:
            self.show_problem(self.tr("还没有选备份文件。请选一个，备份的文件名以 .zlb 结尾。"))
        elif secret:
            self.show_problem("")
            self.set_busy(True)
            self.looked.emit(Path(name), secret)

    def _confirm(self) -> None:
        typed = self.number.control.text().strip()
        known = typed.isdecimal() or not typed
        self.number.set_error("" if known else self.tr("请只填编号的最后一段数字，例如 92；不清楚可以空着。"))
        if known:
            self.show_problem("")
            self.set_busy(True, stoppable=True)
            self.confirmed.emit(int(typed) if typed else None)

    def _forget_facts(self) -> None:
        self.found.hide()
        self.progress.hide()
        self.restore.setEnabled(False)
        self.restore.setText(self.tr("恢复"))
