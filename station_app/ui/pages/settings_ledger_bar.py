"""The verbs of taking a ledger over, at the foot of the page."""

from PySide6.QtCore import QCoreApplication, Signal

from station_app.ui.widgets.buttons import KeyCapButton
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.sheet import ActionBar


class LedgerBar(ActionBar):
    """看导入预览 over the columns; 导入 n 条 and 改列的对应 over the preview."""

    preview_wanted = Signal()
    accepted = Signal()
    columns_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        tr = QCoreApplication.translate
        self.see = KeyCapButton(tr("LedgerBar", "看导入预览"), kind="primary", key="Ctrl+Enter", size="bar")
        self.accept = KeyCapButton("", kind="primary", key="Ctrl+Enter", icon="file-import", size="bar")
        self.change = KeyCapButton(tr("LedgerBar", "改列的对应"), size="bar")
        self.promise = ElidedLabel(tr("LedgerBar", "导入前先留备份，可整批作废；原文件不动"), "caption", "text2")
        for button in (self.see, self.accept, self.change):
            self.add(button)
        self.add_right(self.promise)
        self.see.clicked.connect(self.preview_wanted)
        self.accept.clicked.connect(self.accepted)
        self.change.clicked.connect(self.columns_wanted)
        self._new = 0
        self.show_columns()

    def show_columns(self) -> None:
        """Offer the preview."""
        self._show(columns=True)

    def show_preview(self, new: int) -> None:
        """Offer to import what is new."""
        self._new = new
        words = self.tr("导入 {count} 条") if new else self.tr("没有新的可导入")
        self.accept.setText(words.format(count=f"{new:,}"))
        self._show(columns=False)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """Take no second order while rows are read or written."""
        self.see.setEnabled(not busy)
        self.change.setEnabled(not busy)
        self.accept.setEnabled(not busy and self._new > 0)

    def _show(self, *, columns: bool) -> None:
        self.see.setVisible(columns)
        for widget in (self.accept, self.change, self.promise):
            widget.setVisible(not columns)
