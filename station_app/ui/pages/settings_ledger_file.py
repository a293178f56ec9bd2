"""The ledger's file: chosen, or dropped on the section."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import ElidedLabel, Text
from station_app.ui.widgets.notes import Banner
from station_app.ui.widgets.sheet import Sheet


class FileSheet(Sheet):
    """Which table is taken over; ``picked`` gives the file. What was wrong with it stands beneath."""

    picked = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel("", "lead")
        self.told = Text("", "body", "text2", wrap=True)
        self.choose = KeyCapButton(self.tr("选文件…"), kind="primary", key="Ctrl+O", icon="file-import")
        self.answer = Banner("", "danger")
        self.answer.hide()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.name, 1)
        row.addWidget(self.choose)
        self.column.addLayout(row)
        self.column.addWidget(self.told)
        self.column.addWidget(self.answer)
        self.choose.clicked.connect(self._choose)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Wait for a file."""
        self.name.setText(self.tr("导入旧台账"))
        self.told.setText(
            self.tr("选一份 Excel 台账（.xlsx 或 .csv），也可以拖到这里。先看预览，再决定导不导；同一条不会导入两次。")
        )
        self.choose.setText(self.tr("选文件…"))
        self.choose.set_kind("primary")

    def show_file(self, path: Path, told: str) -> None:
        """Show the file that is being taken over, and what was found in it."""
        self.name.setText(path.name)
        self.told.setText(told)
        self.choose.setText(self.tr("换一份表格…"))
        self.choose.set_kind("secondary")

    def say(self, sentence: str, kind: str = "danger") -> None:
        """Say what was wrong or came of it; an empty sentence clears it."""
        self.answer.set_text(sentence, kind)
        self.answer.setVisible(bool(sentence))

    def _choose(self) -> None:
        kinds = self.tr("表格 (*.xlsx *.xlsm *.csv *.txt *.xls *.et);;所有文件 (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, self.tr("选旧台账"), "", kinds)
        if chosen:
            self.picked.emit(Path(chosen))


def dropped_file(data: QMimeData) -> Path | None:
    """Return the one local file that is being dragged, None for anything else."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    return Path(files[0]) if len(files) == 1 else None
