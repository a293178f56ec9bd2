"""The list as file: what the screen shows, masked, as text, noted in the trail, whole or not at all."""

import subprocess

import openpyxl
import pytest

from station_app.errors import StationError
from station_app.services.correcting import void
from station_app.services.list_export import narrowed_words, write_list
from station_app.services.listing import Filters, page
from tests.services.centre import QINGSHI, WUTONG, sent_in
from tests.services.opinions import nobody_at_the_desk, record

PHONE, NAME = "13800005678", "吴桂珍"


def cells(file):
    sheet = openpyxl.load_workbook(file).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


def pdf_text(file):
    return subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout


def trail(station):
    return station.db.execute_sql("SELECT action, subject, detail FROM audit ORDER BY id").fetchall()


@pytest.fixture
def filled(station):
    """Three opinions, one of them void, one of them looking like a formula."""
    record(station, {"title": "=1+1"})
    (serial,) = record(station, {"title": "停车难"})
    void(station, serial, "重复登记")
    record(station, {"title": "停车棚漏雨"})
    return station


def test_the_workbook_has_the_lines_of_the_screen_and_nothing_more(filled, tmp_path):
    paper = write_list(filled, Filters(), tmp_path / "清单.xlsx")
    head, *rows = cells(paper.out)
    assert head == ["状态", "编号", "日期", "标题", "类别", "反映人"]
    lines = page(filled, Filters())
    assert [row[1:] for row in rows] == [
        [line.serial, line.received_on, line.title, line.topic, line.contact_label] for line in lines
    ]
    assert [row[0] for row in rows] == ["已登记", "作废：重复登记", "已登记"]
    assert (paper.rows, paper.pages) == (3, None)


def test_only_what_the_filters_leave_is_written_and_said(filled, tmp_path):
    wanted = Filters(text="停车", received_from="2026-01-01", received_to="2026-12-31")
    file = write_list(filled, wanted, tmp_path / "清单.xlsx").out
    assert [row[3] for row in cells(file)[1:]] == ["停车棚漏雨", "停车难"]
    words = "2026-01-01 至 2026-12-31　含「停车」"
    assert words in openpyxl.load_workbook(file).active["A2"].value
    assert trail(filled)[-1] == ("导出", "意见建议清单", f"{words}；共 2 条")


def test_nothing_is_a_formula_or_number(filled, tmp_path):
    book = openpyxl.load_workbook(write_list(filled, Filters(), tmp_path / "清单.xlsx").out)
    assert {cell.data_type for row in book.active.iter_rows(min_row=4) for cell in row} == {"s"}


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
def test_no_name_and_no_phone_leaves_in_full(filled, tmp_path, suffix):
    file = write_list(filled, Filters(), tmp_path / f"清单.{suffix}").out
    text = pdf_text(file) if suffix == "pdf" else str(cells(file))
    assert "吴**" in text
    assert NAME not in text
    assert PHONE not in text


def test_a_long_list_goes_over_pages_and_loses_nothing(station, tmp_path):
    serials = [record(station, {"title": f"第{number}件 " + "很长的标题" * 8})[0] for number in range(60)]
    paper = write_list(station, Filters(), tmp_path / "清单.pdf")
    assert paper.pages > 1
    text = pdf_text(paper.out)
    assert [text.count(serial) for serial in serials] == [1] * 60
    assert f"第{paper.pages}页" in text.replace(" ", "")
    assert "共 60 条" in text
    subprocess.run(["qpdf", "--check", str(paper.out)], check=True, capture_output=True)


def test_an_empty_list_is_written_too(station, tmp_path):
    assert write_list(station, Filters(), tmp_path / "a.xlsx").rows == 0
    assert write_list(station, Filters(), tmp_path / "a.pdf").pages == 1


def test_who_stops_it_leaves_neither_file_nor_trace(filled, tmp_path):
    def stop(_done, _total):
        raise StationError("停下")

    before = trail(filled)
    for suffix in ("xlsx", "pdf"):
        with pytest.raises(StationError, match="停下"):
            write_list(filled, Filters(), tmp_path / f"清单.{suffix}", stop)
    assert list(tmp_path.glob("清单*")) == []
    assert trail(filled) == before


def test_an_empty_desk_and_the_data_folder_are_refused(filled, tmp_path):
    with nobody_at_the_desk(filled), pytest.raises(StationError):
        write_list(filled, Filters(), tmp_path / "清单.xlsx")
    with pytest.raises(StationError, match="数据文件夹"):
        write_list(filled, Filters(), filled.store.paths.folder / "清单.xlsx")
    with pytest.raises(StationError, match="结尾"):
        write_list(filled, Filters(), tmp_path / "清单.txt")


def test_words_for_each_filter(station):
    deputy = station.db.execute_sql("SELECT uid, name FROM deputy LIMIT 1").fetchone()
    wanted = Filters(
        received_from="2026-06-01", topics=("住房",), channels=("电话",), deputies=(deputy[0],), estate="梧桐苑",
        older_than_days=30, opening="17-2026-K0001",
    )  # fmt: skip
    said = narrowed_words(station, wanted)
    for part in (
        "2026-06-01 起",
        "类别：住房",
        "渠道：电话",
        f"代表：{deputy[1]}",
        "小区：梧桐苑",
        "超过 30 天",
        "K0001",
    ):
        assert part in said
    assert narrowed_words(station, Filters()) == "全部日期"


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
def test_the_list_of_the_centre_names_the_site_of_each(centre, tmp_path, suffix):
    sent_in(centre, WUTONG, 1)
    sent_in(centre, QINGSHI, 1)
    file = write_list(centre, Filters(), tmp_path / f"清单.{suffix}").out
    if suffix == "pdf":
        text = pdf_text(file)
        assert all(name in text for name in ("梧桐里", "青石巷"))
        return
    head, *rows = cells(file)
    assert head == ["状态", "编号", "站点", "日期", "标题", "类别", "反映人"]
    assert {row[1]: row[2] for row in rows} == {
        "17-2026-00001": "梧桐里社区联络站",
        "18-2026-00001": "青石巷社区联络站",
    }
