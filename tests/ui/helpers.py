"""What tests of pages share: cut text, clashing keys, recorded messages."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station_app.errors import StationError
from station_app.ui.main_window import MainWindow
from station_app.ui.messages import Messages
from station_app.ui.page import Page, PageSpec
from station_app.ui.widgets.labels import ElidedLabel


class RecordingMessages(Messages):
    """Keeps what would be shown; ``answers`` are given to questions in turn, then ``default``."""

    def __init__(self, *answers: str | bool, default: bool = True) -> None:
        super().__init__()
        self.answers = list(answers)
        self.default = default
        self.said: list[str] = []
        self.errors: list[StationError] = []
        self.questions: list[tuple[str, str, str]] = []

    def say(self, text: str) -> None:
        """Record a success."""
        self.said.append(text)
        super().say(text)

    def error(self, problem: StationError, verbs: Sequence[str] = ()) -> str:
        """Record an error; answer with a verb where one was prepared."""
        del verbs
        self.errors.append(problem)
        return str(self.answers.pop(0)) if self.answers and isinstance(self.answers[0], str) else ""

    def confirm(self, question: str, loss: str, verb: str, *, danger: bool = True) -> bool:
        """Record a question and answer it."""
        del danger
        self.questions.append((question, loss, verb))
        return bool(self.answers.pop(0)) if self.answers else self.default


def cut_texts(page: QWidget) -> list[str]:
    """Return the visible labels and buttons whose size is less than their text needs, each with both sizes."""
    return [
        f"{type(widget).__name__} {widget.text()!r}: {widget.size().toTuple()} < {widget.sizeHint().toTuple()}"
        for widget in [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
        if widget.isVisible() and widget.text() and _is_cut(widget)
    ]


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    if isinstance(widget, ElidedLabel):
        return widget.height() < widget.sizeHint().height()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width())
    need = widget.minimumSizeHint() if isinstance(widget, QAbstractButton) else widget.sizeHint()
    return widget.width() < need.width() or widget.height() < need.height()


def clashing_keys(window: QWidget) -> list[str]:
    """Return the keys that more than one visible, usable owner in ``window`` answers to."""
    owners = [
        shortcut.key().toString()
        for shortcut in window.findChildren(QShortcut)
        if shortcut.isEnabled() and _can_be_used(shortcut.parent())
    ]
    return [key for key, count in Counter(owners).items() if count > 1]


def _can_be_used(owner: object) -> bool:
    return not isinstance(owner, QWidget) or (owner.isVisible() and owner.isEnabled())


def tab_order(window: QWidget, steps: int = 100) -> list[QWidget]:
    """Return the widgets that Tab visits from the one with the focus, until it comes round."""
    seen: list[QWidget] = []
    widget = window.focusWidget() or window
    for _step in range(steps):
        widget = widget.nextInFocusChain()
        if widget in seen:
            break
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            seen.append(widget)
    return seen


def window_with(qtbot: QtBot, spec: PageSpec) -> MainWindow:
    """A window in front that has an empty first page and this one."""
    window = MainWindow("站", [PageSpec("home", "今日", "home", "1", Page, "a"), spec])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show_page("home")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window
