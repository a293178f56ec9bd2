"""What 查看记录 offers: spans of time, and where the list is to go."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

_WEEK, _MONTH, _YEAR = 6, 29, 364


def periods() -> list[tuple[object, str]]:
    """Return the spans as days before today, None for all, with their words."""
    tr = QCoreApplication.translate
    return [
        (None, tr("AuditSection", "全部时间")),
        (0, tr("AuditSection", "今天")),
        (_WEEK, tr("AuditSection", "近 7 天")),
        (_MONTH, tr("AuditSection", "近 30 天")),
        (_YEAR, tr("AuditSection", "近一年")),
    ]


def asked_file(parent: QWidget, today: date) -> Path | None:
    """Ask where the list is to go; None when the person thinks better of it."""
    tr = QCoreApplication.translate
    name = tr("AuditSection", "查看记录 {day}.xlsx").format(day=today.isoformat())
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, tr("AuditSection", "存为 Excel"), name, tr("AuditSection", "Excel 表格 (*.xlsx)")
    )
    if not chosen:
        return None
    file = Path(chosen)
    return file if file.suffix.lower() == ".xlsx" else file.with_name(f"{file.name}.xlsx")
