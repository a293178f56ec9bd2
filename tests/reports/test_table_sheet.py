"""A small table on paper: every row once, a group's head never alone at a page's foot."""

from dataclasses import replace

from station_app.reports.table_rows import TableColumn, TableGroup, TableSheet
from station_app.reports.table_sheet import print_table, table_unprintable
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import PRINTED_AT

ROWS = tuple((f"站{number:02d}", f"{number}") for number in range(36))
SHEET = TableSheet(
    title="站点情况表",
    site="临湖街道",
    told="1 室",
    columns=(TableColumn("站点", 3), TableColumn("本年", 1, figure=True)),
    groups=(TableGroup("南片", ROWS[:12], ("小计", "66")), TableGroup("北片", ROWS[12:24], ("小计", "210"))),
    total=("合计", "276"),
    printed_at=PRINTED_AT,
)


def test_one_page_holds_the_street(tmp_path):
    printed = print_table(SHEET)
    assert printed.pages == 1
    assert print_table(SHEET).data == printed.data
    check_pdf(printed.data, tmp_path)
    text = text_of(printed.data, tmp_path)
    for said in ("站点情况表", "临湖街道", "1 室", "南片", "北片", "合计", *(row[0] for row in ROWS[:24])):
        assert text.count(said) == 1, said
    assert text.count("小计") == 2


def test_more_rows_take_more_pages_and_no_head_stands_alone(tmp_path):
    group = TableGroup("南片", ROWS)
    pages = print_table(replace(SHEET, groups=(group, TableGroup("北片", ROWS))))
    assert pages.pages == 2
    text = text_of(pages.data, tmp_path)
    first, second = text.split("第 1 页")[0], text.split("第 1 页")[1]
    assert "北片" not in first
    assert "北片" in second


def test_a_character_without_a_shape_is_named():
    odd = replace(SHEET, groups=(TableGroup("", (("\U0001f600", "1"),)),))
    assert table_unprintable(odd) == ("\U0001f600",)
