"""The folder of the scanner: the newest picture, each once."""

import os

import pytest

from station_app.errors import StationError
from station_app.services.slip_folder import choose_slip_folder, newest_picture, slip_folder


def test_the_folder_is_remembered(station, tmp_path):
    assert slip_folder(station) is None
    choose_slip_folder(station, tmp_path / "扫 描")
    assert slip_folder(station) == tmp_path / "扫 描"


def test_the_newest_picture_that_was_not_taken_is_given(tmp_path):
    for age, name in enumerate(("a.JPG", "b.png", "c.txt", "d.pdf")):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (1_700_000_000 + age, 1_700_000_000 + age))
    (tmp_path / "e.png").mkdir()
    first = newest_picture(tmp_path)
    second = newest_picture(tmp_path, frozenset({first}))
    assert (first.name, second.name) == ("d.pdf", "b.png")
    with pytest.raises(StationError, match="没有新的照片"):
        newest_picture(tmp_path, frozenset(tmp_path.iterdir()))


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(StationError, match="读不了照片文件夹"):
        newest_picture(tmp_path / "weg")
