"""Number and passphrase: to open the station, and to go on after a pause."""

import unicodedata

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from station_app.ui.gate.parts import GateButton, GatePage, words
from station_app.ui.look import look

_SEAL, _NUMBER, _DIGITS = 44, 56, 2


class UnlockPage(GatePage):
    """``submitted`` gives number and passphrase; ``forgotten`` and ``restore_wanted`` follow the two links.

    ``number`` is offered. With ``locked_for`` (who sits at the desk) it ends a pause: the number is settled, and there
    is no other way.
    """

    submitted = Signal(str, str)
    forgotten = Signal()
    restore_wanted = Signal()

    def __init__(self, locked_for: str = "", number: str = "01") -> None:
        super().__init__()
        self._verb = self.tr("接着用") if locked_for else self.tr("打开")
        self.seal = QLabel(self.tr("站"))
        self.seal.setObjectName("seal")
        self.title = words(self.tr("已锁定") if locked_for else self.tr("代表联络站工作台"), "title")
        self.second = words(locked_for or self.tr("数据加密保存在本机，不联网"), "caption", "text2", wrap=True)
        self.number_label = words(self.tr("编号"), "body", "text2")
        self.number = QLineEdit(number)
        self.number.setMaxLength(_DIGITS)
        self.number.setToolTip(self.tr("每人自己的两位登录编号；站长（中心负责人）是 01"))
        self.number.setReadOnly(bool(locked_for))
        self.number_label.setBuddy(self.number)
        self.label = words(self.tr("口令"), "body", "text2")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.label.setBuddy(self.field)
        self.peek = GateButton(self.tr("显示"))
        self.peek.setCheckable(True)
        self.problem = words("", "body", "danger", wrap=True)
        self.problem.hide()
        self.button = GateButton(self._verb, "primary")
        self.forget = GateButton(self.tr("忘了口令"), "link")
        self.restore = GateButton(self.tr("从备份恢复"), "link")
        self._wait = QTimer(self)
        self._seconds = 0
        self._lay_out()
        self._connect()
        self._rescale()
        for way in (self.forget, self.restore):
            way.setHidden(bool(locked_for))
        self.setFocusProxy(self.field)

    def set_busy(self, busy: bool) -> None:
        """Show that the passphrase is being tried; afterwards it may be typed again."""
        for widget in (self.number, self.field, self.peek, self.button, self.forget, self.restore):
            widget.setEnabled(not busy)
        self.button.setText(self.tr("正在打开…") if busy else self._verb)
        if busy:
            self.show_problem("")
        else:
            self.field.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say below the field what is wrong; what was typed stays, selected. An empty sentence clears it."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        self.field.setProperty("invalid", bool(sentence))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.selectAll()

    def hold_off(self, seconds: int) -> None:
        """Take no passphrase for so many seconds, and count them down."""
        self._seconds = seconds
        self.set_busy(True)
        self._wait.start(1000)
        self._show_wait()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()
        self.peek.setChecked(False)
        self.show_problem("")
        self.field.setFocus()

    def _connect(self) -> None:
        self.button.clicked.connect(self._submit)
        self.number.returnPressed.connect(self.field.setFocus)
        self.field.returnPressed.connect(self._submit)
        self.peek.toggled.connect(self._peek)
        self.forget.clicked.connect(self.forgotten)
        self.restore.clicked.connect(self.restore_wanted)
        self._wait.timeout.connect(self._tick)
        look().changed.connect(self._rescale)

    def _lay_out(self) -> None:
        head, names = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(14)
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.second)
        head.addWidget(self.seal)
        head.addLayout(names, 1)
        entry, verbs = QGridLayout(), QHBoxLayout()
        entry.setHorizontalSpacing(8)
        entry.setVerticalSpacing(4)
        entry.setColumnStretch(1, 1)
        for column, widget in enumerate((self.number_label, self.label)):
            entry.addWidget(widget, 0, column)
        for column, asked in enumerate((self.number, self.field, self.peek)):
            entry.addWidget(asked, 1, column)
        verbs.setSpacing(16)
        verbs.addWidget(self.button)
        verbs.addStretch(1)
        verbs.addWidget(self.forget)
        verbs.addWidget(self.restore)
        self.card.column.addLayout(head)
        self.card.column.addSpacing(8)
        self.card.column.addLayout(entry)
        self.card.column.addWidget(self.problem)
        self.card.column.addSpacing(4)
        self.card.column.addLayout(verbs)

    def _submit(self) -> None:
        typed = unicodedata.normalize("NFKC", self.number.text()).strip()
        number = typed.zfill(_DIGITS) if typed else ""
        if not (number.isascii() and number.isdigit()):
            self.show_problem(self.tr("编号是两位数字，例如 01；不清楚的请问站长。"))
            self.number.setFocus()
            self.number.selectAll()
        elif not self.field.text():
            self.show_problem(self.tr("请输入口令。"))
            self.field.setFocus()
        else:
            self.number.setText(number)
            self.submitted.emit(number, self.field.text())

    def _peek(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.peek.setText(self.tr("隐藏") if shown else self.tr("显示"))
        self.field.setFocus()

    def _tick(self) -> None:
        self._seconds -= 1
        self._show_wait()

    def _show_wait(self) -> None:
        if self._seconds > 0:
            self.button.setText(self._verb)
            counting = self.tr("口令输错次数太多，请等 {seconds} 秒再试。忘了口令可用恢复单重设。")
            self.show_problem(counting.format(seconds=self._seconds))
            self.forget.setEnabled(True)
            return
        self._wait.stop()
        self.show_problem("")
        self.set_busy(False)

    def _rescale(self) -> None:
        self.seal.setFixedSize(look().px(_SEAL), look().px(_SEAL))
        self.number.setFixedWidth(look().px(_NUMBER))
