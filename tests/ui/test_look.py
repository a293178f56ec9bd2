"""Theme, scale, font and icons reach the widgets."""

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QLineEdit

from station_app.ui.fonts import BUNDLED, RESOURCES, SYSTEM, screen_font
from station_app.ui.icons import ICONS, IconCache
from station_app.ui.theme import DARK, LIGHT, Theme
from station_app.ui.widgets.labels import Text


def test_scale_keeps_steps_and_bounds(look):
    for asked, taken in ((104, 100), (106, 110), (30, 100), (500, 200)):
        look.set_scale(asked)
        assert look.scale == taken


def test_scale_grows_type_and_controls(look, qtbot):
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.show()
    assert edit.height() == 34
    look.set_scale(200)
    edit.adjustSize()
    assert (edit.sizeHint().height(), edit.font().pixelSize()) == (68, 30)


def test_focus_moves_nothing(look, qtbot):
    edit = QLineEdit("字")
    qtbot.addWidget(edit)
    before = edit.sizeHint()
    edit.show()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    assert edit.sizeHint() == before


def test_dark_changes_palette_and_tells(look, qapp, qtbot):
    with qtbot.waitSignal(look.changed):
        look.set_theme(Theme.DARK)
    assert look.roles is DARK
    assert qapp.palette().window().color().name().upper() == DARK.window
    look.set_theme(Theme.LIGHT)
    assert look.roles is LIGHT


def test_labels_have_pixel_sizes(look, qtbot):
    label = Text("题", "title")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert (label.font().pixelSize(), label.font().bold()) == (20, True)


def test_bundled_font_is_used_on_request(look):
    assert QFontInfo(screen_font(always_bundled=True)).family() == BUNDLED
    assert set(SYSTEM).isdisjoint(screen_font(always_bundled=True).families())


def test_licences_lie_beside_what_they_cover():
    assert "SIL Open Font License" in (RESOURCES / "fonts" / "NotoSansSC-LICENSE.txt").read_text("utf-8")
    assert "MIT License" in (ICONS / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(path.stem for path in ICONS.glob("*.svg")))
def test_every_icon_takes_its_colour(look, name):
    image = IconCache().pixmap(name, LIGHT.danger, 20, 20, 2.0).toImage()
    assert image.width() == 40
    inks = {
        image.pixelColor(x, y).name().upper()
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {LIGHT.danger}


def test_icons_are_kept_by_colour_and_size(look):
    assert look.icon("home").cacheKey() == look.icon("home").cacheKey()
    assert look.icon("home").cacheKey() != look.icon("home", "accent").cacheKey()
    with pytest.raises(FileNotFoundError):
        look.icon("no-such-icon")
