"""The note that a letter seems to repeat what was brought before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from station_app.services.visitors import SameMatter
from station_app.ui.widgets.buttons import LinkButton
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.notes import Banner


class NearNote(Banner):
    """One line with the earlier opinion; ``compare`` gives its uid. Nothing found hides it."""

    compare = Signal(str)

    def __init__(self) -> None:
        super().__init__("", "warn")
        self._uid = ""
        self.line = ElidedLabel("", "body", "text")
        self.link = LinkButton(self.tr("对照"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.link)
        self.column.addLayout(row)
        self.link.clicked.connect(lambda: self.compare.emit(self._uid))
        self.hide()

    def show_found(self, found: SameMatter | None) -> None:
        """Name what was found."""
        self.setVisible(found is not None)
        if found is None:
            return
        visit, self._uid = found.visit, found.visit.uid
        words = self.tr("相近：{serial} {title}（{status}）")
        self.line.setText(words.format(serial=visit.serial, title=visit.title, status=visit.status.value))
