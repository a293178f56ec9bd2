"""The 社情簿 out of the database: which rows, how masked, and how outputs are counted."""

import time
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from station_app.db.faults import StorageProblem
from station_app.domain.enums import ContactKind, Kind, Outcome, Satisfaction
from station_app.domain.masking import EVERYTHING, Masked
from station_app.domain.periods import Period, year_period
from station_app.domain.records import EarlierAnswer, Intake
from station_app.errors import StationError
from station_app.reports.records import RegisterGap, RegisterOptions, RegisterRow
from station_app.services import reprints
from station_app.services.audit import problems
from station_app.services.correcting import void
from station_app.services.paper_book import note_last_number
from station_app.services.register import RegisterWish, look_at, write_register
from tests.services.opinions import answered, at_centre, nobody_at_the_desk, record, seat, twin

WISH = RegisterWish(period=year_period(2026))
OPEN = replace(WISH, shown=EVERYTHING, reason="街道核对")


def trail(station):
    return station.db.execute_sql("SELECT action, subject, detail FROM audit ORDER BY id").fetchall()


def only(station, wish=WISH):
    (row,) = look_at(station, wish)
    return row


def test_a_row_says_what_was_taken_in_masked(station):
    (serial,) = record(station)
    row = only(station)
    assert (row.number, row.serial, row.day) == (1, serial, date(2026, 6, 18))
    assert (row.name, row.phone, row.topic, row.outcome) == ("吴**", "138****5678", "物业管理", "登记办理")
    assert row.content.startswith("地下车库 B 区靠 6 栋")
    assert (row.unit, row.handed_on, row.result, row.told_on, row.attitude) == ("", "", "", "", "")
    assert trail(station) == []


def test_unmasked_is_for_the_head_with_a_reason_and_in_the_trail(station):
    record(station)
    assert (only(station, OPEN).name, only(station, OPEN).phone) == ("吴桂珍", "13800005678")
    assert trail(station) == [("显示全文", "社情簿 2026 年", "街道核对")] * 2
    with pytest.raises(StationError, match="没有写为什么"):
        look_at(station, replace(OPEN, reason=" \n"))
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="要由站长"):
        look_at(station, OPEN)
    assert only(station).name == "吴**"
    with nobody_at_the_desk(station), pytest.raises(StationError):
        look_at(station, WISH)
    assert len(trail(station)) == 2


def test_what_is_kept_back_stays_so_even_unmasked(station):
    record(station, {"kind": Kind.REPORT})
    record(station, contact={"confidential": True})
    for row in (*look_at(station, WISH), *look_at(station, OPEN)):
        assert (row.name, row.phone) == ("信息保密", "—")


def test_those_without_a_name_of_their_own(station):
    record(station, contact={"kind": ContactKind.ANONYMOUS, "name": "", "phone": ""})
    record(station, contact={"kind": ContactKind.GROUP, "group_size": 12})
    assert [(row.name, row.phone) for row in look_at(station, WISH)] == [("匿名", "—"), ("12 人联名", "138****5678")]
    assert [row.name for row in look_at(station, OPEN)] == ["匿名", "吴桂珍等12人"]


def test_sensitive_content_stands_only_unmasked(station):
    record(station, {"sensitive": True})
    assert only(station).sensitive
    assert not only(station, OPEN).sensitive


def test_voids_doubles_and_passed_over_numbers_stand_in_their_places(station):
    first, second = record(station, {}, {})
    void(station, second, "重复登记")
    twin(station, first)
    note_last_number(station, 5)
    (after,) = record(station)
    rows = look_at(station, WISH)
    assert [row.serial for row in rows if isinstance(row, RegisterRow)] == [first, first, second, after]
    assert [row.number for row in rows if isinstance(row, RegisterRow)] == [1, 2, 3, 4]
    assert rows[3] == RegisterGap(first="17-2026-00003", last="17-2026-00005", reason="因恢复数据未启用")
    assert rows[2].void_reason == "重复登记"
    assert all(len(row.doubled) == 2 for row in rows[:2])
    assert rows[0].doubled != rows[1].doubled
    assert not rows[2].doubled


def test_a_period_has_the_days_it_names_and_each_gap_once(station):
    record(station, began="2026-05-31T10:00")
    note_last_number(station, 3)
    record(station, began="2026-06-01T09:00")
    may, june = (
        look_at(station, RegisterWish(period=Period(*days)))
        for days in ((date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 6, 1), date(2026, 6, 30)))
    )
    assert [type(one) for one in may] == [RegisterRow, RegisterGap]
    assert [row.serial for row in june] == ["17-2026-00004"]


def test_an_answer_on_the_spot_has_no_unit_and_says_when_it_was_told(station):
    record(station, answered(Satisfaction.SATISFIED))
    row = only(station)
    assert (row.outcome, row.unit, row.handed_on) == ("当场答复", "—", "—")
    assert (row.result, row.told_on, row.attitude) == ("明天请电工来换灯。", date(2026, 6, 18), "满意")


def test_the_centres_work_stands_with_all_of_its_answers(station):
    (serial,) = record(station)
    at_centre(station, serial, "2026-06-20", "2026-07-01")
    row = only(station)
    assert (row.outcome, row.unit, row.handed_on) == ("转街道办", "城市管理办公室", date(2026, 6, 18))
    assert row.result == "2026.6.20：已整改。\n2026.7.1：已整改。"


def test_an_earlier_answer_stands_in_full(station):
    text = "2019 年已答复。\n" + "长" * 3000
    intake = Intake(
        serial="17-2026-00001",
        received_on="2026-01-02",
        channel="其他",
        topic="住房",
        title="漏水",
        content="漏。",
        outcome=Outcome.FILED,
        former_serial="17-2026-00009",
        remark="旧册",
        earlier_answer=EarlierAnswer(text=text, date="2026-01-09"),
    )
    with station.writing() as log:
        log.put("00000000-0000-4000-8000-0000000000ab", "opinion.intake", intake, station.author)
    row = only(station)
    assert row.result == text
    assert row.remark == "原编号 17-2026-00009\n旧册"
    assert (row.told_on, row.attitude) == ("—", "—")


def test_outputs_are_counted_by_period_columns_and_masking(station, tmp_path):
    record(station)

    def number(wish=WISH, name="簿.pdf", **more):
        return write_register(station, wish, tmp_path / name, **more).reprint

    assert [number(), number(preview=True), number(), number(name="簿.xlsx")] == [0, 0, 1, 2]
    assert number(OPEN) == 0
    assert number(replace(WISH, options=RegisterOptions(columns=("编号", "反映内容")))) == 0
    assert number(RegisterWish(period=Period(date(2026, 6, 1), date(2026, 6, 30)))) == 0
    assert number(name="簿.PDF", preview=True) == 0
    assert [one for one in trail(station) if one[0] == "显示全文"] == [("显示全文", "社情簿 2026 年", "街道核对")]
    assert sum(one[0] == "导出" for one in trail(station)) == 5
    assert list(problems(station.db)) == []


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_same_is_the_same_byte_for_byte(station, tmp_path, kind, monkeypatch):
    record(station)
    one = write_register(station, WISH, tmp_path / f"一.{kind}", preview=True).out.read_bytes()
    later = time.localtime(time.time() + 1000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert write_register(station, WISH, tmp_path / f"二.{kind}", preview=True).out.read_bytes() == one


def test_what_no_font_has_is_told(station, tmp_path):
    record(station, {"content": "𠮷😀"})
    one = write_register(station, WISH, tmp_path / "簿.pdf")
    assert (one.rows, one.pages, one.unprintable) == (1, 1, ("😀",))


def test_what_cannot_be_written_is_not_counted(station, tmp_path):
    record(station)
    with pytest.raises(StorageProblem):
        write_register(station, WISH, tmp_path / "没有" / "簿.pdf")
    with pytest.raises(StationError, match="文件名要以"):
        write_register(station, WISH, tmp_path / "簿.doc")
    with pytest.raises(StationError, match="数据文件夹"):
        write_register(station, WISH, station.store.paths.folder / "簿.pdf")

    def stop(done, total):
        raise StationError("已取消")

    with pytest.raises(StationError, match="已取消"):
        write_register(station, WISH, tmp_path / "簿.pdf", progress=stop)
    assert trail(station) == []
    assert not (tmp_path / "簿.pdf").exists()
    assert write_register(station, WISH, tmp_path / "簿.pdf").reprint == 0


def test_each_part_of_the_masking_is_taken_off_alone(station, tmp_path):
    record(station, {"sensitive": True})
    seen = {}
    for part in Masked:
        row = only(station, replace(OPEN, shown=frozenset({part})))
        seen[part] = (row.name == "吴桂珍", row.phone == "13800005678", not row.sensitive)
    assert [seen[part] for part in Masked] == [(True, False, False), (False, True, False), (False, False, True)]
    assert [one[2] for one in trail(station)] == ["街道核对（姓名）", "街道核对（电话）", "街道核对（敏感内容）"]
    names = replace(OPEN, shown=frozenset({Masked.NAME}))
    numbers = [write_register(station, wish, tmp_path / "簿.pdf").reprint for wish in (WISH, OPEN, names, names)]
    assert numbers == [0, 0, 0, 1]


def test_chosen_channels_alone(station, tmp_path):
    record(station)
    (box,) = record(station, channel="民意收集箱")
    note_last_number(station, 5)
    wish = replace(WISH, channels=("民意收集箱", "电话"))
    row = only(station, wish)
    assert (row.number, row.serial, row.channel) == (1, box, "民意收集箱")
    paper = write_register(station, wish, tmp_path / "簿.pdf")
    assert (paper.rows, paper.reprint) == (1, 0)
    assert "来源渠道：民意收集箱、电话" in PdfReader(paper.out).pages[0].extract_text()
    other_order = replace(WISH, channels=("电话", "民意收集箱"))
    assert write_register(station, other_order, tmp_path / "簿.xlsx").reprint == 1
    sheet = load_workbook(tmp_path / "簿.xlsx").active
    assert "来源渠道：电话、民意收集箱" in sheet["A2"].value
    assert write_register(station, WISH, tmp_path / "簿.pdf").reprint == 0
    assert trail(station)[0][:2] == ("导出", "社情簿 2026 年（民意收集箱、电话）")


def test_a_number_taken_meanwhile_is_not_given_twice(station, tmp_path):
    trace = reprints.Trace(key="k", subject="s")
    reprints.put_out(station, trace, 0, lambda: None)
    with pytest.raises(StationError, match="又打印了一次"):
        reprints.put_out(station, trace, 0, reprints.save(tmp_path / "x.pdf", b"x"))
    assert reprints.outputs(station, "k") == 1
    assert not (tmp_path / "x.pdf").exists()
