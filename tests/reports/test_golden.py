"""Each printed document beside its stored text and small picture; UPDATE_GOLDEN=1 stores them anew, to be looked at."""

import os
from pathlib import Path

import pytest
from PIL import Image

from station_app.reports.records import RegisterOptions
from station_app.reports.register import print_register
from tests.reports.paper import picture_of, text_of
from tests.reports.sample import HEAD, ROWS
from tests.reports.test_sheets import PRINTED

STORED = Path(__file__).parent / "golden"
DOCUMENTS = PRINTED | {"社情簿": lambda: print_register(ROWS, HEAD, RegisterOptions())}
NAMES = {
    "社情簿": "register",
    "登记表": "opinion",
    "空白登记表": "opinion-blank",
    "开箱记录": "opening",
    "回执": "receipt",
    "接待公告": "notice",
    "恢复单": "recovery",
}
NEAR = 48  # levels of grey by which a point may differ: renderers draw edges differently
FEW = 0.01  # of all points


@pytest.fixture
def update():
    return os.environ.get("UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_is_as_stored(name, update, tmp_path):
    text = " ".join(text_of(DOCUMENTS[name]().data, tmp_path).split())
    file = STORED / f"{NAMES[name]}.txt"
    if update:
        file.write_text(text + "\n", "utf-8")
    assert text == file.read_text("utf-8").strip()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_picture_is_as_stored(name, update, tmp_path):
    rows = picture_of(DOCUMENTS[name]().data, tmp_path)
    size = len(rows[0]), len(rows)
    file = STORED / f"{NAMES[name]}.png"
    if update:
        image = Image.new("L", size)
        image.putdata([level for row in rows for level in row])
        image.save(file)
    with Image.open(file) as stored:
        assert stored.size == size
        levels = list(stored.tobytes())
    far = sum(abs(ours - theirs) > NEAR for ours, theirs in zip((p for r in rows for p in r), levels, strict=True))
    assert far <= FEW * len(levels)
