"""Texts of promises.md through each door: refused and nothing changes, changed and said, or kept, found and printed."""

from dataclasses import replace

import pytest
from pypdf import PdfReader

from station_app.domain.text import MAX_TEXT_CHARACTERS, TextRefused
from station_app.errors import StationError
from station_app.reports.register import RegisterOptions, print_register
from station_app.services.ledger.rows import Rejected
from station_app.services.listing import Filters, page
from station_app.services.recording import save_reception
from tests.bad_input.entries import ENTRIES, as_ledger_row, everything
from tests.reports.sample import HEAD, ROWS
from tests.services.opinions import record
from tests.stations import reception_form

EACH_DOOR = pytest.mark.parametrize("door", ENTRIES)
REFUSED = {
    "a lone surrogate": ("灯\ud83d不亮", "残缺"),
    "NUL": ("灯\0不亮", "NUL"),
    "a text over 100,000 characters": ("长" * (MAX_TEXT_CHARACTERS + 1), "文字太长"),
}
CHANGED = {
    "CRLF": ("甲\r\n乙", "甲\n乙", "换行已统一"),
    "tab runs": ("甲\t\t乙", "甲 乙", "制表符改为空格"),
    "other controls": ("甲\x07乙", "甲乙", "去掉 1 个看不见的字符"),
    "zero-width": ("甲\u200b乙\ufeff", "甲乙", "去掉 2 个看不见的字符"),
    "bidi controls": ("甲\u202e乙\u2066", "甲乙", "去掉 2 个看不见的字符"),
    "NFC": ("cafe\u0301", "café", "字形已规范"),
    "outer blanks": (" \u3000甲乙\n", "甲乙", "去掉首尾空白"),
}
KEPT = {
    "emoji": "楼道 😀 太黑",
    "the dot of a name": "阿卜杜拉·买买提",
    "a name of 50 characters": "名" * 50,
    "Ext A": "䶮家门口",
    "beyond the BMP": "𠮷家和𬭎家",
    "per cent": "100% 不亮",
    "underline": "a_b",
    "backslash": "a\\b",
    "quote": '他说"好"',
    "NEAR(": "NEAR(甲",
    "AND": "甲 AND 乙",
    "'; drop table": "'; drop table opinion; --",
    "bold": "<b>粗</b>",
    "image": '<img src="/etc/passwd">',
}


@EACH_DOOR
@pytest.mark.parametrize("case", REFUSED)
def test_refused_and_nothing_changes(station, door, case):
    text, cause = REFUSED[case]
    before = everything(station)
    with pytest.raises(StationError) as refused:
        ENTRIES[door](station, text)
    assert cause in refused.value.title
    assert refused.value.next_step
    after = everything(station)
    if door in {"form and draft", "record --file"}:
        assert after == before
    else:  # what was to be corrected, or the box, was put there before
        assert all(text not in str(one) for one in after)


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_of_a_ledger_is_refused_and_says_why(tmp_path, case):
    text, _cause = REFUSED[case]
    if case == "a text over 100,000 characters":
        row = as_ledger_row(tmp_path, text)
        assert isinstance(row, Rejected)
        assert "文字太长" in row.reason
        return
    with pytest.raises(StationError) as refused:
        as_ledger_row(tmp_path, text)
    assert refused.value.next_step


def test_more_than_a_mebibyte_in_one_record(station):
    base = reception_form(station)
    many = tuple(replace(base.opinions[0], content="长" * 99_000) for _ in range(4))
    before = everything(station)
    with pytest.raises(TextRefused, match="最多 1 MiB"):
        save_reception(station, replace(base, opinions=many))
    assert everything(station) == before


@EACH_DOOR
@pytest.mark.parametrize("case", CHANGED)
def test_changed_and_said(station, door, case):
    text, kept, said = CHANGED[case]
    stored, notes = ENTRIES[door](station, text)
    assert stored == kept
    assert f"内容：{said}" in " ".join(notes)


@pytest.mark.parametrize("case", CHANGED)
def test_changed_in_a_ledger_and_said(tmp_path, case):
    text, kept, said = CHANGED[case]
    row = as_ledger_row(tmp_path, text)
    assert row.content == kept
    assert any(said in note for note in row.notes)


def test_phones_and_numbers_become_half_width_and_that_is_said(station):
    from station_app.domain.checks import text_notes

    base = reception_form(station)
    form = replace(base, contact=replace(base.contact, phone="１３９　８７６５　０４２１"))
    save_reception(station, form)
    assert station.db.execute_sql("SELECT phone FROM contact").fetchone() == ("13987650421",)
    assert text_notes(form) == ("电话：全角改为半角，去掉号码里的空格",)


@EACH_DOOR
@pytest.mark.parametrize("case", KEPT)
def test_kept_and_found(station, door, case):
    stored, notes = ENTRIES[door](station, KEPT[case])
    assert stored == KEPT[case]
    assert not notes
    record(station, {"content": "别的事"})
    (line,) = page(station, Filters(text=KEPT[case]))
    assert line.title


@pytest.mark.parametrize("name", ["阿卜杜拉·买买提", "名" * 50, "䶮龙", "𠮷野", "𬭎", "<b>", "O'Neil; drop table"])
def test_kept_as_a_name_and_found_by_it(station, name):
    record(station, contact={"name": name})
    assert station.db.execute_sql("SELECT name FROM contact").fetchone() == (name,)
    record(station)
    assert len(page(station, Filters(text=name))) == 1


@pytest.mark.parametrize("case", KEPT)
def test_kept_in_a_ledger(tmp_path, case):
    assert as_ledger_row(tmp_path, KEPT[case]).content == KEPT[case]


def test_kept_on_paper(tmp_path):
    """One register with all of them; what no font has is drawn as its number."""
    rows = [replace(ROWS[0], content=text) for text in KEPT.values()]
    file = tmp_path / "登记表.pdf"
    file.write_bytes(print_register(rows, HEAD, RegisterOptions(columns=("反映内容",))).data)
    words = "".join("".join(one.extract_text() for one in PdfReader(file).pages).split())
    for text in KEPT.values():
        assert "".join(text.replace("😀", "〔U+1F600〕").split()) in words
