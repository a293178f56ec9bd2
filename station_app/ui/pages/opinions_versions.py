"""The versions of what was taken in: old beside new, what changed marked."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_app.domain.wording import INTAKE_LABELS
from station_app.services.detail import FieldChange, IntakeVersion
from station_app.ui import paint
from station_app.ui.look import look
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.status import MarkView

_ALWAYS = ("title", "content", "topic", "place", "outcome", "received_on", "channel")
_LABEL = 84


class ChangedText(Text):
    """A value that a correction changed, on the colour of notes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the ground under the words."""
        painter = paint.smooth(self)
        paint.frame(painter, self.rect(), "accent_soft", None)
        painter.end()
        super().paintEvent(event)


class VersionsView(QWidget):
    """One block for each correction, the newest first: label, before, after; changed fields carry the mark 更新."""

    def __init__(self) -> None:
        super().__init__()
        self._versions: tuple[IntakeVersion, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        look().changed.connect(self._write)

    def show_versions(self, versions: tuple[IntakeVersion, ...]) -> None:
        """Show what each version after the first has changed."""
        self._versions = versions
        self._write()

    def _write(self) -> None:
        while self._column.count():
            old = self._column.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        if len(self._versions) > 1:
            self._column.addWidget(Text(self.tr("新旧对照"), "strong"))
        for number in range(len(self._versions) - 1, 0, -1):
            self._column.addWidget(self._block(number))

    def _block(self, number: int) -> QWidget:
        before, after = self._versions[number - 1], self._versions[number]
        block = QWidget()
        grid = QGridLayout(block)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(1, look().px(_LABEL))
        for column in (2, 3):
            grid.setColumnStretch(column, 1)
        head = self.tr("第 {number} 版　{by}\n{at}")
        for column, version, place in ((2, before, number), (3, after, number + 1)):
            words = head.format(number=place, at=version.at.replace("T", " "), by=version.by)
            grid.addWidget(Text(words, "caption", "text2", wrap=True), 0, column)
        for row, (label, old, new, changed) in enumerate(_rows(after), 1):
            self._add_row(grid, row, label, old, new, changed=changed)
        return block

    def _add_row(self, grid: QGridLayout, row: int, label: str, old: str, new: str, *, changed: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        if changed:
            grid.addWidget(MarkView("更新"), row, 0, top)
        grid.addWidget(Text(label, "strong" if changed else "body", "text" if changed else "text2"), row, 1, top)
        kind = ChangedText if changed else Text
        for column, words in ((2, old), (3, new)):
            value = kind(words, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(value, row, column, top)


def _rows(after: IntakeVersion) -> Iterator[tuple[str, str, str, bool]]:
    """In the order of the form: label, before, after, whether it changed."""
    changed: dict[str, FieldChange] = {one.label: one for one in after.changes}
    for name, label in INTAKE_LABELS.items():
        if label in changed:
            yield label, changed[label].before, changed[label].after, True
        elif name in _ALWAYS and getattr(after.intake, name):
            words = str(getattr(after.intake, name))
            yield label, words, words, False
