"""The pictures and PDFs of one opinion: a button, a chip for each, and whether the matter is sensitive."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from station_app.domain.records import Attachment
from station_app.ui import paint
from station_app.ui.forms.fields import ControlRow
from station_app.ui.look import look
from station_app.ui.widgets.buttons import KeyCapButton, PaintedButton, bind_key
from station_app.ui.widgets.choices import CheckBox
from station_app.ui.widgets.flow import FlowLayout
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.tips import plain_tip

_PADDING = 8
_NAME_WIDTH = 150


class AttachmentChip(PaintedButton):
    """One attachment; Delete, Backspace or a press takes it away."""

    removed = Signal(object)

    def __init__(self, attachment: Attachment) -> None:
        super().__init__(attachment.name)
        self.attachment = attachment
        self.setAccessibleName(self.tr("附件 {name}，按 Delete 去掉").format(name=attachment.name))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.clicked.connect(lambda: self.removed.emit(self.attachment))

    def sizeHint(self) -> QSize:
        """Return room for the name, elided when it is long, and ×."""
        name = min(paint.text_width(self.text()), look().px(_NAME_WIDTH))
        return QSize(name + look().px(16) + 2 * _PADDING + 6, look().px(34))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Delete take it away; Enter goes on."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self.attachment)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = paint.smooth(self)
        line = "accent" if self.hasFocus() else None
        edge = look().px(4)
        chip = self.rect().adjusted(0, edge, 0, -edge)
        paint.frame(painter, chip, "selected" if self.hovered() else "accent_soft", line, 2)
        right = self.width() - look().px(16) - _PADDING
        paint.words(painter, self.rect().adjusted(_PADDING, 0, right - self.width() - 4, 0), self.text(), "text")
        paint.icon(painter, right, self.height() // 2, "x", "text")
        painter.end()


class AttachmentRow(QWidget):
    """``choose`` asks for files, ``changed`` follows what was taken away or ticked."""

    choose = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._attachments: tuple[Attachment, ...] = ()
        self.button = KeyCapButton(self.tr("添加图片"), icon="paperclip")
        self.button.setToolTip(self.tr("图片或 PDF，Ctrl+O；也可以拖进来，或用 Ctrl+V 粘贴截图"))
        self.button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        bind_key(self.button, "Ctrl+O")
        self.waiting = Text(self.tr("正在加入…"), "caption", "text2")
        self.sensitive = CheckBox(self.tr("敏感，簿上不印"))
        self._chips: list[AttachmentChip] = []
        self._lay_out()
        self.button.clicked.connect(self.choose)
        self.sensitive.toggled.connect(self.changed)
        self.setFocusProxy(self.sensitive)
        look().changed.connect(self._fit)

    def attachments(self) -> tuple[Attachment, ...]:
        """What is attached, in its order."""
        return self._attachments

    def set_attachments(self, attachments: Sequence[Attachment]) -> None:
        """Show other attachments, without a signal."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._attachments = tuple(attachments)
        self._chips = [AttachmentChip(one) for one in attachments]
        for index, chip in enumerate(self._chips):
            chip.removed.connect(self._remove)
            self._flow.insert_widget(1 + index, chip)
            QWidget.setTabOrder(self._chips[index - 1] if index else self.button, chip)
            chip.show()
        self._fit()

    def set_waiting(self, waiting: bool) -> None:
        """Tell that something is being taken in."""
        self.waiting.setVisible(waiting)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lines the height they need."""
        super().resizeEvent(event)
        self._fit()

    def _remove(self, attachment: Attachment) -> None:
        self.set_attachments([one for one in self._attachments if one != attachment])
        (self._chips[-1] if self._chips else self.sensitive).setFocus()
        self.changed.emit()

    def _lay_out(self) -> None:
        self._files = QWidget()
        self._flow = FlowLayout(self._files, gap=8)
        self._flow.addWidget(self.button)
        self._flow.addWidget(self.waiting)
        self.waiting.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._files, 1)
        row.addWidget(ControlRow(self.sensitive), 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _fit(self) -> None:
        """The flow is as wide as the row leaves it, and the row as high as the flow needs."""
        self._flow.invalidate()
        width = self.width() - self.sensitive.sizeHint().width() - 8
        lines = self._flow.heightForWidth(width) if width > look().px(116) else 0
        self.setFixedHeight(max(look().px(34), lines))
