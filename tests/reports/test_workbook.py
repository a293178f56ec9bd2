"""The 社情簿 as a workbook: all text, wide enough, nothing lost."""

import io
from dataclasses import replace

import openpyxl
import pytest

from station_app.errors import StationError
from station_app.reports.records import RegisterGap, RegisterOptions
from station_app.reports.register_columns import NAMES
from station_app.reports.workbook import MAX_HEIGHT, register_workbook
from tests.reports.sample import HEAD, ROWS

CONTENT = NAMES.index("反映内容")


def sheet_of(entries, options=None, head=HEAD):
    data = register_workbook(entries, head, options or RegisterOptions())
    return openpyxl.load_workbook(io.BytesIO(data)).active


def rows_of(sheet):
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_it_opens_as_one_would_print_it():
    sheet = sheet_of(ROWS)
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert [cell.value for cell in sheet[3]] == list(NAMES)
    assert sheet["G4"].alignment.wrap_text
    assert sheet.column_dimensions["G"].width > sheet.column_dimensions["F"].width


def test_phones_and_serials_are_text():
    phone = replace(ROWS[0], phone="13800005678")
    sheet = sheet_of([phone])
    assert sheet["B4"].value == "LH07-2026-00043"
    assert sheet["F4"].value == "13800005678"
    assert sheet["F4"].number_format == "@"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "#REF!", "1.38E+10"])
def test_nothing_is_a_formula(text):
    sheet = sheet_of([replace(ROWS[0], content=text, remark=text)])
    for cell in (sheet.cell(4, CONTENT + 1), sheet.cell(4, len(NAMES))):
        assert cell.value == text
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_void_rows_are_struck_but_for_the_reason():
    sheet = sheet_of(ROWS)
    assert sheet.cell(6, CONTENT + 1).font.strike
    assert not sheet.cell(6, len(NAMES)).font.strike
    assert sheet.cell(6, len(NAMES)).value == "作废\n重复见00042"


@pytest.mark.parametrize("text", ["好" * 5_000, "天一热\n味道大\n\n" * 300, "a" * 40_000])
def test_a_high_row_goes_on_in_following_ones(text):
    sheet = sheet_of([replace(ROWS[0], content=text), ROWS[1]])
    rows = rows_of(sheet)
    assert "".join(row[CONTENT] for row in rows[:-1]) == text
    assert {row[0] for row in rows[1:-1]} == {"43\n续"}
    assert rows[-1][0] == "44"
    assert max(sheet.row_dimensions[number].height for number in range(4, 4 + len(rows))) <= MAX_HEIGHT
    assert max(len(cell) for row in rows for cell in row) <= 32_000


def test_without_numbers_the_content_says_that_it_goes_on():
    rows = rows_of(sheet_of([replace(ROWS[0], content="好" * 5_000)], RegisterOptions(columns=("反映内容", "备注"))))
    assert all(row[0].startswith("（续）") for row in rows[1:])


def test_gaps_are_rows():
    rows = rows_of(sheet_of([RegisterGap(first="LH07-2026-00050", last="LH07-2026-00050", reason="因恢复数据未启用")]))
    assert rows[0][1] == "LH07-2026-00050"
    assert rows[0][CONTENT] == "00050 因恢复数据未启用"
    assert rows_of(sheet_of([replace(ROWS[0], doubled="QX")]))[0][1] == "LH07-2026-00043\n〔重号〕QX"


def test_sensitive_content_is_not_in_it():
    assert "（敏感事项，内容不印）" in [row[CONTENT] for row in rows_of(sheet_of(ROWS))]


def test_too_narrow_a_content_is_refused():
    with pytest.raises(StationError, match="反映内容"):
        sheet_of(ROWS, RegisterOptions(widths={"办理结果": 40}))


def test_writing_can_be_stopped():
    heard = []
    register_workbook(ROWS, HEAD, RegisterOptions(), lambda done, total: heard.append((done, total)))
    assert heard[-1] == (len(ROWS), len(ROWS))
