"""The stick that is in, or the folder chosen instead: its name, its room, what lies on it for us, and letting it go."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from station_app.services.packages import sticks
from station_app.services.packages.sticks import Stick
from station_app.ui.context import PageContext
from station_app.ui.widgets.buttons import KeyCapButton, LinkButton
from station_app.ui.widgets.labels import ElidedLabel
from station_app.ui.widgets.notes import IconView
from station_app.ui.widgets.sheet import Sheet


class StickCard(Sheet):
    """``eject_wanted`` and ``folder_wanted`` follow its two verbs."""

    eject_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", "strong")
        self.note = ElidedLabel("", "caption", "text2")
        self.eject = KeyCapButton(self.tr("安全拔出"))
        self.choose = LinkButton(self.tr("选文件夹…"), kind="caption")
        self.eject.clicked.connect(self.eject_wanted)
        self.choose.clicked.connect(self.folder_wanted)
        self._lay_out()

    def show_stick(self, stick: Stick | None, waiting: int, *, busy: bool, centre: bool) -> None:
        """Show what is in; ``waiting`` packages on it are for us; while ``busy`` it must stay in."""
        self.eject.setVisible(stick is not None and stick.removable)
        self.eject.setEnabled(not busy)
        self.eject.setToolTip(self.tr("正在读写，校验完再拔") if busy else "")
        self.choose.setEnabled(not busy)
        if stick is None:
            self.title.setText(self.tr("没有插优盘"))
            self.note.setText(self.tr("插上会自动认出"))
        else:
            words = self.tr("{name} 已插好") if stick.removable else self.tr("文件夹：{name}")
            self.title.setText(words.format(name=stick_name(stick)))
            self.note.setText("　".join(_notes(stick, waiting, centre=centre)))

    def show_gone(self, name: str, *, unmounted: bool) -> None:
        """Say that it may be pulled."""
        self.title.setText(self.tr("{name} 可以拔出了").format(name=name))
        left = self.tr("都已写完；指示灯不闪了再拔")
        self.note.setText(self.tr("系统已卸下") if unmounted else left)
        self.eject.setEnabled(False)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        first.addWidget(self.choose)
        first.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconView("usb", "text", 28))
        row.addLayout(words, 1)
        row.addWidget(self.eject)
        self.column.addLayout(row)


def stick_name(stick: Stick) -> str:
    """社区优盘 (E:) on Windows, elsewhere its label."""
    drive = stick.path.drive
    return f"{stick.label} ({drive})" if drive and stick.removable else stick.label


def room_words(size: int) -> str:
    """12.4 GB, 7.9 MB or 12 KB."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{max(1, round(size / 1000)):,} KB"


def _notes(stick: Stick, waiting: int, *, centre: bool) -> list[str]:
    tr = QCoreApplication.translate
    if not stick.ours and not centre:
        return [tr("StickCard", "这是「{name}」的优盘").format(name=stick.owner)]
    inside = tr("StickCard", "内有 {count} 个上报包") if centre else tr("StickCard", "内有 {count} 个回传包")
    parts = [
        stick.filesystem,
        tr("StickCard", "可用 {room}").format(room=room_words(stick.free)),
        inside.format(count=waiting) if waiting else "",
        tr("StickCard", "只读") if stick.read_only else "",
    ]
    return [part for part in parts if part]


def stick_offer(context: PageContext) -> str:
    """What the first page says of a stick that is in: 优盘「社区优盘」已插好，内有 2 个回传包; "" without one."""
    found = context.sticks.sticks
    if not found:
        return ""
    stick = next((one for one in found if one.ours), found[0])
    tr = QCoreApplication.translate
    name = tr("StickOffer", "优盘「{name}」已插好").format(name=stick_name(stick))
    waiting = len(sticks.to_take(context.station, stick))
    inside = tr("StickOffer", "内有 {count} 个包没有导入").format(count=waiting)
    return f"{name}，{inside}" if waiting else name
