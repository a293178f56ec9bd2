"""The palette keeps its contrasts, and no other module has a colour of its own."""

import re
from itertools import product
from pathlib import Path

import pytest

from station_app.ui import theme
from station_app.ui.theme import DARK, LIGHT, Roles, contrast

GROUNDS = ("window", "sidebar", "surface", "sunken", "hover", "selected", "mute_soft")
TEXTS = ("text", "text2", "text3")
UI = Path(theme.__file__).parent


def ratio(roles: Roles, ink: str, ground: str) -> float:
    return contrast(getattr(roles, ink), getattr(roles, ground))


@pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), list(product(TEXTS, GROUNDS)))
def test_text_can_be_read_on_every_ground(roles, ink, ground):
    assert ratio(roles, ink, ground) >= 4.5


@pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("on_accent", "danger"),
        ("accent", "accent_soft"),
        ("ok", "ok_soft"),
        ("warn", "warn_soft"),
        ("danger", "danger_soft"),
        ("text", "hit"),
        ("on_seal", "seal"),
        *product(("accent", "ok", "warn", "danger"), ("window", "surface", "sunken", "hover", "selected")),
    ],
)
def test_coloured_words_can_be_read(roles, ink, ground):
    assert ratio(roles, ink, ground) >= 4.5


@pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), list(product(("control", "accent"), ("window", "surface", "sunken"))))
def test_outlines_and_focus_are_seen(roles, line, ground):
    assert ratio(roles, line, ground) >= 3


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_colours_stand_in_one_module_only():
    hexes = re.compile(r"#[0-9A-Fa-f]{6}\b")
    others = [
        path.name for path in UI.rglob("*.py") if path.name != "theme.py" and hexes.search(path.read_text("utf-8"))
    ]
    assert others == []
