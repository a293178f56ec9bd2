"""Files broken, locked, disguised or made to exhaust the machine: each refused with its cause, none a crash."""

import random
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from station_app.errors import StationError
from station_app.services.ledger import merges, xlsx_package, xlsx_text, xml_feed
from station_app.services.ledger.sheet import open_table
from tests.services.ledger.books import HEADERS, inline_row, raw_xlsx, read_all, write_xlsx

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROW = ("A1", "2019/4/8", "王芳", "13812345678", "路灯不亮", "小区路灯坏了")
HEAD = inline_row("日期", "反映内容")
SAME_NUMBER = inline_row("a", attributes=' r="5"')
SECONDS, MEBIBYTES = 5, 256


def refusal(path: Path) -> StationError:
    with pytest.raises(StationError) as refused:
        read_all(path)
    assert refused.value.next_step
    return refused.value


@pytest.mark.parametrize("name", ["台账.xls", "台账.et", "台账.XLS"])
@pytest.mark.parametrize("data", [OLE2 + bytes(600), b"<html>", b"PK\x03\x04"])
def test_old_formats_are_sent_back_to_wps(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert "请在 WPS 中另存为 xlsx" in refusal(tmp_path / name).next_step


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv"])
def test_an_old_format_under_another_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OLE2 + bytes(600))
    found = refusal(tmp_path / name)
    assert "xls 或 et" in found.title
    assert "请在 WPS 中另存为 xlsx" in found.next_step


def test_a_password_is_told_from_an_old_format(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(OLE2 + bytes(700) + "EncryptedPackage".encode("utf-16-le") + bytes(300))
    assert "密码" in refusal(path).title


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, ROW]})
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    path.write_bytes(data)
    assert "密码" in refusal(path).title


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("a.xlsx", b"", "空的"),
        ("a.xlsx", b"hello", "不是 xlsx"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"PK\x03\x04" + bytes(200), "不完整"),
        ("a.docx", b"text", "不认识"),
        ("a", b"text", "不认识"),
        ("a.csv", b"\x7fELF\x02", "程序"),
    ],
)
def test_what_is_no_table(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert cause in refusal(tmp_path / name).title


def test_other_documents_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("照片.jpg", b"x")
    assert "压缩包" in refusal(path).title
    raw_xlsx(path, "", {"xl/workbook.xml": "<document/>"})
    assert "没有工作表" in refusal(path).title


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "找不到" in refusal(tmp_path / "没有.xlsx").title
    (tmp_path / "夹.xlsx").mkdir()
    assert "文件夹" in refusal(tmp_path / "夹.xlsx").title


@pytest.mark.parametrize(
    ("error", "cause"), [(PermissionError(13, "x"), "WPS"), (OSError(5, "Input/output error"), "Input")]
)
def test_a_file_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, cause: str
) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, ROW]})

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert cause in refusal(path).title


def test_a_stick_pulled_in_mid_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, ROW]})

    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(zipfile.ZipExtFile, "read", fail)
    assert "Input/output error" in refusal(path).title


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, ROW]}).read_bytes()
    path = tmp_path / "半.xlsx"
    for length in range(4, len(whole), 97):
        path.write_bytes(whole[:length])
        refusal(path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, part: str, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l8;</x>'
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData>", {part: bomb.encode(encoding)})
    assert "实体" in refusal(path).title


def test_a_part_that_unfolds_too_far(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData>{' ' * 40_000_000}")
    assert "压缩比" in refusal(path).title


def test_a_part_no_one_reads_may_not_be_a_bomb_either(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData>", {"xl/media/x.bin": "0" * 40_000_000})
    assert "压缩比" in refusal(path).title


def test_a_claimed_size_over_the_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MAX_PART_BYTES", 1000)
    assert "超过上限" in refusal(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD * 50}</sheetData>")).title


def test_a_size_claimed_too_small_is_damage(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD * 500}</sheetData>")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 100)
    path.write_bytes(data)
    refusal(path)


def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MAX_ENTRIES", 20)
    path = raw_xlsx(tmp_path / "a.xlsx", "", {f"x{n}": "" for n in range(20)})
    assert "最多 20 个" in refusal(path).title


def test_a_directory_too_long_to_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MAX_DIRECTORY_BYTES", 200)
    assert "目录" in refusal(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData>")).title


def test_a_zip_of_another_compression(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as package:
        package.writestr("x", "y")
    assert "压缩方式" in refusal(path).title


def test_too_many_shared_strings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_text, "MAX_STRINGS", 10)
    shared = f"<sst>{'<si><t>字</t></si>' * 11}</sst>"
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData>", {"xl/sharedStrings.xml": shared})
    assert "10 段" in refusal(path).title


def test_too_many_merges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merges, "MAX_MERGES", 5)
    cells = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 20, 2))
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}</sheetData><mergeCells>{cells}</mergeCells>")
    assert "合并" in refusal(path).title


@pytest.mark.parametrize(
    ("sheet", "cause"),
    [
        (f"<sheetData>{'<row>' * 100}", "嵌套"),
        ("<sheetData>" + "".join(f"<n{n}/>" for n in range(2 * xml_feed.MAX_NAMES)), "名称"),
        (f"<sheetData>{HEAD}<row>", "断了"),
        (f"<sheetData>{SAME_NUMBER * 2}</sheetData>", "行号"),
        (f"<sheetData><row>{'<c/>' * 20_000}</row></sheetData>", "格子多"),
        ("<sheetData><row><c r='AAAA1'><v>1</v></c></row></sheetData>", "列号"),
        ("<sheetData><row><c t='s'><v>7</v></c></row></sheetData>", "文字对不上"),
    ],
)
def test_a_sheet_no_program_writes(tmp_path: Path, sheet: str, cause: str) -> None:
    assert cause in refusal(raw_xlsx(tmp_path / "a.xlsx", sheet)).title


def test_a_tag_without_end(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(4_500_000).hex()
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}<!--{noise}--></sheetData>")
    assert "长得离谱" in refusal(path).title


def test_a_cell_of_millions_of_characters_is_one_refused_row(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(1_500_000).hex()
    rows = inline_row("2019/4/8", noise) + inline_row("2019/4/9", "短")
    long, short = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}{rows}</sheetData>"))
    assert "文字太长" in long.reason
    assert short.content == "短"


def test_a_number_of_thousands_of_digits(tmp_path: Path) -> None:
    row = f"<row><c><v>{'9' * 9000}</v></c><c><v>1</v></c></row>"
    (found,) = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEAD}{row}</sheetData>"))
    assert "日期" in found.reason


def attempt(path: Path) -> str:
    """Read a file; anything but rows or StationError, or going beyond the limits, fails the test."""
    began = time.process_time()
    try:
        return f"{len(read_all(path))} rows"
    except StationError:
        return "refused"
    finally:
        assert time.process_time() - began < SECONDS


def mutations(seed: bytes, count: int, source: random.Random) -> list[bytes]:
    """Copies of ``seed`` with bytes changed, cut out, doubled or put elsewhere."""
    made = []
    for _ in range(count):
        data = bytearray(seed)
        for _ in range(source.randint(1, 8)):
            at, length = source.randrange(len(data)), source.randint(1, 40)
            data[at : at + length] = source.choice(
                [
                    source.randbytes(length),
                    b"",
                    bytes(data[at : at + length]) * 2,
                    data[source.randrange(len(data)) :][:length],
                ]
            )
        made.append(bytes(data) or b"x")
    return made


def test_mutated_packages_never_crash(tmp_path: Path) -> None:
    source = random.Random(20240618)
    seed = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, *[ROW] * 5]}, merges=["B2:B4"]).read_bytes()
    path = tmp_path / "坏.xlsx"
    outcomes = set()
    for data in mutations(seed, 150, source):
        path.write_bytes(data)
        outcomes.add(attempt(path))
    assert "refused" in outcomes


def test_mutated_parts_never_crash(tmp_path: Path) -> None:
    """Mutations inside the parts, zipped whole again, so that they reach the readers behind the checksums."""
    source = random.Random(20240619)
    seed = write_xlsx(tmp_path / "台账.xlsx", {"台账": [HEADERS, *[ROW] * 5]}, merges=["B2:B4"])
    with zipfile.ZipFile(seed) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    path = tmp_path / "坏.xlsx"
    outcomes = set()
    for _ in range(150):
        name = source.choice(sorted(parts))
        with zipfile.ZipFile(path, "w") as package:
            for part, data in parts.items():
                package.writestr(part, mutations(data, 1, source)[0] if part == name else data)
        outcomes.add(attempt(path))
    assert {"5 rows", "refused"} <= outcomes


def test_random_bytes_never_crash(tmp_path: Path) -> None:
    source = random.Random(20240620)
    heads = [b"", b"PK\x03\x04", OLE2, b"\xff\xfe", b"\xef\xbb\xbf", "日期,反映内容\n2019/4/8,".encode("gb18030")]
    outcomes = set()
    for _ in range(200):
        path = tmp_path / source.choice(["a.csv", "a.xlsx", "a.tsv"])
        path.write_bytes(source.choice(heads) + source.randbytes(source.randint(0, 3000)))
        outcomes.add(attempt(path))
    assert "refused" in outcomes


def test_mutated_text_tables_never_crash(tmp_path: Path) -> None:
    source = random.Random(20240621)
    path = tmp_path / "坏.csv"
    text = "\n".join(["日期,反映内容,电话", *['2019/4/8,"灯，坏了",13812345678'] * 5])
    outcomes = set()
    for encoding in ("utf-8", "utf-16", "gb18030"):
        for data in mutations(text.encode(encoding), 60, source):
            path.write_bytes(data)
            outcomes.add(attempt(path))
    assert {"5 rows", "refused"} <= outcomes


def test_a_long_sheet_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        body = "".join(inline_row("2019/4/8", f"第 {n} 条") for n in range(rows))
        path = raw_xlsx(tmp_path / f"{rows}.xlsx", f"<sheetData>{HEAD}{body}</sheetData>")
        del body
        tracemalloc.start()
        with open_table(path) as table:
            assert sum(1 for _ in table.rows) == rows
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(20_000) < peak(4_000) * 2


CHILD = """
import sys
from pathlib import Path
from station_app.errors import StationError
from tests.services.ledger.books import read_all
for name in sys.argv[1:]:
    try:
        read_all(Path(name))
    except StationError:
        pass
# Not ru_maxrss, which a child inherits from the process that started it.
lines = Path("/proc/self/status").read_text().splitlines()
print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024)
"""


def test_greedy_files_stay_within_the_memory_promised(tmp_path: Path) -> None:
    source = random.Random(1)
    strings = "".join(f"<si><t>{'字' * 200}{source.random()}</t></si>" for _ in range(60_000))
    styles = "".join(f"<xf numFmtId='{source.randrange(10**6)}'/>" for _ in range(200_000))
    reaches = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 300_000))
    sheet = f"<sheetData>{HEAD}</sheetData>"
    greedy = [
        raw_xlsx(tmp_path / "字.xlsx", sheet, {"xl/sharedStrings.xml": f"<sst>{strings}</sst>"}),
        raw_xlsx(tmp_path / "样式.xlsx", sheet, {"xl/styles.xml": f"<s><cellXfs>{styles}</cellXfs></s>"}),
        raw_xlsx(tmp_path / "合并.xlsx", f"{sheet}<mergeCells>{reaches}</mergeCells>"),
    ]
    run = subprocess.run(
        [sys.executable, "-c", CHILD, *greedy], capture_output=True, text=True, check=True, timeout=120
    )
    assert int(run.stdout) < MEBIBYTES
