"""The attachments of a correction: what is there, what is taken away, what is added."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from station_app.domain.records import Attachment
from station_app.services import attachments
from station_app.ui.context import PageContext
from station_app.ui.forms.attachment_row import AttachmentChip
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.flow import FlowLayout

Choose = Callable[[QWidget], Sequence[Path]]


class FilesField(QWidget):
    """Chips that Delete or a press takes away, and a button that adds. ``changed`` follows each of both."""

    changed = Signal()

    def __init__(self, context: PageContext, choose: Choose | None = None) -> None:
        super().__init__()
        self._context, self._choose = context, choose or _ask
        self._kept: tuple[Attachment, ...] = ()
        self.chips: list[AttachmentChip] = []
        self.add_button = KeyCapButton(self.tr("添加图片或 PDF"), key="Ctrl+O", size="row")
        self.add_button.clicked.connect(self._add)
        self._flow = FlowLayout(self, gap=6)
        self._flow.addWidget(self.add_button)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.add_button)

    def value(self) -> tuple[Attachment, ...]:
        """Return the attachments."""
        return self._kept

    def set_value(self, kept: Sequence[Attachment]) -> None:
        """Show attachments without a signal."""
        for old in self.chips:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._kept = tuple(kept)
        self.chips = [self._chip(place, one) for place, one in enumerate(self._kept)]

    def _chip(self, place: int, attachment: Attachment) -> AttachmentChip:
        chip = AttachmentChip(attachment)
        chip.removed.connect(lambda gone: self._take([one for one in self._kept if one is not gone]))
        self._flow.insert_widget(place, chip)
        return chip

    def _take(self, kept: Sequence[Attachment]) -> None:
        self.set_value(kept)
        self.changed.emit()

    def _add(self) -> None:
        for path in self._choose(self):
            work = partial(self._read, path)
            self._context.tasks.run(work, lambda one: self._take([*self._kept, one]), self._context.messages.error)

    def _read(self, path: Path, _progress: object) -> Attachment:
        return attachments.add_file(self._context.station, path)


def _ask(owner: QWidget) -> Sequence[Path]:
    names, _kind = QFileDialog.getOpenFileNames(
        owner, owner.tr("选择图片或 PDF"), "", owner.tr("图片和 PDF (*.png *.jpg *.jpeg *.pdf)")
    )
    return [Path(name) for name in names]


def file_words(kept: Sequence[Attachment]) -> str:
    """Tell attachments by their names."""
    return "、".join(one.name for one in kept) or "—"
