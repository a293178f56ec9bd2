"""Workbooks in the shapes that stations keep them."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest

from station_app.errors import StationError
from station_app.services.ledger.cells import CellFault
from station_app.services.ledger.sheet import open_table
from tests.services.ledger.books import HEADERS, inline_row, raw_xlsx, read_all, write_xlsx
from tests.services.ledger.conftest import Ledger

DATED = '<c s="{}"><v>43563</v></c>'
ROW = ("A1", "2019/4/8", "王芳", "13812345678", "路灯不亮", "小区路灯坏了")


def test_headers_below_title_rows(ledger: Ledger) -> None:
    (row,) = ledger(["梧桐里社区民意台账"], [], ["单位：梧桐里", None, "2019 年"], HEADERS, ROW, merges=["A1:F1"])
    assert (row.row, row.content) == (5, "小区路灯坏了")


def test_headers_in_two_rows(ledger: Ledger) -> None:
    upper = ["编号", "日期", "反映人", None, "反映内容"]
    lower = [None, None, "姓名", "电话", None]
    (row,) = ledger(upper, lower, ["A1", "2019/4/8", "王芳", "13812345678", "灯坏"], merges=["C1:D1", "A1:A2", "B1:B2"])
    assert (row.row, row.contact_name, row.phone, row.content) == (3, "王芳", "13812345678", "灯坏")


def test_headers_in_two_rows_without_merges(ledger: Ledger) -> None:
    (row,) = ledger(
        ["日期", "反映人", None, "反映内容"], [None, "姓名", "电话"], ["2019/4/8", "王芳", "62345678", "灯坏"]
    )
    assert (row.contact_name, row.phone) == ("王芳", "62345678")


def test_a_merged_cell_lends_its_value_to_the_rows_below(ledger: Ledger) -> None:
    rows = ledger(
        ["编号", "日期", "反映人", "反映内容"],
        ["A1", "2019/4/8", "王芳", "灯坏"],
        [None, None, None, "路坏"],
        ["A2", "2019/4/9", "李明", "水管漏"],
        merges=["A2:A3", "B2:B3", "C2:C3"],
    )
    assert [row.received_on.day for row in rows] == [8, 8, 9]
    assert [row.contact_name for row in rows] == ["王芳", "王芳", "李明"]
    assert [row.external_number for row in rows] == ["A1", "", "A2"]


def test_a_row_whose_content_is_merged_with_the_one_above_says_so(ledger: Ledger) -> None:
    first, second = ledger(
        ["日期", "反映内容", "承办单位"],
        ["2019/4/8", "灯坏", "物业"],
        [None, None, "街道"],
        merges=["A2:A3", "B2:B3"],
    )
    assert first.content == "灯坏"
    assert "第 2 行合并" in second.reason


def test_blank_rows_columns_and_repeated_headers_are_passed_over(ledger: Ledger) -> None:
    headers = ["日期", None, "反映内容"]
    rows = ledger(headers, [], ["2019/4/8", None, "灯坏"], [None, " ", None], headers, ["2019/4/9", None, "路坏"])
    assert [row.row for row in rows] == [3, 6]


def test_the_sheet_with_the_ledger_is_found(tmp_path: Path) -> None:
    sheets = {"说明": [["本表由社区填写"]], "空": [], "旧": [HEADERS, ROW], "台账": [HEADERS, ROW]}
    path = write_xlsx(tmp_path / "多表.xlsx", sheets, hidden=("旧",))
    with open_table(path) as table:
        assert table.sheet == "台账"
        assert set(table.sheets) == set(sheets)
        assert any("另有" in note for note in table.notes)


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    sheets = {"2018": [HEADERS, ROW], "2019": [HEADERS, ROW, ROW]}
    path = write_xlsx(tmp_path / "多表.xlsx", sheets)
    assert len(read_all(path, sheet="2019")) == 2
    with pytest.raises(StationError, match="没有叫") as refused:
        read_all(path, sheet="2020")
    assert "2018" in refused.value.next_step


def test_a_workbook_with_nothing_in_it(tmp_path: Path) -> None:
    with pytest.raises(StationError, match="没有内容"):
        open_table(write_xlsx(tmp_path / "空.xlsx", {"空": []}))


def test_dates_of_all_kinds_in_one_column(ledger: Ledger) -> None:
    cells = [datetime(2019, 4, 8, 8, 37), date(2019, 4, 8), 43563, "43563", "2019.4.8", "2019年4月8日", 20190408]
    rows = ledger(["日期", "反映内容"], *([cell, "灯坏"] for cell in cells))
    assert {row.received_on for row in rows} == {date(2019, 4, 8)}
    assert rows[0].received_time == time(8, 37)


def test_a_workbook_that_counts_from_1904(ledger: Ledger) -> None:
    rows = ledger(["日期", "反映内容"], [datetime(2019, 4, 8), "灯坏"], [43563 - 1462, "路坏"], epoch_1904=True)
    assert {row.received_on for row in rows} == {date(2019, 4, 8)}


@pytest.mark.parametrize("format_id", [14, 22, 31, 57])
def test_built_in_date_formats_the_chinese_ones_too(tmp_path: Path, format_id: int) -> None:
    xfs = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{format_id}"/></cellXfs>'
    styles = f'<styleSheet><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>{xfs}</styleSheet>'
    sheet = f"<sheetData>{inline_row(DATED.format(1))}</sheetData>"
    with open_table(raw_xlsx(tmp_path / "a.xlsx", sheet, {"xl/styles.xml": styles})) as table:
        assert table.headers == ("2019-04-08",)


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "2019-04-08"),
        ("0.00&quot;日d&quot;", "43563"),
        ("[Red]0", "43563"),
    ],
)
def test_a_format_of_the_file_s_own(tmp_path: Path, code: str, header: str) -> None:
    formats = f'<numFmts><numFmt numFmtId="176" formatCode="{code}"/></numFmts>'
    styles = f'<styleSheet>{formats}<cellXfs><xf numFmtId="176"/></cellXfs></styleSheet>'
    sheet = f"<sheetData>{inline_row(DATED.format(0))}</sheetData>"
    with open_table(raw_xlsx(tmp_path / "a.xlsx", sheet, {"xl/styles.xml": styles})) as table:
        assert table.headers == (header,)


def test_cells_of_every_type(tmp_path: Path) -> None:
    cells = (
        '<c t="s"><v>0</v></c>',
        '<c t="str"><f>A1</f><v>算出的字</v></c>',
        "<c><f>1+1</f><v>2</v></c>",
        "<c><f>1+1</f></c>",
        "<c><f>1+1</f><v></v></c>",
        '<c t="str"><f>A1</f><v></v></c>',
        '<c t="e"><f>A9</f><v>#REF!</v></c>',
        '<c t="b"><v>1</v></c>',
        "<c><v>1.5E3</v></c>",
        "<c><v>NaN</v></c>",
        "<c><v>1e999</v></c>",
        '<c t="d"><v>2019-04-08T08:37:20</v></c>',
        '<c t="inlineStr"><is><r><t>分</t></r><r><t>段</t></r><rPh><t>pinyin</t></rPh></is></c>',
        '<c t="inlineStr"><is><t>行_x000D_尾_x005F_x0041_</t></is></c>',
        '<c r="AB3"><v>7</v></c>',
    )
    shared = "<sst><si><r><t>共</t></r><r><t>享</t></r><rPh><t>gong</t></rPh></si></sst>"
    sheet = f"<sheetData>{inline_row('日期', '反映内容')}{inline_row(*cells)}</sheetData>"
    with open_table(raw_xlsx(tmp_path / "a.xlsx", sheet, {"xl/sharedStrings.xml": shared})) as table:
        (row,) = table.rows
    plain = [cell if not isinstance(cell, CellFault) else cell.reason[:6] for cell in row.cells]
    assert plain[:14] == [
        "共享", "算出的字", 2, "公式没有算出", "公式没有算出", None, "单元格是错误", True, 1500.0,
        "数字写坏了，", "数字写坏了，", datetime(2019, 4, 8, 8, 37, 20), "分段", "行\r尾_x0041_",
    ]  # fmt: skip
    assert row.cell(27) == 7


def test_a_formula_that_was_never_calculated_refuses_its_row_and_no_other(ledger: Ledger) -> None:
    first, second = ledger(["日期", "反映内容"], ["=TODAY()", "灯坏"], ["2019/4/8", "路坏"])
    assert "公式" in first.reason
    assert "日期" in first.reason
    assert second.content == "路坏"


def test_an_error_in_a_column_that_is_not_taken_does_no_harm(ledger: Ledger) -> None:
    (row,) = ledger(["日期", "反映内容", "合计"], ["2019/4/8", "灯坏", "=1/0"])
    assert row.content == "灯坏"


def test_macros_are_not_run_but_said(tmp_path: Path) -> None:
    rel = '<Relationship Id="r{}" Type="x/{}" Target="{}"/>'.format
    relations = f"{rel(1, 'worksheet', '/xl/worksheets/sheet1.xml')}{rel(9, 'vbaProject', 'vbaProject.bin')}"
    sheet = f"<sheetData>{inline_row('日期', '反映内容')}</sheetData>"
    path = raw_xlsx(
        tmp_path / "宏.xlsm",
        sheet,
        {"xl/_rels/workbook.xml.rels": f"<x>{relations}</x>", "xl/vbaProject.bin": "Auto_Open"},
    )
    with open_table(path) as table:
        assert any("宏" in note for note in table.notes)


def test_elements_with_a_prefix(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    cell = '<x:c t="inlineStr"><x:is><x:t>{}</x:t></x:is></x:c>'.format
    rows = f"<x:row>{cell('日期')}{cell('反映内容')}</x:row><x:row>{cell('2019/4/8')}{cell('灯坏')}</x:row>"
    parts["xl/worksheets/sheet1.xml"] = f'<x:worksheet xmlns:x="y"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    (row,) = read_all(raw_xlsx(path, "", parts))
    assert row.content == "灯坏"


def test_row_numbers_are_the_sheet_s_own(tmp_path: Path) -> None:
    rows = inline_row("日期", "反映内容", attributes=' r="3"') + inline_row(
        "2019/4/8", "灯坏", attributes=' r="1000000"'
    )
    (row,) = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{rows}</sheetData>"))
    assert row.row == 1_000_000


def test_a_sheet_longer_than_any_sheet_is_refused(tmp_path: Path) -> None:
    rows = inline_row("日期", "反映内容") + inline_row("2019/4/8", "灯坏", attributes=' r="99999999999"')
    with pytest.raises(StationError, match="1048576 行"):
        read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{rows}</sheetData>"))


def test_the_lock_file_of_wps_is_noticed(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, ROW]})
    (tmp_path / ".~台账.xlsx").write_bytes(b"lock")
    with open_table(path) as table:
        assert any("WPS" in note for note in table.notes)
