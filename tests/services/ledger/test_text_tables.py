"""Text tables: encodings, separators, and files that are none."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.errors import StationError
from station_app.services.ledger.encodings import detect
from station_app.services.ledger.sheet import open_table
from tests.services.ledger.books import HEADERS, read_all

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")
ROW = ("A1", "2019-04-08", "王䶮", "13812345678", "路灯不亮", "小区路灯坏了，\n“三天”没人修")

PLAIN = (*ROW[:-1], "小区路灯坏了")


def table_text(rows: list[tuple[str, ...]], delimiter: str = ",", line_end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，", "；"])
def test_every_encoding_and_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(table_text([HEADERS, ROW], delimiter).encode(encoding))
    (row,) = read_all(path)
    assert row.content == ROW[-1]
    assert row.contact_name == "王䶮"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end(tmp_path: Path, line_end: str) -> None:
    path = tmp_path / "台账.txt"
    path.write_bytes(table_text([HEADERS, PLAIN, PLAIN], "\t", line_end).encode("gb18030"))
    assert [row.row for row in read_all(path)] == [2, 3]


CELLS = st.text(
    st.characters(codec="gb18030", exclude_characters="\0", exclude_categories=["Cs", "Cn", "Co"]), max_size=30
)


@given(rows=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), encoding=st.sampled_from(ENCODINGS))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], encoding: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "任意.csv"
    path.write_bytes(table_text([("日期", "反映内容"), *rows]).encode(encoding))
    with open_table(path) as table:
        read = [(row.cell(0) or "", row.cell(1) or "") for row in table.rows]
    assert table.headers == ("日期", "反映内容")
    assert read == rows


def test_blank_lines_count_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(table_text([HEADERS, (), ROW, ()]), encoding="utf-8")
    assert [row.row for row in read_all(path)] == [3]


def test_a_phone_that_csv_cut_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(table_text([HEADERS, ("1", "2019/4/8", "王", "1.38E+10", "灯", "灯坏")]), encoding="utf-8")
    (row,) = read_all(path)
    assert "联系电话" in row.reason
    assert "1.38E+10" in row.reason


@pytest.mark.parametrize("content", ["=1+1", "+86", "-5 度", "@all", "\t制表符开头", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_is_text(tmp_path: Path, content: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(table_text([("日期", "反映内容"), ("2019/4/8", content)]), encoding="utf-8")
    (row,) = read_all(path)
    assert row.content == content.strip()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b"\xff\xff\xfe\x81\x30" * 50, "编码"),
        ("编号,日期\n".encode() + b"\xc3", "编码"),
        (b"\x00\x01\x02\x03" * 40, "二进制"),
        (b"abc,def\n\x00x\n", "二进制"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xfea", "编码"),
        ('日期,反映内容\n2019/4/8,"没有配对'.encode() + "长".encode() * 200_000, "引号"),
        (b"x" * (5 * 1024 * 1024), "长得离谱"),
    ],
)
def test_what_is_no_table_is_refused_with_the_cause(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(data)
    with pytest.raises(StationError) as refused:
        read_all(path)
    assert reason in refused.value.title
    assert refused.value.next_step


def test_a_mark_decides_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes("\ufeff日期,反映内容\n".encode("utf-16-be"))
    assert detect(path).codec == "utf-16"


def test_one_sheet_named_as_the_file(tmp_path: Path) -> None:
    path = tmp_path / "2019年台账.tsv"
    path.write_text(table_text([HEADERS, ROW], "\t"), encoding="utf-8")
    with open_table(path) as table:
        assert (table.sheet, table.sheets, table.header_row) == ("2019年台账", ("2019年台账",), 1)


def test_a_text_of_over_100_000_characters_is_one_refused_row(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    rows = [("日期", "反映内容"), ("2019/4/8", "长" * 100_001), ("2019/4/9", "短")]
    path.write_text(table_text(rows), encoding="utf-8")
    long, short = read_all(path)
    assert "文字太长" in long.reason
    assert short.content == "短"
