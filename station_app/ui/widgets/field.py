"""A labelled field with its error line."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QWidget

from station_app.ui.look import look
from station_app.ui.widgets.labels import Text, restyle
from station_app.ui.widgets.notes import IconText


class Field(QWidget):
    """Label, red star when required, control, and under it one sentence when something is wrong.

    The label stands at the side, or above when ``above`` is set or the scale is 130 % or more. ``left`` follows when
    the focus has left the control: check then, never while typing.
    """

    left = Signal()

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        above: bool = False,
        label_width: int = 76,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.label, self.control, self.required = label, control, required
        self._always_above, self._label_width = above, label_width
        self.label_text = Text(label, "caption" if above else "body", "text2")
        self._head = QWidget()
        self._fill_head(hint)
        self.error_line = IconText("", "alert-circle", "danger", wrap=True)
        self.error_line.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        control.setAccessibleName(control.accessibleName() or label)
        self.label_text.setBuddy(control)
        self.setFocusProxy(control)
        look().changed.connect(self.rearrange)
        self.rearrange()
        self._watch()

    def set_label(self, label: str) -> None:
        """Ask for something else by another name."""
        self.label = label
        self.label_text.setText(label)
        self.control.setAccessibleName(label)
        self.rearrange()

    def error(self) -> str:
        """Return the sentence shown, or an empty string."""
        return self.error_line.text() if self.error_line.isVisibleTo(self) else ""

    def set_error(self, sentence: str) -> None:
        """Say under the control what is wrong; an empty sentence clears it."""
        self.error_line.set_text(sentence)
        self.error_line.setVisible(bool(sentence))
        self.control.setAccessibleDescription(sentence)
        mark = getattr(self.control, "set_invalid", None)
        if mark is not None:
            mark(bool(sentence))
        else:
            self.control.setProperty("invalid", bool(sentence))
            restyle(self.control)

    def clear_error(self) -> None:
        """Take the sentence away."""
        self.set_error("")

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget at the right end of the line of a label that stands above."""
        self._head.layout().addWidget(widget)

    def rearrange(self) -> None:
        """Lay label and control out for the present scale."""
        for widget in (self._head, self.control, self.error_line):
            self._grid.removeWidget(widget)
        above = self._always_above or look().compact
        column, row = (0, 1) if above else (1, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0 if above else 4)
        self._grid.addWidget(self._head, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.control, row, column)
        self._grid.addWidget(self.error_line, row + 1, column)
        self._grid.setColumnStretch(0, 1 if above else 0)
        self._grid.setColumnStretch(1, 0 if above else 1)
        self._size_head(above)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the focus has left."""
        if event.type() == QEvent.Type.FocusOut and not self._holds_focus():
            self.left.emit()
        return super().eventFilter(watched, event)

    def _fill_head(self, hint: str) -> None:
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label_text)
        self.star = Text("*", "body", "danger")
        row.addWidget(self.star)
        self.hint = Text(hint, "caption", "text2")
        row.addSpacing(8 if hint else 0)
        row.addWidget(self.hint)
        row.addStretch(1)
        # Only with a parent: what has none would be shown as a window of its own.
        self.star.setVisible(self.required)
        self.hint.setVisible(bool(hint))

    def _size_head(self, above: bool) -> None:
        if above:
            self._head.setMinimumWidth(0)
            self._head.setMaximumWidth(16777215)
            self._head.setFixedHeight(look().px(23))
            self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        else:
            self._head.setFixedSize(look().px(self._label_width), look().px(34))

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.control or self.control.isAncestorOf(focus))

    def _watch(self) -> None:
        for widget in (self.control, *self.control.findChildren(QWidget)):
            widget.installEventFilter(self)
