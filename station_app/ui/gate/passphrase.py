"""A new passphrase, typed twice."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.setup import PASSPHRASE_MIN, check_new_passphrase
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text


class NewPassphrase(QWidget):
    """Two fields, checked when they are left; none is preset."""

    def __init__(self) -> None:
        super().__init__()
        rule = self.tr("至少 {count} 个字符，汉字、字母、数字都可以；用一句容易记住的话最好。").format(
            count=PASSPHRASE_MIN
        )
        self.rule = Text(rule, "caption", "text2", wrap=True)
        self.first = Field(self.tr("口令"), LineEdit(), required=True, label_width=96)
        self.second = Field(self.tr("再输一遍"), LineEdit(), required=True, label_width=96)
        self.shown = CheckBox(self.tr("显示口令"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.rule, self.first, self.second, self.shown):
            column.addWidget(widget)
        self.first.left.connect(self._check_first)
        self.second.left.connect(self._check_second)
        self.shown.toggled.connect(self._show)
        self._show(False)

    def text(self) -> str:
        """Return the passphrase."""
        return str(self.first.control.text())

    def wrong(self) -> list[Field]:
        """Check both, say what is wrong below them, and return the fields to mend."""
        self._check_first()
        self._check_second(empty_too=True)
        return [field for field in (self.first, self.second) if field.error()]

    def _check_first(self) -> None:
        self.first.clear_error()
        try:
            check_new_passphrase(self.text())
        except StationError as problem:
            self.first.set_error(str(problem))

    def _check_second(self, empty_too: bool = False) -> None:
        typed = self.second.control.text()
        same = typed == self.text()
        self.second.set_error("" if same or not (typed or empty_too) else self.tr("两次输入的口令不一样，请再输一遍。"))

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.control.setEchoMode(mode)
