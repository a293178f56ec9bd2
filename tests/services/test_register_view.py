"""A register to look at: page by page, read anew only when it must be."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from station_app.domain.masking import EVERYTHING
from station_app.domain.periods import year_period
from station_app.reports.records import RegisterOptions
from station_app.services.correcting import void
from station_app.services.register import RegisterWish
from station_app.services.register_view import RegisterReader
from tests.services.opinions import record

WISH = RegisterWish(period=year_period(2026))


def trail(station):
    return station.db.execute_sql("SELECT action FROM audit").fetchall()


def text(data):
    return PdfReader(BytesIO(data)).pages[0].extract_text()


def test_pages_come_one_by_one_and_all_is_counted(station):
    serials = [record(station, {"content": "灯坏了，夜里看不见路。" * 80})[0] for _ in range(8)]
    void(station, serials[0], "重复")
    view = RegisterReader(station).view(WISH)
    assert (view.rows, view.voids, view.known, view.total) == (8, 1, 0, None)
    assert "重复" in text(view.page(1))
    assert view.known == 1
    view.go_on()
    assert view.total == view.known > 2
    assert f"共 {view.total} 页" in text(view.page(view.total))
    assert view.page(99) == view.page(view.total)
    assert trail(station) == []


def test_other_columns_need_no_other_reading(station):
    record(station, {"content": "😀"})
    reader = RegisterReader(station)
    assert reader.view(WISH).unprintable() == ("😀",)
    record(station)
    assert reader.view(replace(WISH, options=RegisterOptions(size=12))).rows == 1
    assert reader.view(replace(WISH, channels=("来站接待",))).rows == 2
    assert reader.view(WISH).rows == 2
    record(station)
    assert reader.view(WISH).rows == 2
    reader.forget()
    assert reader.view(WISH).rows == 3


def test_a_look_at_unmasked_rows_is_noted_once(station):
    record(station)
    reader = RegisterReader(station)
    wish = replace(WISH, shown=EVERYTHING, reason="核对")
    for size in (11, 12):
        page = text(reader.view(replace(wish, options=RegisterOptions(size=size))).page(1))
        assert "13800005678" in page.replace(" ", "")
    assert trail(station) == [("显示全文",)]
