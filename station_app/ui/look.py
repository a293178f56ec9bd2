"""The look of the running program: theme, scale, font and icons, owned by the QApplication as its palette is.

The unlock page waits for this module: what costs time to load (the Qt namespace, QStyle) is not asked for here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from station_app.ui import theme
from station_app.ui.fonts import screen_font
from station_app.ui.style import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from station_app.ui.icons import IconCache

SMALLEST, LARGEST, STEP = 100, 200, 10
COMPACT = 130
ICONS_ONLY = 170
_MIDDLE = 128  # of the lightness of a ground, 0 to 255

SIZES = {"caption": 13, "body": 15, "lead": 17, "action": 18, "title": 20, "figure": 22, "large": 40}


class Look(QObject):
    """Theme and scale (per cent) of one application; ``changed`` follows the new palette, font and style sheet."""

    changed = Signal()

    def __init__(self, app: QApplication, *, always_bundled: bool = False) -> None:
        super().__init__(app)
        self._app = app
        self._base = screen_font(always_bundled)
        self._icons: IconCache | None = None
        self.scale = SMALLEST
        self.theme = theme.Theme.SYSTEM
        self.roles = theme.LIGHT
        self._dark_system = app.palette().color(QPalette.ColorRole.Window).lightness() < _MIDDLE
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def dark(self) -> bool:
        """Whether the dark roles are in force."""
        return self.roles is theme.DARK

    @property
    def compact(self) -> bool:
        """From 130 %: side panes under the list, labels above, no second lines."""
        return self.scale >= COMPACT

    @property
    def icons_only(self) -> bool:
        """From 170 %: the sidebar is icons with tooltips."""
        return self.scale >= ICONS_ONLY

    def px(self, size: float) -> int:
        """Return a design size (pixels at 100 %) at the present scale; gaps are not scaled."""
        return round(size * self.scale / 100)

    def color(self, role: str) -> QColor:
        """Return the colour of a role by its name in ``Roles``."""
        return QColor(cast("str", getattr(self.roles, role)))

    def font(self, kind: str = "body", *, bold: bool = False) -> QFont:
        """Return the font of a type size (a key of ``SIZES``) at the present scale."""
        font = QFont(self._base)
        font.setPixelSize(self.px(SIZES[kind]))
        font.setBold(bold)
        return font

    def icon(self, name: str, role: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """Return the icon ``name`` in the colour of ``role``; ``size`` is its design size (16, 20 or 28)."""
        if self._icons is None:
            from station_app.ui.icons import IconCache

            self._icons = IconCache()
        return self._icons.pixmap(name, cast("str", getattr(self.roles, role)), size, self.px(size), ratio)

    def set_scale(self, percent: int) -> None:
        """Take a scale, rounded to the next step and kept within 100 and 200."""
        percent = min(LARGEST, max(SMALLEST, round(percent / STEP) * STEP))
        if percent != self.scale:
            self.scale = percent
            self.apply()

    def set_theme(self, chosen: theme.Theme) -> None:
        """Take a theme."""
        before, self.theme = self.theme, chosen
        roles = self._wanted()
        if roles is not self.roles:
            self.roles = roles
            self.apply()
        elif chosen is not before:
            self.changed.emit()  # nothing looks different, but it is to be kept

    def apply(self) -> None:
        """Give palette, font and style sheet to the application and tell the widgets."""
        self._app.setStyleSheet("")  # replacing a sheet takes four times as long as taking it off and putting one on
        self._app.setPalette(theme.palette(self.roles))
        self._app.setFont(self.font())
        self._app.setStyleSheet(style_sheet(self.roles, self.px))
        self.changed.emit()

    def _wanted(self) -> theme.Roles:
        dark = self.theme is theme.Theme.DARK or (self.theme is theme.Theme.SYSTEM and self._dark_system)
        return theme.DARK if dark else theme.LIGHT

    def _follow_system(self, scheme: object) -> None:
        self._dark_system = getattr(scheme, "name", "") == "Dark"
        self.set_theme(self.theme)


def install_look(
    app: QApplication,
    *,
    scale: int = SMALLEST,
    chosen: theme.Theme = theme.Theme.SYSTEM,
    always_bundled: bool = False,
    styled: bool = False,
) -> Look:
    """Give ``app`` its look; call once, before the first widget. ``styled``: it was started with ``-style Fusion``."""
    if not styled:
        app.setStyle("Fusion")
    result = Look(app, always_bundled=always_bundled)
    result.scale = min(LARGEST, max(SMALLEST, round(scale / STEP) * STEP))
    result.theme = chosen
    result.roles = result._wanted()
    result.apply()
    return result


def look() -> Look:
    """Return the look of the running application; LookupError when none was installed."""
    app = QApplication.instance()
    found = app.findChild(Look) if app else None
    if found is None:
        message = "install_look() has not been called"
        raise LookupError(message)
    return found
