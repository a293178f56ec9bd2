"""The recovery sheet as a file: never beside the data, never over another."""

import pytest

from station_app.config import DataPaths
from station_app.errors import StationError
from station_app.services.recover import draw_sheet
from station_app.services.sheet_file import read_sheet, save_sheet


@pytest.fixture
def paths(data_dir):
    return DataPaths(data_dir)


def test_it_is_read_as_it_was_saved(paths, tmp_path):
    sheet = draw_sheet()
    save_sheet(paths, tmp_path / "恢复单.txt", sheet)
    assert (tmp_path / "恢复单.txt").read_text("utf-8") == f"{sheet}\n"
    assert read_sheet(tmp_path / "恢复单.txt") == sheet


@pytest.mark.parametrize("place", ["sheet.txt", "backups/sheet.txt", "../联络站 数据/sheet.txt"])
def test_in_the_data_folder_it_is_refused(paths, place):
    with pytest.raises(StationError) as refusal:
        save_sheet(paths, paths.folder / place, draw_sheet())
    assert "数据文件夹" in refusal.value.title
    assert list(paths.folder.rglob("sheet.txt")) == []


def test_another_file_is_not_replaced(paths, tmp_path):
    (tmp_path / "sheet.txt").write_text("mine")
    with pytest.raises(StationError):
        save_sheet(paths, tmp_path / "sheet.txt", draw_sheet())
    assert (tmp_path / "sheet.txt").read_text() == "mine"


def test_a_missing_folder_is_said(paths, tmp_path):
    with pytest.raises(StationError) as refusal:
        save_sheet(paths, tmp_path / "weg" / "sheet.txt", draw_sheet())
    assert "找不到文件夹" in refusal.value.title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_key_is_found_among_other_words(tmp_path, encoding):
    sheet = draw_sheet()
    (tmp_path / "sheet.txt").write_text(f"梧桐里社区联络站 恢复单\r\n\r\n  {sheet.lower()} \r\n请收好", encoding)
    assert read_sheet(tmp_path / "sheet.txt") == sheet.lower()


@pytest.mark.parametrize(("content", "line"), [(b"", ""), (b"\n \n", ""), (b"mistyped\nmore", "mistyped")])
def test_without_a_key_the_first_line_is_what_was_typed(tmp_path, content, line):
    (tmp_path / "sheet.txt").write_bytes(content)
    assert read_sheet(tmp_path / "sheet.txt") == line
