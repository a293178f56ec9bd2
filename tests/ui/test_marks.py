"""Every status is told apart by its shape alone."""

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from station_app.domain.enums import Status
from station_app.ui.mark_delegate import MarkDelegate
from station_app.ui.marks import MARKS, draw_mark
from station_app.ui.widgets.status import StatusMarkLabel

SETS = {
    "status": tuple("草稿 已登记 站内办理 已上报 待研判 办理中 已答复 待反馈 办结 归档 不予受理 重办 作废".split()),
    "due": ("正常", "临期", "逾期"),
    "import": ("新增", "更新", "不变", "冲突", "等前包", "拒绝"),
}


def grey(name: str) -> list[int]:
    image = QImage(15, 15, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw_mark(painter, QRectF(0, 0, 15, 15), name, "text")
    painter.end()
    return [image.pixelColor(x, y).lightness() for y in range(15) for x in range(15)]


@pytest.mark.parametrize("names", SETS.values(), ids=SETS.keys())
def test_shapes_differ_in_grey_at_15_px(look, names):
    pictures = {name: grey(name) for name in names}
    for one, other in combinations(names, 2):
        apart = sum(abs(a - b) > 60 for a, b in zip(pictures[one], pictures[other], strict=True))
        assert apart >= 12, (one, other, apart)


@pytest.mark.parametrize("name", sorted(MARKS))
def test_every_mark_leaves_ink_and_stays_inside(look, name):
    picture = grey(name)
    assert min(picture) < 120
    corners = [picture[0], picture[14], picture[-15], picture[-1]]
    assert min(corners) > 200


def test_every_status_has_a_mark():
    assert {status.value for status in Status} <= set(MARKS)


def test_label_changes_mark_word_and_colour(look, qtbot):
    label = StatusMarkLabel("已登记")
    qtbot.addWidget(label)
    label.set_status("临期", "还剩 2 天")
    assert (label.text(), label.words.property("tone")) == ("还剩 2 天", "warn")
    assert label.mark.accessibleName() == "临期"


def test_delegate_paints_mark_and_word(look, qtbot):
    model = QStandardItemModel()
    model.appendRow([QStandardItem("办结")])
    model.appendRow([QStandardItem("")])
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setItemDelegate(MarkDelegate(view))
    view.show()
    image = view.viewport().grab().toImage()
    cell = view.visualRect(model.index(0, 0))
    colours = {image.pixelColor(x, cell.center().y()).name() for x in range(cell.left(), cell.right())}
    assert look.color("ok").name() in colours
