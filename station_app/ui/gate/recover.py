"""A forgotten passphrase: set anew by the recovery sheet."""

from PySide6.QtCore import Signal

from station_app.ui.gate.pages import PlainPage
from station_app.ui.gate.passphrase import NewPassphrase
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.sheet import Sheet


class RecoverPage(PlainPage):
    """``submitted`` gives the sheet's key and the new passphrase."""

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("用恢复单重设口令"), self.tr("数据不受影响，恢复单仍然有效"))
        self.sheet = Field(self.tr("恢复密钥"), LineEdit("", "XXXXX-XXXXX-XXXXX-…"), required=True, label_width=96)
        self.passphrase = NewPassphrase()
        self.submit = KeyCapButton(self.tr("设新口令并打开"), kind="primary", key="Ctrl+Enter", size="bar")
        self.back = KeyCapButton(self.tr("返回"), size="bar")
        explained = Text(
            self.tr("在建站时打印或另存的恢复单上，共 7 组、每组 5 个字符；大小写和连字符不必管。"),
            "caption",
            "text2",
            wrap=True,
        )
        key_sheet, new_sheet = Sheet(self.tr("恢复单")), Sheet(self.tr("新口令"))
        key_sheet.column.addWidget(explained)
        key_sheet.column.addWidget(self.sheet)
        new_sheet.column.addWidget(self.passphrase)
        self.column.addWidget(key_sheet)
        self.column.addWidget(new_sheet)
        self.bar.add(self.submit)
        self.bar.add(self.back)
        self.submit.clicked.connect(self._submit)
        self.back.clicked.connect(self.cancelled)
        self.setFocusProxy(self.sheet)

    def set_sheet(self, key: str) -> None:
        """Fill in a key that is known already."""
        self.sheet.control.setText(key)
        self.passphrase.first.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Take no entry while the key is tried."""
        for widget in (self.body, self.submit, self.back):
            widget.setEnabled(not busy)

    def refuse(self, sentence: str) -> None:
        """Say below the key why it was refused."""
        self.set_busy(False)
        self.sheet.set_error(sentence)
        self.sheet.setFocus()

    def _submit(self) -> None:
        typed = self.sheet.control.text().strip()
        self.sheet.set_error("" if typed else self.tr("请照恢复单输入恢复密钥。"))
        wrong = [field for field in (self.sheet, *self.passphrase.wrong()) if field.error()]
        self.bar.set_problems([field.label for field in wrong])
        if wrong:
            wrong[0].setFocus()
        else:
            self.submitted.emit(typed, self.passphrase.text())
