"""备份到U盘: choose a folder, watch, read 已备份."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from station_app.services.backup import BackupResult
from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.field import Field
from station_app.ui.widgets.inputs import LineEdit
from station_app.ui.widgets.labels import Text
from station_app.ui.widgets.notes import Banner, ProgressStrip

_WIDTH = 560


class BackupDialog(QDialog):
    """``begun`` gives the chosen folder; ``stopped`` asks to stop. It closes only when nothing is being written."""

    begun = Signal(Path)
    stopped = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("备份到U盘"))
        self.setMinimumWidth(_WIDTH)
        self._busy, self._began = False, 0.0
        self.folder = LineEdit(folder, self.tr("请插上U盘，再选U盘上的文件夹"))
        self.field = Field(self.tr("备份到"), self.folder)
        self.choose = KeyCapButton(self.tr("选文件夹…"), key="Ctrl+O")
        self.progress = ProgressStrip(self.tr("已写部分会删去，以前的备份不动"))
        self.answer = Banner("", "ok")
        self.start = KeyCapButton(self.tr("开始备份"), kind="primary", key="Ctrl+Enter")
        self.close_button = KeyCapButton(self.tr("先不备份"), key="Esc", bind=False)
        self._lay_out()
        self._connect()
        self.show_idle()

    def show_idle(self) -> None:
        """Wait for the folder."""
        self._set_busy(False)
        self.answer.hide()
        (self.start if self.folder.text() else self.choose).setFocus()

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far the writing is."""
        passed = time.monotonic() - self._began
        left = passed * (total - done) / done if done and passed > 1 else None
        self.progress.set_progress(done, total, left, text)

    def show_done(self, result: BackupResult) -> None:
        """Say 已备份."""
        self._set_busy(False)
        words = self.tr("已备份 {count} 条，读回核对无误。文件：{name}。现在可以安全拔出U盘了。")
        self._answer(words.format(count=f"{result.opinions:,}", name=result.file.name), "ok")
        self.start.hide()
        self.close_button.setText(self.tr("关闭"))
        self.close_button.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why nothing was written, and go back to the folder: while it was busy nothing had the focus."""
        self._set_busy(False)
        self._answer(sentence, "danger")
        self.start.setText(self.tr("再试一次"))
        self.folder.setFocus()
        self.folder.selectAll()

    def reject(self) -> None:
        """Stop what is being written first."""
        if self._busy:
            self.stopped.emit()
        else:
            super().reject()

    def _answer(self, sentence: str, kind: str) -> None:
        self.answer.set_text(sentence, kind)
        self.answer.show()
        self.adjustSize()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.progress.setVisible(busy)
        for widget in (self.folder, self.choose, self.start, self.close_button):
            widget.setEnabled(not busy)

    def _lay_out(self) -> None:
        explained = self.tr("备份是加密的，用现在的口令或恢复单才能打开；写完会读回来逐条核对。")
        entry, verbs = QHBoxLayout(), QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.field, 1)
        entry.addWidget(self.choose)
        verbs.setSpacing(10)
        verbs.addStretch(1)
        verbs.addWidget(self.start)
        verbs.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(Text(explained, "body", "text2", wrap=True))
        column.addLayout(entry)
        column.addWidget(self.progress)
        column.addWidget(self.answer)
        column.addSpacing(8)
        column.addLayout(verbs)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.start.clicked.connect(self._begin)
        self.close_button.clicked.connect(self.reject)
        self.progress.cancelled.connect(self.stopped)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("选U盘上的文件夹"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)
            self.start.setFocus()

    def _begin(self) -> None:
        typed = self.folder.text().strip()
        self.field.set_error("" if typed else self.tr("还没有选文件夹。请插上U盘，按 Ctrl+O 选一个。"))
        if typed:
            self.answer.hide()
            self._began = time.monotonic()
            self._set_busy(True)
            self.begun.emit(Path(typed))
