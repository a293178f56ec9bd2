"""The 社情簿 on paper: what stands on a page, and that nothing of a row is lost."""

import subprocess
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.errors import StationError
from station_app.reports.records import RegisterGap, RegisterOptions
from station_app.reports.register import RegisterPreview, print_register, register_unprintable
from station_app.reports.register_columns import NAMES
from station_app.reports.register_layout import TABLE_BOTTOM, TABLE_TOP, RegisterLayout
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import HEAD, ROWS, many

USUAL = RegisterOptions()


def test_the_sample_page_breaks_its_lines_as_drawn():
    (page,) = RegisterLayout(USUAL, 2026).pages(ROWS)
    content, result = NAMES.index("反映内容"), NAMES.index("办理结果")
    assert page[0].cells[content].split("\n") == [
        "北区垃圾投放点挨着儿童乐园，",
        "天一热味道大、苍蝇多，带孩子",
        "的都绕着走，盼挪个地方。",
    ]
    assert page[3].cells[result].split("\n") == ["4月22日到场", "会商，车位后", "移0.8米，盲道", "恢复。"]
    assert page[4].cells[result].split("\n") == ["依法引导：诉", "讼中事项由法", "院处理，已告", "知法律援助", "电话。"]
    units = [fragment.cells[NAMES.index("承办单位")] for fragment in page]
    assert units[:2] == ["城市\n管理\n办公室", "市政\n排水所"]
    assert page[0].cells[NAMES.index("编号")] == "LH07-\n2026-\n00043"


def test_head_and_foot_stand_on_each_page(tmp_path):
    printed = print_register(many(["北区垃圾投放点挨着儿童乐园，" * 12] * 9), HEAD, USUAL)
    pages = text_of(printed.data, tmp_path).split("\f")[: printed.pages]
    assert printed.pages > 1
    for number, page in enumerate(pages, 1):
        bare = "".join(page.split())
        assert "站点：临湖街道梧桐里社区代表联络站（LH07）" in bare
        assert f"第{number}页共{printed.pages}页" in bare
        assert "内部资料注意保管" in bare
        assert "2026年6月18日10:52打印" in bare


def test_the_same_input_gives_the_same_bytes(tmp_path):
    first = print_register(ROWS, HEAD, USUAL).data
    assert print_register(ROWS, HEAD, USUAL).data == first
    check_pdf(first, tmp_path)


def test_a_reprint_says_so(tmp_path):
    assert "重印" not in text_of(print_register(ROWS, HEAD, USUAL).data, tmp_path)
    assert "重印 第 2 次" in text_of(print_register(ROWS, replace(HEAD, reprint=2), USUAL).data, tmp_path)


def test_sensitive_content_is_not_on_paper(tmp_path):
    text = text_of(print_register(ROWS, HEAD, USUAL).data, tmp_path)
    assert "（敏感事项，内容不印）" in text
    assert "不该印出来" not in text


def test_a_void_row_says_why():
    (page,) = RegisterLayout(USUAL, 2026).pages(ROWS)
    assert page[2].struck
    assert page[2].cells[NAMES.index("备注")] == "作废\n重复见\n00042"


def test_a_void_row_says_why_without_a_column_for_it():
    names = tuple(name for name in NAMES if name != "备注")
    (page,) = RegisterLayout(RegisterOptions(columns=names), 2026).pages(ROWS)
    assert "作废" in page[2].cells[names.index("反映内容")]


def test_passed_over_serials_are_printed(tmp_path):
    gaps = [
        RegisterGap(first="LH07-2026-00088", last="LH07-2026-00092"),
        RegisterGap(first="A-1-00094", last="A-1-00094"),
    ]
    text = "".join(text_of(print_register([*ROWS, *gaps], HEAD, USUAL).data, tmp_path).split())
    assert "00088–00092因恢复数据未启用" in text
    assert "00094因恢复数据未启用" in text
    assert text.count("空号") == 2


def test_doubled_serials_are_marked(tmp_path):
    text = "".join(text_of(print_register([replace(ROWS[0], doubled="QX")], HEAD, USUAL).data, tmp_path).split())
    assert "00043〔重号〕QX" in text


def test_days_of_another_year_have_it_in_front():
    (page,) = RegisterLayout(USUAL, 2026).pages([replace(ROWS[0], day=date(2025, 12, 30))])
    assert page[0].cells[NAMES.index("日期")] == "2025.\n12.30"


def test_a_row_taller_than_a_page_goes_on():
    text = "".join(chr(0x4E00 + index) for index in range(900))
    pages = list(RegisterLayout(USUAL, 2026).pages([ROWS[0], replace(ROWS[1], content=text), ROWS[3]]))
    column = NAMES.index("反映内容")
    parts = [fragment for page in pages for fragment in page if fragment.cells[0].split("\n")[0] == "44"]
    assert len(parts) > 1
    assert "".join(part.cells[column].replace("\n", "") for part in parts) == text
    assert [part.cells[0] for part in parts[1:]] == ["44\n续"] * (len(parts) - 1)
    assert all(part.cells[1] == "LH07-\n2026-\n00044" for part in parts)


def test_a_row_that_fits_a_page_is_not_split():
    rows = many(["北区垃圾投放点挨着儿童乐园，" * 20] * 5)
    pages = list(RegisterLayout(USUAL, 2026).pages(rows))
    assert [fragment.cells[0] for page in pages for fragment in page] == [str(row.number) for row in rows]


def test_columns_switched_off_widen_the_content():
    names = tuple(name for name in NAMES if name != "联系电话")
    layout = RegisterLayout(RegisterOptions(columns=names), 2026)
    assert next(column.width for column in layout.columns if column.name == "反映内容") == 78


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (RegisterOptions(widths={"办理结果": 32}), "其余各列共213毫米"),
        (RegisterOptions(columns=("序号",)), "反映内容"),
        (RegisterOptions(columns=("反映内容", "反映内容")), "两次"),
        (RegisterOptions(columns=("反映内容", "星座")), "星座"),
        (RegisterOptions(widths={"序号": 2}), "2毫米"),
        (RegisterOptions(size=30), "30磅"),
    ],
)
def test_choices_that_cannot_be_are_refused(options, says):
    with pytest.raises(StationError, match=says) as refused:
        print_register(ROWS, HEAD, options)
    assert refused.value.next_step


def test_the_preview_shows_the_same_page():
    rows = many(["北区垃圾投放点挨着儿童乐园，" * 12] * 30)
    preview = RegisterPreview(rows, HEAD, USUAL)
    assert preview.page(1).startswith(b"%PDF")
    assert preview.known == 1
    assert preview.total is None
    preview.lay_out(10_000)
    assert preview.total == print_register(rows, HEAD, USUAL).pages
    assert preview.page(10_000) == preview.page(preview.total)


def test_what_no_font_has_is_listed_and_drawn_as_its_number(tmp_path):
    rows = [replace(ROWS[0], content="𠮷𬭎😀好<b>粗</b><img src=x>")]
    assert register_unprintable(rows) == ("😀",)
    text = "".join(text_of(print_register(rows, HEAD, USUAL).data, tmp_path).split())
    for part in ("𠮷", "𬭎", "〔U+1F600〕", "好", "<b>", "粗", "</b>"):
        assert part in text


def test_rare_characters_copy_as_they_are(tmp_path):
    rows = [replace(ROWS[0], name="𠮷𬭎", content="𠮷姓𬭎的人")]
    data = print_register(rows, HEAD, RegisterOptions(columns=("反映内容",))).data
    assert "𠮷姓𬭎的人" in text_of(data, tmp_path)


def test_printing_can_be_stopped():
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 1)
        raise Stopped

    with pytest.raises(Stopped):
        print_register(ROWS, HEAD, USUAL, stop)


def test_the_file_says_its_title_and_language(tmp_path):
    file = tmp_path / "r.pdf"
    file.write_bytes(print_register(ROWS, HEAD, USUAL).data)
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "社情簿" in info
    assert b"(zh-CN)" in file.read_bytes()
    assert b"Helvetica" not in file.read_bytes()


cells = st.text(st.sampled_from("天一热味道，。aZ9 \n"), max_size=600)


@settings(max_examples=30)
@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=5), st.sampled_from([9.0, 10.5, 12.0]))
def test_no_text_of_any_cell_is_lost(filled, size):
    """However long: each part has its place on some page, in order, and no page is too full."""
    rows = [
        replace(ROWS[0], number=at, content=content, result=result, unit=unit, remark=remark)
        for at, (content, result, unit, remark) in enumerate(filled)
    ]
    layout = RegisterLayout(RegisterOptions(size=size), 2026)
    held = {row.number: ["", "", "", ""] for row in rows}
    for page in layout.pages(rows):
        assert sum(layout.height(fragment.count) for fragment in page) <= TABLE_BOTTOM - TABLE_TOP
        for fragment in page:
            parts = held[int(fragment.cells[0].split("\n")[0])]
            for place, name in enumerate(("反映内容", "办理结果", "承办单位", "备注")):
                parts[place] += fragment.cells[NAMES.index(name)].replace("\n", "")
    for row in rows:
        assert held[row.number] == [text.replace("\n", "") for text in (row.content, row.result, row.unit, row.remark)]
