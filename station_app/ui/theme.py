"""The colour roles of the look, light and dark: the only place with a hex value."""

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

Group = QPalette.ColorGroup
Part = QPalette.ColorRole


class Theme(StrEnum):
    """What the person chose; ``SYSTEM`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Roles(NamedTuple):
    """One hex colour for each role of the design language."""

    window: str
    sidebar: str
    surface: str
    sunken: str
    hover: str
    selected: str
    mute_soft: str
    border: str
    control: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    hit: str
    seal: str
    on_seal: str


LIGHT = Roles(
    window="#F4F2EE",
    sidebar="#E9E6DF",
    surface="#FFFFFF",
    sunken="#FAF9F6",
    hover="#EEF4F5",
    selected="#DCEAED",
    mute_soft="#ECEAE5",
    border="#DDD9D1",
    control="#8E887D",
    text="#22211F",
    text2="#56524B",
    text3="#6B665E",
    accent="#14596F",
    accent_hover="#0F4A5E",
    accent_soft="#E1EDF0",
    on_accent="#FFFFFF",
    ok="#2B6339",
    ok_soft="#E5EFE4",
    warn="#7F5200",
    warn_soft="#FAEFD6",
    danger="#A9261C",
    danger_soft="#FAE6E3",
    hit="#FFE49A",
    seal="#B03A2E",
    on_seal="#FFFFFF",
)

DARK = Roles(
    window="#191B1D",
    sidebar="#141617",
    surface="#222528",
    sunken="#1E2123",
    hover="#2A2F32",
    selected="#1F3C46",
    mute_soft="#2D3134",
    border="#373B3F",
    control="#7C8186",
    text="#ECEAE5",
    text2="#BDB9B1",
    text3="#AAA69F",
    accent="#7CC3D8",
    accent_hover="#9AD3E3",
    accent_soft="#1C343D",
    on_accent="#0E2027",
    ok="#8CCB98",
    ok_soft="#1F3325",
    warn="#E6B65C",
    warn_soft="#3A2E17",
    danger="#F29A8F",
    danger_soft="#43211E",
    hit="#6B5212",
    seal="#D9786C",
    on_seal="#1B0F0D",
)


def palette(roles: Roles) -> QPalette:
    """Return the Qt palette of ``roles``, for what the style sheet does not reach."""
    result = QPalette()
    for part, role in {
        Part.Window: roles.window,
        Part.WindowText: roles.text,
        Part.Base: roles.surface,
        Part.AlternateBase: roles.sunken,
        Part.Text: roles.text,
        Part.Button: roles.surface,
        Part.ButtonText: roles.text,
        Part.BrightText: roles.danger,
        Part.Highlight: roles.accent,
        Part.HighlightedText: roles.on_accent,
        Part.Link: roles.accent,
        Part.LinkVisited: roles.accent,
        Part.PlaceholderText: roles.text3,
        Part.ToolTipBase: roles.surface,
        Part.ToolTipText: roles.text,
        Part.Accent: roles.accent,
    }.items():
        result.setColor(part, QColor(role))
    for part in (Part.WindowText, Part.Text, Part.ButtonText):
        result.setColor(Group.Disabled, part, QColor(roles.text3))
    return result


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio (1 to 21) of two hex colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
