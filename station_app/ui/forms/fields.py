"""What the sheets of a form share: rows of controls, bare fields, Enter that goes on, texts tidied when left."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from station_app.domain.text import Cleaned
from station_app.errors import StationError
from station_app.ui.look import look
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.choices import ComboBox
from station_app.ui.widgets.field import Field

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ControlRow(QWidget):
    """Controls side by side in the height of one control; the focus goes to the first."""

    def __init__(self, *widgets: QWidget, gap: int = 6) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(gap)
        for widget in widgets:
            self.row.addWidget(widget)
        self.setFocusProxy(widgets[0])
        look().changed.connect(self._rescale)
        self._rescale()

    def _rescale(self) -> None:
        self.setMinimumHeight(look().px(34))


class BareField(Field):
    """A field whose control says itself what it is, such as a box with words; ``label`` names it among the problems."""

    def __init__(self, label: str, control: QWidget, *, required: bool = False) -> None:
        super().__init__(label, control, required=required, label_width=0)
        self._head.hide()


class NarrowBox(ComboBox):
    """A choice that may be narrower than its longest label; the list is as wide as it must be."""

    def __init__(self, options: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__(options)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)

    def showPopup(self) -> None:
        """Give the list room for its longest label."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 16)
        super().showPopup()


class EnterGoesOn(QObject):
    """Lets Enter go to the next field from boxes, radio buttons and links too; Space presses them."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        for kind in (QCheckBox, QRadioButton, LinkButton):
            for widget in form.findChildren(kind):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take plain Enter."""
        plain = isinstance(event, QKeyEvent) and not event.modifiers() & _COMMANDS
        pressed = plain and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QWidget):
            watched.focusNextChild()
            return True
        return super().eventFilter(watched, event)


Choice = TypeVar("Choice", bound=StrEnum)
Rule = Callable[[str], Cleaned]


def tidy_when_left(field: Field, rule: Rule, say: Callable[[str], object]) -> None:
    """Apply a text rule to a line when it is left: a change is said, what cannot be kept is refused under the field."""
    edit = field.control
    assert isinstance(edit, QLineEdit)

    def tidy() -> None:
        try:
            cleaned = rule(edit.text())
        except StationError as problem:
            field.set_error(str(problem))
            return
        if cleaned.text != edit.text():
            edit.setText(cleaned.text)
            say(f"{field.label}：{'，'.join(cleaned.changes)}")

    field.left.connect(tidy)


def chosen(kind: type[Choice], value: object) -> Choice | None:
    """The word of a closed list behind the value of a control, None when nothing is chosen."""
    return kind(str(value)) if value is not None else None


def is_text(widget: QWidget | None) -> bool:
    """Whether somebody types words there."""
    return isinstance(widget, (QLineEdit, QTextEdit))


def add_top(row: QHBoxLayout, widgets: Iterable[tuple[QWidget, int]]) -> None:
    """Put fields side by side (each with its share of the width), their tops in one line."""
    for widget, share in widgets:
        row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)
