"""File names made plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.file_names import MAX_NAME, clean_file_name

JPG = (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("车库B区.jpg", "车库B区.jpg"),
        ("车库.JPEG", "车库.jpeg"),
        ("屏幕截图", "屏幕截图.jpg"),
        ("车库.png", "车库.jpg"),
        ("photo.jpg.exe", "photo.jpg.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\照片\\a:b?.jpg", "a_b_.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("com1.tar.jpg", "_com1.tar.jpg"),
        ("..", "图片.jpg"),
        ("", "图片.jpg"),
        (".jpg", "图片.jpg"),
        ("车\u202egpj.exe", "车gpj.jpg"),
        ("车\n库\t.jpg", "车 库.jpg"),
        ("\ud800.jpg", "图片.jpg"),
        ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
    ],
)
def test_a_name_is_made_plain(raw, clean):
    assert clean_file_name(raw, JPG, "图片") == clean


@given(st.text(st.characters(codec=None)))
def test_any_name_is_fit_for_any_system(raw):
    name = clean_file_name(raw, JPG, "图片")
    stem, _, end = name.rpartition(".")
    assert f".{end}" in JPG
    assert 1 <= len(stem) <= MAX_NAME + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert stem == stem.strip(" .")
    assert stem.upper() not in {"CON", "NUL", "PRN", "AUX", "COM1"}
    name.encode("utf-8")
    assert clean_file_name(name, JPG, "图片") == name
