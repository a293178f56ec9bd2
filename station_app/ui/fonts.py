"""The screen font: what the system has, else the bundled Noto Sans SC."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
BUNDLED = "Noto Sans SC"
SYSTEM = ("Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC")
_FILES = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")


def screen_font(always_bundled: bool = False) -> QFont:
    """Return the base font, registering the bundled one only where it is needed.

    ``always_bundled`` asks for the bundled font whatever the system has, so that pictures do not depend on the machine.
    """
    font = QFont()
    if always_bundled or not any(QFontDatabase.hasFamily(name) for name in SYSTEM):
        _register()
        font.setFamilies([BUNDLED])
    else:
        font.setFamilies([*SYSTEM, BUNDLED])
    return font


def _register() -> None:
    if QFontDatabase.hasFamily(BUNDLED):
        return
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            message = f"bundled font is missing or unreadable: {name}"
            raise OSError(message)
