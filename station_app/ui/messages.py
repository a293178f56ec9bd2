"""The one way in which the program speaks to the person."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from station_app.errors import StationError
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import IconView

_WIDTH = 480
_WIDEST = 900


class Messages(QObject):
    """Success in place, errors and questions in a small dialog. Tests put a recording subclass in its place.

    ``success`` follows ``say``: the page in front shows it in its SuccessLine.
    """

    success = Signal(str)

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window

    def say(self, text: str) -> None:
        """Tell a success: one line in place, no box."""
        self.success.emit(text)

    def error(self, problem: StationError, verbs: Sequence[str] = ()) -> str:
        """Show what is wrong and what to do next; return the verb that was pressed, empty when it was only closed.

        Without ``verbs`` there is one button, 知道了.
        """
        offered = list(verbs) or [QCoreApplication.translate("Messages", "知道了")]
        dialog = MessageDialog(problem.title, problem.next_step, offered, parent=self._window)
        dialog.exec()
        return dialog.pressed if verbs else ""

    def confirm(self, question: str, loss: str, verb: str, *, danger: bool = True) -> bool:
        """Ask before what cannot be undone: ``loss`` says what will be gone, ``verb`` is the button that does it."""
        stay = QCoreApplication.translate("Messages", "先不")
        kind = "danger" if danger else "primary"
        dialog = MessageDialog(question, loss, [verb, stay], kind=kind, safe=1, parent=self._window)
        dialog.exec()
        return dialog.pressed == verb


class MessageDialog(QDialog):
    """A title, a sentence and verbs; ``pressed`` is the verb, empty after Esc. The focus is on verb number ``safe``."""

    def __init__(
        self,
        title: str,
        text: str,
        verbs: Sequence[str],
        *,
        kind: str = "primary",
        safe: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pressed = ""
        self.setWindowTitle(title)
        self.words = Text(text, wrap=True)
        self.buttons = [self._button(verb, kind if index == 0 else "secondary") for index, verb in enumerate(verbs)]
        self._lay_out(title)
        self.words.setVisible(bool(text))
        self.buttons[safe].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the words need at this scale."""
        width = max(_WIDTH, min(look().px(_WIDTH), _WIDEST), self.sizeHint().width())
        self.resize(width, self.layout().totalHeightForWidth(width))
        super().showEvent(event)

    def _button(self, verb: str, kind: str) -> KeyCapButton:
        button = KeyCapButton(verb, kind=kind)
        button.clicked.connect(lambda: self._press(verb))
        return button

    def _press(self, verb: str) -> None:
        self.pressed = verb
        self.accept()

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconView("alert-circle", "warn", 20))
        head.addWidget(Text(title, "lead", wrap=True), 1)
        verbs = QHBoxLayout()
        verbs.setSpacing(10)
        verbs.addStretch(1)
        for button in self.buttons:
            verbs.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addSpacing(8)
        column.addLayout(verbs)
