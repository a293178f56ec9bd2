"""The panel before printing: which printer, which pages, how many copies, both sides; or a file, or not yet."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.look import look
from station_app.ui.press import PrintChoice
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.choices import CheckBox, ComboBox
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, ProgressStrip
from station_app.ui.widgets.segmented import Segmented

_WIDTH = 560
_WIDEST = 900
_NUMBER_WIDTH = 72
_MOST_COPIES = 99


@dataclass(frozen=True, slots=True)
class PrinterTarget:
    """A printer that can be chosen: its name, and what makes the printer; ``usual`` is the system's own choice."""

    name: str
    make: Callable[[], QPrinter]
    usual: bool = False


def installed_printers() -> list[PrinterTarget]:
    """The printers of this computer."""

    def maker(name: str) -> Callable[[], QPrinter]:
        return lambda: QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)

    usual = QPrinterInfo.defaultPrinterName()
    return [PrinterTarget(name, maker(name), name == usual) for name in QPrinterInfo.availablePrinterNames()]


class PrintPanel(QDialog):
    """``print_wanted`` gives target and PrintChoice; ``file_wanted`` and ``stopped`` say what their names say."""

    print_wanted = Signal(object, object)
    file_wanted = Signal()
    stopped = Signal()

    def __init__(self, title: str, targets: list[PrinterTarget], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("打印：{title}").format(title=title))
        self.busy, self._began = False, 0.0
        self.printer = ComboBox([(target, target.name) for target in targets])
        self.printer.set_value(next((target for target in targets if target.usual), None))
        self.pages = Segmented([("all", self.tr("全部")), ("some", self.tr("选几页"))], "all")
        self.first, self.last = LineEdit("1"), LineEdit("", self.tr("末页"))
        self.copies = LineEdit("1")
        self.both_sides = CheckBox(self.tr("双面打印"))
        self.problem = Banner("", "danger")
        self.progress = ProgressStrip(self.tr("没有送出的页不再印"))
        self.print = KeyCapButton(self.tr("打印"), kind="primary", key="Ctrl+Enter", icon="printer")
        self.to_file = KeyCapButton(self.tr("存为 PDF"), key="Ctrl+S", icon="file-type-pdf")
        self.later = KeyCapButton(self.tr("先不印"), key="Esc", bind=False)
        self._fields = self._make_fields()
        self._lay_out()
        self._connect()
        self._begin(bool(targets))

    def set_busy(self, busy: bool) -> None:
        """While it works only stopping is possible."""
        self.busy, self._began = busy, time.monotonic()
        self.progress.setVisible(busy)
        self.progress.set_progress(0, 1, None, self.tr("正在准备"))
        for widget in (*self._fields, self.print, self.to_file, self.later):
            widget.setEnabled(not busy)
        self._choose_pages()
        self._fit()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far it is."""
        passed = time.monotonic() - self._began
        left = passed * (total - done) / done if done and passed > 1 else None
        self.progress.set_progress(done, total, left, text)

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong and give the choice again."""
        self.set_busy(False)
        self.problem.set_text(sentence)
        self.problem.show()
        self._fit()
        (self.print if self.print.isEnabled() else self.to_file).setFocus()

    def reject(self) -> None:
        """Stop what is under way first."""
        if self.busy:
            self.stopped.emit()
        else:
            super().reject()

    def _make_fields(self) -> tuple[Field, ...]:
        self.first.setAccessibleName(self.tr("从第几页"))
        self.last.setAccessibleName(self.tr("到第几页"))
        for edit in (self.first, self.last, self.copies):
            edit.setFixedWidth(look().px(_NUMBER_WIDTH))
        between = [Text(self.tr("第")), self.first, Text(self.tr("到")), self.last, Text(self.tr("页"))]
        return (
            Field(self.tr("打印机"), self.printer),
            Field(self.tr("页数"), _row(self.pages, *between)),
            Field(self.tr("份数"), _row(self.copies, self.both_sides)),
        )

    def _lay_out(self) -> None:
        self.none = Banner(self.tr("这台电脑没有装打印机。可以存为 PDF，拿到有打印机的电脑上打印。"), "warn")
        column, verbs = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        for widget in (self.none, *self._fields, self.progress, self.problem):
            column.addWidget(widget)
        verbs.setSpacing(10)
        verbs.addStretch(1)
        for button in (self.print, self.to_file, self.later):
            verbs.addWidget(button)
        column.addStretch(1)
        column.addSpacing(8)
        column.addLayout(verbs)

    def _connect(self) -> None:
        self.pages.changed.connect(self._choose_pages)
        self.print.clicked.connect(self._print)
        self.to_file.clicked.connect(self._save)
        self.later.clicked.connect(self.reject)
        self.progress.cancelled.connect(self.stopped)

    def _begin(self, possible: bool) -> None:
        self.problem.hide()
        self.set_busy(False)
        self.none.setVisible(not possible)
        for field in self._fields:
            field.setVisible(possible)
        self.print.setVisible(possible)
        if not possible:
            self.to_file.set_kind("primary")
        (self.print if possible else self.to_file).setFocus()
        self._fit()

    def _fit(self) -> None:
        """Take the room that the words need at this scale."""
        self.layout().activate()
        width = max(_WIDTH, min(look().px(_WIDTH), _WIDEST), self.layout().minimumSize().width())
        self.resize(width, self.layout().totalHeightForWidth(width))

    def _choose_pages(self) -> None:
        some = self.pages.value() == "some" and not self.busy
        for edit in (self.first, self.last):
            edit.setEnabled(some)
        if some and self.pages.isAncestorOf(self.focusWidget() or self):
            self.first.setFocus()
            self.first.selectAll()

    def _print(self) -> None:
        choice = self._read()
        if choice is not None:
            self.problem.hide()
            self.set_busy(True)
            self.print_wanted.emit(self.printer.value(), choice)

    def _save(self) -> None:
        self.problem.hide()
        self.file_wanted.emit()

    def _read(self) -> PrintChoice | None:
        """The choice; None when a number is wrong, which then is said under its field."""
        copies = _number(self.copies.text())
        wrong = copies is None or copies > _MOST_COPIES
        self._fields[2].set_error(self.tr("份数请填 1 到 99") if wrong else "")
        whole = self.pages.value() == "all"
        first, last = (1, None) if whole else (_number(self.first.text()), _number(self.last.text()))
        fits = whole or (first is not None and (last or first) >= first and (last or not self.last.text().strip()))
        self._fields[1].set_error("" if fits else self.tr("页数请填两个数，前一个不大于后一个，例如 2 到 5"))
        if wrong or not fits or copies is None or first is None:
            (self.first if not fits else self.copies).setFocus()
            return None
        return PrintChoice(first, last, copies, self.both_sides.isChecked())


def _row(*widgets: QWidget) -> QWidget:
    """Widgets beside each other; the first gets the focus of all."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    whole.setFocusProxy(widgets[0])
    return whole


def _number(text: str) -> int | None:
    """A whole number from 1, also in full-width digits."""
    text = text.strip()
    return int(text) or None if text.isdecimal() and len(text) <= 6 else None
