"""Several persons or words in one field, found by pinyin initials or characters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.inputs import InputFrame, LineEdit
from station_app.ui.widgets.tips import plain_tip
from station_app.ui.widgets.token_popup import Candidate, TokenPopup

Matcher = Callable[[str], Sequence[Candidate]]

_PADDING = 8


class Chip(PaintedButton):
    """A chosen value; a press takes it away."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setAccessibleName(self.tr("去掉 {name}").format(name=label))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for label and ×."""
        return QSize(paint.text_width(self.text()) + look().px(16) + 2 * _PADDING + 4, look().px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "selected" if self.hovered() else "accent_soft", None)
        width = paint.text_width(self.text())
        paint.words(painter, QRect(_PADDING, 0, width + 1, self.height()), self.text(), "text")
        paint.icon(painter, _PADDING + width + 6, self.height() // 2, "x", "text")
        painter.end()


class TokenField(InputFrame):
    """Chips and a place to type. ``matcher`` gets what is typed (empty for ↓ alone), returns candidates in order.

    ↑ ↓ choose, Enter takes, Backspace in the empty place removes the last chip, Esc closes the list. ``changed``
    follows the person's changes. ``unknown`` is said while what is typed meets nothing.
    """

    changed = Signal()

    def __init__(self, matcher: Matcher, *, multiple: bool = True, placeholder: str = "", unknown: str = "") -> None:
        super().__init__()
        self._unknown = unknown
        self._matcher, self._multiple, self._placeholder = matcher, multiple, placeholder
        self._tokens: list[Candidate] = []
        self._chips: list[Chip] = []
        self.edit = LineEdit(placeholder=placeholder)
        self.edit.setMinimumWidth(60)
        self._flow = FlowLayout(self, fill_last=True)
        self._flow.addWidget(self.edit)
        hint = self.tr("↑ ↓ 选　Enter 选中　可选多位") if multiple else self.tr("↑ ↓ 选　Enter 选中")
        self.popup = TokenPopup(self, hint)
        self.popup.picked.connect(self.take)
        self.edit.textEdited.connect(lambda _text: self._offer())
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self._rescale)
        self._rescale()

    def values(self) -> list[object]:
        """Return the values of the chips in their order."""
        return [token.value for token in self._tokens]

    def tokens(self) -> list[Candidate]:
        """Return the chosen candidates in their order."""
        return list(self._tokens)

    def typed(self) -> str:
        """Return what is typed and not taken."""
        return self.edit.text().strip()

    def knows(self, typed: str) -> bool:
        """Whether anything is met by what is typed, be it chosen already."""
        return bool(self._matcher(typed))

    def clear_typed(self) -> None:
        """Drop what is typed and not taken, without a signal."""
        self.edit.clear()
        self.popup.hide()

    def set_tokens(self, tokens: Sequence[Candidate]) -> None:
        """Replace the chips without a signal."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._tokens, self._chips = list(tokens), []
        for token in tokens:
            self._add_chip(token)
        self.edit.setPlaceholderText("" if tokens else self._placeholder)
        self._fit()

    def take(self, candidate: Candidate) -> None:
        """Add a candidate as the person would; one that is there already is not added again."""
        self.clear_typed()
        if candidate.value in self.values():
            return
        self.set_tokens([*self._tokens, candidate] if self._multiple else [candidate])
        self.changed.emit()

    def remove(self, value: object) -> None:
        """Take a chip away as the person would."""
        self.set_tokens([token for token in self._tokens if token.value != value])
        self.edit.setFocus()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus and the keys of the list."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_focused(event.type() == QEvent.Type.FocusIn)
            if event.type() == QEvent.Type.FocusOut:
                self.popup.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._handled(event):
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lines the height they need."""
        super().resizeEvent(event)
        self._fit()

    def _handled(self, event: QKeyEvent) -> bool:
        key = event.key()
        current = self.popup.current()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current and not event.modifiers() & _CONTROL:
            self.take(current)
        elif key == Qt.Key.Key_Escape and self.popup.isVisible():
            self.popup.hide()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.popup.isVisible():
            self.popup.move_choice(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Down:
            self._offer()
        elif key == Qt.Key.Key_Backspace and not self.edit.text() and self._tokens:
            self.remove(self._tokens[-1].value)
        else:
            return False
        return True

    def _offer(self) -> None:
        chosen, met = self.values(), self._matcher(self.typed())
        if self._unknown and self.typed() and not met:
            self.popup.show_sentence(self._unknown)
        else:
            self.popup.show_rows([one for one in met if one.value not in chosen])

    def _add_chip(self, token: Candidate) -> None:
        chip = Chip(token.label)
        chip.clicked.connect(lambda: self.remove(token.value))
        self._chips.append(chip)
        self._flow.insert_widget(self._flow.count() - 1, chip)
        chip.show()

    def _rescale(self) -> None:
        edge = (look().px(34) - look().px(26)) // 2
        self._flow.setContentsMargins(8, edge, 8, edge)
        self._fit()

    def _fit(self) -> None:
        self._flow.invalidate()
        lines = self._flow.heightForWidth(self.width()) if self.width() > 40 else 0
        self.setFixedHeight(max(look().px(34), lines))


_CONTROL = Qt.KeyboardModifier.ControlModifier
