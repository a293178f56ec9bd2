"""Tabler outline icons, recoloured and cached."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from station_app.ui.fonts import RESOURCES

ICONS = RESOURCES / "icons"


class IconCache:
    """Pixmaps by name, colour, size and device ratio; the colour stands for role and theme."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, design: int, size: int, ratio: float = 1.0) -> QPixmap:
        """Return icon ``name`` in the hex ``colour``, ``size`` logical pixels wide.

        ``design`` is the size at 100 % and gives the stroke: 2 up to 16 px, else 1.75.
        Raises FileNotFoundError for an unknown name.
        """
        key = (name, colour, size, ratio)
        if key not in self._pixmaps:
            stroke = "2" if design <= 16 else "1.75"
            self._pixmaps[key] = _render(self._source(name), colour, stroke, size, ratio)
        return self._pixmaps[key]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]


def _render(source: str, colour: str, stroke: str, size: int, ratio: float) -> QPixmap:
    svg = source.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
