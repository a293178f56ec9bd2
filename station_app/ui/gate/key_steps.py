"""The last steps of the first run: the passphrase, and the recovery sheet that is kept on paper or outside the PC."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.services.recover import draw_sheet
from station_app.services.setup import draw_recovery_key
from station_app.ui.gate.passphrase import NewPassphrase
from station_app.ui.gate.sheet_paper import SheetFacts, print_sheet, save_sheet
from station_app.ui.gate.steps import Step
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconText
from station_app.ui.widgets.sheet import Sheet

AGE_KEY = "AGE-SECRET-KEY-"
_IN_LINE = 20


class PassphraseStep(Step):
    """The passphrase that opens the station."""

    def __init__(self) -> None:
        super().__init__()
        self.passphrase = NewPassphrase()
        sheet = Sheet(self.tr("打开程序的口令"))
        told = self.tr("口令不会存在电脑里，没有默认口令，谁也查不出来。几个人合用一台电脑时，用同一个口令。")
        sheet.column.addWidget(Text(told, "body", "text2", wrap=True))
        sheet.column.addWidget(self.passphrase)
        self.column.addWidget(sheet)
        self.setFocusProxy(self.passphrase.first)

    def wrong(self) -> list[str]:
        """Check both entries."""
        wrong = self.passphrase.wrong()
        if wrong:
            wrong[0].setFocus()
        return [field.label for field in wrong]


@dataclass(frozen=True)
class PaperWords:
    """What is said of a key on paper: its name, what it is for, what to do with it, and why it must be kept first."""

    name: str
    use: str
    told: str
    first: str


class KeyPaperStep(Step):
    """A key that is printed or saved outside the data folder before the first record.

    ``facts`` gives what stands on it besides the key, ``inside`` says whether a file would lie in the data folder.
    """

    def __init__(
        self, key: str, words: PaperWords, facts: Callable[[str], SheetFacts], inside: Callable[[Path], bool]
    ) -> None:
        super().__init__()
        self.key, self._words = key, words
        self._facts, self._inside = facts, inside
        self.shown = Text(_in_lines(self.key), "figure")
        self.shown.setTextInteractionFlags(self.shown.textInteractionFlags().TextSelectableByMouse)
        self.print_button = KeyCapButton(
            self.tr("打印{name}").format(name=words.name), kind="primary", icon="printer", key="Ctrl+P"
        )
        self.save_button = KeyCapButton(self.tr("另存到U盘…"), icon="usb", key="Ctrl+S")
        self.said = IconText("", "check", "ok", wrap=True)
        self.problem = IconText("", "alert-circle", "danger", wrap=True)
        self.kept = CheckBox(self.tr("{name}已经打印或另存好，会和电脑分开保管").format(name=words.name))
        self.kept.setEnabled(False)
        self._lay_out()
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        look().changed.connect(self._rescale)
        self._rescale()
        self.setFocusProxy(self.print_button)

    def wrong(self) -> list[str]:
        """Ask that the sheet be kept."""
        if self.kept.isChecked():
            return []
        self._say("", self._words.first)
        (self.kept if self.kept.isEnabled() else self.print_button).setFocus()
        return [self._words.name]

    def _lay_out(self) -> None:
        sheet = Sheet(self._words.name, self._words.use)
        verbs, row = QHBoxLayout(), QWidget()
        verbs.setContentsMargins(0, 0, 0, 0)
        verbs.setSpacing(10)
        verbs.addWidget(self.print_button)
        verbs.addWidget(self.save_button)
        verbs.addStretch(1)
        row.setLayout(verbs)
        for widget in (Text(self._words.told, wrap=True), self.shown, row, self.said, self.problem, self.kept):
            sheet.column.addWidget(widget)
        self.said.hide()
        self.problem.hide()
        self.column.addWidget(sheet)

    def _print(self) -> None:
        self._keep(
            lambda: print_sheet(self._facts(self.key), self), self.tr("已送到打印机。请看一眼纸上的字是否清楚。")
        )

    def _save(self) -> None:
        kinds = self.tr("PDF 文件 (*.pdf);;只有密钥的文本 (*.txt)")
        name, _kind = QFileDialog.getSaveFileName(
            self, self.tr("把{name}另存到").format(name=self._words.name), self._facts(self.key).file_name, kinds
        )
        if name:
            self._keep(lambda: self._save_to(Path(name)), self.tr("已另存：{file}").format(file=name))

    def _save_to(self, file: Path) -> bool:
        if self._inside(file):
            told = self.tr("请存到U盘，或另一台电脑上；和数据放在一起，等于没有。")
            raise StationError(self.tr("{name}不能放在数据文件夹里").format(name=self._words.name), told)
        save_sheet(self._facts(self.key), file)
        return True

    def _keep(self, work: Callable[[], bool], said: str) -> None:
        try:
            if work():
                self.kept.setEnabled(True)
                self.kept.setFocus()
                self._say(said, "")
        except StationError as problem:
            self._say("", str(problem))

    def _say(self, done: str, problem: str) -> None:
        for line, words in ((self.said, done), (self.problem, problem)):
            line.set_text(words)
            line.setVisible(bool(words))

    def _rescale(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(look().px(22))
        font.setBold(True)
        self.shown.setFont(font)


class SheetStep(KeyPaperStep):
    """The recovery sheet."""

    def __init__(self, facts: Callable[[str], SheetFacts], inside: Callable[[Path], bool]) -> None:
        tr = QCoreApplication.translate
        words = PaperWords(
            name=tr("SheetStep", "恢复单"),
            use=tr("SheetStep", "忘了口令时，只有它能打开数据"),
            told=tr(
                "SheetStep",
                "这是数据的第二把钥匙。请打印出来，或存到U盘里，和电脑分开锁好；谁拿到它，谁就能打开数据。",
            ),
            first=tr("SheetStep", "请先打印或另存恢复单，再勾选。忘了口令时，只有它能打开数据。"),
        )
        super().__init__(draw_sheet(), words, facts, inside)


class OfflineKeyStep(KeyPaperStep):
    """The centre's offline key."""

    def __init__(self, facts: Callable[[str], SheetFacts], inside: Callable[[Path], bool]) -> None:
        tr = QCoreApplication.translate
        words = PaperWords(
            name=tr("OfflineKeyStep", "离线恢复密钥"),
            use=tr("OfflineKeyStep", "中心的电脑坏了、备份也没有时，用它能打开各站的上报包"),
            told=tr(
                "OfflineKeyStep",
                "这把密钥不存在电脑里。请打印出来，或存到U盘里，和恢复单分开锁好；平时用不到它。",
            ),
            first=tr("OfflineKeyStep", "请先打印或另存离线恢复密钥，再勾选。它只显示这一次。"),
        )
        super().__init__(draw_recovery_key(), words, facts, inside)


def _in_lines(key: str) -> str:
    """Four groups and three, so that the eye keeps its place; a key without such groups in lines of its own."""
    if key.startswith(AGE_KEY):
        return "\n".join(key[start : start + _IN_LINE] for start in range(0, len(key), _IN_LINE))
    groups = key.split("-")
    return "  ".join(groups[:4]) + "\n" + "  ".join(groups[4:])
