"""The sidebar: whose program this is, and the pages."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import paint
from station_app.ui.look import SIZES, look
from station_app.ui.page import PageSpec
from station_app.ui.widgets.buttons import PaintedButton
from station_app.ui.widgets.labels import Rule
from station_app.ui.widgets.sheet import head_height

FOOT = "foot"
_MARK_LEFT = 14
_SMALL_BADGE = 22


class Seal(QWidget):
    """The mark and the two lines of the site's name."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self._mark, self._name, self._second = mark, "", ""
        look().changed.connect(self._rescale)
        self._rescale()

    def set_site(self, name: str, second: str) -> None:
        """Show the site's name in two lines."""
        self._name, self._second = name, second
        self.setToolTip(f"{name}{second}")
        self.setAccessibleName(f"{name}{second}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw mark and name."""
        painter = paint.smooth(self)
        size = 34 + round(22 * (look().scale - 100) / 100)
        narrow = look().icons_only
        left = (self.width() - size) // 2 if narrow else _MARK_LEFT
        box = QRect(left, (self.height() - 1 - size) // 2, size, size)
        paint.frame(painter, box, "seal", None)
        font = look().font("title", bold=True)
        font.setPixelSize(round(size * 0.62))
        painter.setFont(font)
        painter.setPen(look().color("on_seal"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._mark)
        if not narrow:
            self._draw_name(painter, box.right() + 11)
        painter.end()

    def _draw_name(self, painter: QPainter, left: int) -> None:
        middle, width = self.height() // 2, self.width() - left - 8
        upper, lower = look().px(18), look().px(17)
        paint.words(painter, QRect(left, middle - upper, width, upper), self._name, "text", bold=True)
        paint.words(painter, QRect(left, middle + 1, width, lower), self._second, "text2", kind="caption")

    def _rescale(self) -> None:
        self.setFixedHeight(head_height() - 1)
        self.update()


class NavItem(PaintedButton):
    """One page: icon, title, badge, digit."""

    def __init__(self, title: str, icon: str, digit: str) -> None:
        super().__init__(title)
        self.icon_name, self.digit, self.badge = icon, digit, 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        look().changed.connect(self._tell)
        self._tell()

    def set_badge(self, count: int) -> None:
        """Show how many matters wait for this person; 0 hides the badge."""
        self.badge = count
        self._tell()
        self.update()

    def nextCheckState(self) -> None:
        """The window decides which page is shown, not the press."""

    def sizeHint(self) -> QSize:
        """Return 38 px of height at 100 %, 52 at 150 %."""
        return QSize(100, 38 + round(28 * (look().scale - 100) / 100))

    def minimumSizeHint(self) -> QSize:
        """A low screen may press the items together."""
        return QSize(40, look().px(22) + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the item."""
        painter = paint.smooth(self)
        here = self.isChecked()
        if here or self.hovered():
            paint.frame(painter, self.rect(), "surface" if here else "hover", None)
        if here:
            painter.fillRect(0, 1, 3, self.height() - 2, look().color("accent"))
        if self.hasFocus():
            paint.frame(painter, self.rect(), None, "accent", 2)
        ink = "accent" if here else "text2"
        middle = self.height() // 2
        if look().icons_only:
            paint.icon(painter, (self.width() - look().px(20)) // 2, middle, self.icon_name, ink, 20)
        else:
            left = paint.icon(painter, 13, middle, self.icon_name, ink, 20) + 10
            self._draw_words(painter, left)
        if self.badge:
            self._draw_badge(painter)
        painter.end()

    def _draw_words(self, painter: QPainter, left: int) -> None:
        here = self.isChecked()
        right = self.width() - 9
        if not look().compact and self.digit:
            width = paint.text_width(self.digit, bold=here)
            box = QRect(right - width, 0, width + 1, self.height())
            kind = "body" if len(self.digit) == 1 else "caption"
            paint.words(painter, box, self.digit, "text2" if here else "text3", kind=kind, bold=here)
            right -= width + 6
        right = self._badge_box().left() - 2 if self.badge else right
        paint.words(painter, QRect(left, 0, right - left, self.height()), self.text(), "text", bold=here)

    def _badge_box(self) -> QRect:
        if look().icons_only:
            return QRect(self.width() - _SMALL_BADGE - 4, 2, _SMALL_BADGE, _SMALL_BADGE)
        height = look().px(20)
        width = max(paint.text_width(str(self.badge), "caption") + 14, look().px(22))
        right = self.width() - 6 if look().compact else self.width() - 32
        return QRect(right - width, (self.height() - height) // 2, width, height)

    def _draw_badge(self, painter: QPainter) -> None:
        box = self._badge_box()
        paint.frame(painter, box, "accent", None, radius=box.height() / 2)
        painter.setPen(look().color("on_accent"))
        font = look().font("caption")
        if look().icons_only:
            font.setPixelSize(SIZES["caption"])
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(min(self.badge, 99)))

    def _tell(self) -> None:
        waiting = self.tr("{title}，{count} 件等您处理").format(title=self.text(), count=self.badge)
        self.setAccessibleName(waiting if self.badge else self.text())
        key = self.digit if len(self.digit) > 1 else f"Alt+{self.digit}" if self.digit else ""
        shown = f"{self.text()}　{key}" if look().icons_only else key
        self.setToolTip(shown)


class Sidebar(QFrame):
    """Seal, pages, and at the foot settings and help. ``wanted`` gives the key of the page, ``help_wanted`` is F1."""

    wanted = Signal(str)
    help_wanted = Signal()

    def __init__(self, mark: str, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.seal = Seal(mark)
        self.items: dict[str, NavItem] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 1, 8)
        self._column.setSpacing(0)
        self._column.addWidget(self.seal)
        self._column.addWidget(Rule())
        self._column.addSpacing(8)
        self._fill(specs)
        look().changed.connect(self._rescale)
        self._rescale()

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        for own, item in self.items.items():
            item.setChecked(own == key)

    def _fill(self, specs: Sequence[PageSpec]) -> None:
        group = None
        for spec in (spec for spec in specs if spec.group != FOOT):
            if group is not None and spec.group != group:
                self._part()
            group = spec.group
            self._add(spec)
        self._column.addStretch(1)
        self._column.addWidget(Rule())
        self._column.addSpacing(8)
        for spec in (spec for spec in specs if spec.group == FOOT):
            self._add(spec)
        self.help_item = NavItem(self.tr("帮助"), "help-circle", "F1")
        self.help_item.clicked.connect(self.help_wanted)
        self._place(self.help_item)

    def _add(self, spec: PageSpec) -> None:
        item = NavItem(spec.title, spec.icon, spec.digit or spec.function_key)
        item.clicked.connect(lambda _checked=False, key=spec.key: self.wanted.emit(key))
        self.items[spec.key] = item
        self._place(item)

    def _place(self, item: NavItem) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(8, 0, 7, 1)
        holder.addWidget(item)
        self._column.addLayout(holder)

    def _part(self) -> None:
        holder = QVBoxLayout()
        holder.setContentsMargins(18, 7, 18, 8)
        holder.addWidget(Rule())
        self._column.addLayout(holder)

    def _rescale(self) -> None:
        wide = 188 + round(68 * (look().scale - 100) / 100)
        self.setFixedWidth(look().px(20) + 44 if look().icons_only else wide)
