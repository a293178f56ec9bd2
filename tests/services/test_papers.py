"""Sheets of single records: what stands on them, who may have them, and how often they were put out."""

from dataclasses import replace

import pytest
from pypdf import PdfReader

from station_app.domain.enums import Kind, Satisfaction
from station_app.errors import StationError
from station_app.services.correcting import void
from station_app.services.held import hold
from station_app.services.opening_boxes import save_opening
from station_app.services.papers import (
    opening_sheet,
    opinion_sheet,
    receipt_of,
    write_blank_sheet,
    write_opening,
    write_receipt,
    write_sheet,
)
from tests.services.openings import INVALID, opening, put_up, slip
from tests.services.opinions import answered, at_centre, nobody_at_the_desk, record, seat


def sheet_of(station, serial):
    return opinion_sheet(station, hold(station, serial))


def trail(station):
    return station.db.execute_sql("SELECT action, detail FROM audit ORDER BY id").fetchall()


def text_of(file):
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def test_a_sheet_has_name_and_phone_in_full(station):
    (serial,) = record(station, ended="2026-06-18T10:45")
    sheet = sheet_of(station, serial)
    assert (sheet.name, sheet.phone, sheet.sex_and_age) == ("吴桂珍", "13800005678", "女　60–69 岁")
    assert (sheet.identity, sheet.time) == ("居民　1人", "2026年6月18日 10:20 至 10:45")
    assert (sheet.channel, sheet.recorder, sheet.kind) == ("来站接待（线下）", "沈立群", "建议")
    assert (sheet.urgency, sheet.outcome, sheet.handover) == ("普通　小区范围", "登记办理", "")


def test_a_sheet_tells_what_became_of_it(station):
    (first,) = record(station)
    at_centre(station, first, "2026-06-20")
    assert sheet_of(station, first).handover == "城市管理办公室　JB-2026-0041　2026年6月18日交办　限2026年7月8日前办结"
    assert sheet_of(station, first).result == "已整改。"
    (second,) = record(station, answered(Satisfaction.MOSTLY))
    void(station, second, "重复")
    assert (sheet_of(station, second).attitude, sheet_of(station, second).remark) == ("基本满意", "作废：重复")


def test_outputs_of_a_sheet_are_counted_and_noted(station, tmp_path):
    (serial,) = record(station)
    papers = [write_sheet(station, serial, tmp_path / f"{number}.pdf") for number in range(2)]
    assert [(paper.pages, paper.reprint) for paper in papers] == [(1, 0), (1, 1)]
    assert "重印" not in text_of(papers[0].out)
    assert "重印" in text_of(papers[1].out)
    assert trail(station) == [("导出", f"登记表 {serial}")] * 2
    assert write_receipt(station, serial, tmp_path / "回执.pdf").reprint == 0
    assert "吴桂珍" not in text_of(tmp_path / "回执.pdf")
    assert trail(station)[-1] == ("导出", f"回执 {serial}")


def test_a_report_is_the_heads(station, tmp_path):
    (serial,) = record(station, {"kind": Kind.REPORT})
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="信息保密"):
        write_sheet(station, serial, tmp_path / "表.pdf")
    assert trail(station) == []
    seat(station, "沈立群")
    assert write_sheet(station, serial, tmp_path / "表.pdf").reprint == 0


def test_a_blank_sheet_is_neither_counted_nor_noted(station, tmp_path):
    first, second = (write_blank_sheet(station, tmp_path / f"{number}.pdf") for number in range(2))
    assert (first.reprint, second.reprint, first.pages) == (0, 0, 1)
    assert first.out.read_bytes() == second.out.read_bytes()
    assert trail(station) == []


def test_a_void_opinion_has_no_receipt(station):
    (serial,) = record(station)
    void(station, serial, "重复")
    with pytest.raises(StationError, match="不能再开回执"):
        receipt_of(station, hold(station, serial))


def test_an_opening_has_its_slips_as_they_lay(station, tmp_path):
    hidden = slip()
    hidden = replace(hidden, opinion=replace(hidden.opinion, sensitive=True))
    saved = save_opening(station, opening(station, put_up(station), slip(), INVALID, hidden))
    void(station, saved.serials[1], "重复")
    row = {"uid": saved.uid} | dict(
        zip(
            [column[1] for column in station.db.execute_sql("PRAGMA table_info(box_opening)").fetchall()],
            station.db.execute_sql("SELECT * FROM box_opening").fetchone(),
            strict=True,
        )
    )
    sheet = opening_sheet(station, row)
    assert (sheet.box, sheet.place, sheet.time) == ("2号箱", "社区服务中心大厅", "2026年6月11日 9:30")
    assert (sheet.openers, sheet.seal) == (("徐桂兰", "周明"), "完好")
    assert (sheet.found, sheet.taken, sheet.invalid) == (3, 2, 1)
    assert [(one.serial, one.text, one.remark) for one in sheet.slips] == [
        ("17-2026-00001", "那个花坛荒了好几年。", ""),
        ("", "", "空白纸"),
        ("17-2026-00002", "（敏感事项，内容不印）", "作废：重复"),
    ]
    paper = write_opening(station, saved.number.lower(), tmp_path / "开箱.pdf")
    assert (paper.pages, paper.reprint, paper.unprintable) == (1, 0, ())
    assert trail(station)[-1] == ("导出", "开箱记录 17-2026-K0001")


def test_what_is_not_there_is_refused(station, tmp_path):
    with pytest.raises(StationError, match="没有编号为 17-2026-K0009"):
        write_opening(station, "17-2026-K0009", tmp_path / "开箱.pdf")
    with pytest.raises(StationError, match="没有编号为 17-2026-00009"):
        write_sheet(station, "17-2026-00009", tmp_path / "表.pdf")
    with pytest.raises(StationError, match="文件名要以"):
        write_blank_sheet(station, tmp_path / "表.xlsx")
    with nobody_at_the_desk(station), pytest.raises(StationError):
        write_blank_sheet(station, tmp_path / "表.pdf")
    assert list(tmp_path.glob("*.pdf")) == []
