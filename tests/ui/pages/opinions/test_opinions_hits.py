"""What was searched for can be seen in the list."""

import pytest
from PySide6.QtGui import QFontMetrics

from station_app.ui.pages.opinions_model import Column
from tests.services.opinions import record

LONG = "小区东门外新开的快递驿站每天从早到晚占着人行道装卸货物影响出行"


@pytest.mark.parametrize("scale", [100, 150])
def test_a_hit_can_be_seen_however_long_the_title_is(desk, look, scale):
    table = desk.page.finder.table
    behind = {"title": f"{LONG}也没处停车", "content": "希望有人管一管。"}
    inside = {"title": LONG, "content": f"{LONG}，老人说连停车的地方也没有，请管一管。"}
    record(desk.station, behind)
    record(desk.station, inside)
    look.set_scale(scale)
    desk.search("停车")
    assert desk.titles()[:2] == [inside["title"], behind["title"]]
    for chosen in (0, 1):
        table.selectRow(chosen)
        desk.settle()
        words = QFontMetrics(look.font()).horizontalAdvance("停车")
        assert all(marked(table, row, look) >= words - 2 for row in (0, 1))


def marked(table, row: int, look) -> int:
    """How many pixels of the colour of hits stand side by side in a title (over the ink of its words)."""
    box = table.visualRect(table.model().index(row, Column.TITLE))
    image = table.viewport().grab().toImage()
    y = box.center().y() + 2 - look.px(11)
    wanted = look.color("hit").rgb()
    return sum(image.pixelColor(x, y).rgb() == wanted for x in range(box.left(), box.right()))
