"""The way in: previews, duplicates inside the file, progress, stopping; and the real ledger of citizens' messages."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.errors import StationError
from station_app.services.codes import shipped
from station_app.services.ledger.headers import Field
from station_app.services.ledger.read import LedgerCancelled, read_ledger
from station_app.services.ledger.rows import LedgerRow, Rejected
from station_app.services.ledger.seen import SeenNumbers
from tests.services.ledger.books import CLOCK, HEADERS, read_all, write_xlsx
from tests.services.ledger.conftest import Ledger

ROW = ["A1", "2019/4/8", "王芳", "", "灯", "灯坏"]


def rows_of(count: int) -> list[list[str]]:
    return [list(HEADERS), *([f"A{n}", *ROW[1:]] for n in range(count))]


def test_a_number_with_other_text_is_refused_and_an_identical_row_is_not(ledger: Ledger) -> None:
    first, same, other = ledger(HEADERS, ROW, ROW, [*ROW[:5], "路坏"])
    assert isinstance(first, LedgerRow)
    assert isinstance(same, LedgerRow)
    assert other == Rejected(4, "编号已有，内容不同")


def test_a_number_of_a_refused_row_is_not_taken(ledger: Ledger) -> None:
    refused, taken = ledger(HEADERS, ["A1", "2019-02-30", *ROW[2:]], [*ROW[:5], "路坏"])
    assert isinstance(refused, Rejected)
    assert isinstance(taken, LedgerRow)


def test_a_preview_says_how_it_reads_and_reads_twice(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [*rows_of(5)]})
    preview = read_ledger(path, clock=CLOCK, codes=shipped(), default_channel="其他", default_topic="文体及其他")
    assert (preview.headers, preview.header_row, preview.estimate) == (HEADERS, 1, 5)
    assert list(preview) == list(preview)


def test_columns_that_are_not_taken_are_named(tmp_path: Path) -> None:
    rows = [["日期", "反映内容", "身份证号", "民族"], ["2019/4/8", "灯坏", "x", "汉"]]
    preview = read_ledger(write_xlsx(tmp_path / "台账.xlsx", {"台账": rows}), clock=CLOCK, codes=shipped())
    assert preview.notes == ("不导入的列：身份证号、民族。",)


def test_a_file_changed_after_the_preview_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": rows_of(1)})
    preview = read_ledger(path, clock=CLOCK, codes=shipped())
    write_xlsx(path, {"台账": [["日期", "反映内容"], ["2019/4/8", "灯坏"]]})
    with pytest.raises(StationError, match="被改动"):
        list(preview)


def test_a_ledger_without_a_column_it_needs_can_be_mapped(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": [["何时", "何事"], ["2019/4/8", "灯坏"]]})
    assert read_ledger(path, clock=CLOCK, codes=shipped()).columns.missing == (Field.RECEIVED, Field.CONTENT)
    with pytest.raises(StationError, match="“日期”、“反映内容”"):
        read_all(path)
    (row,) = read_all(path, column_override={Field.RECEIVED: 0, Field.CONTENT: 1})
    assert row.content == "灯坏"


def test_a_year_is_chosen_for_dates_without_one(ledger: Ledger) -> None:
    (row,) = ledger(["日期", "反映内容"], ["4月8日", "灯坏"], default_year=2018)
    assert row.received_on.isoformat() == "2018-04-08"


def test_samples_show_the_first_cells_but_no_identity_cards(tmp_path: Path) -> None:
    rows = [["日期", "反映内容", "身份证号"], ["2019/4/8", "灯 坏", "410123"], [None, "路坏", "410124"]]
    preview = read_ledger(write_xlsx(tmp_path / "台账.xlsx", {"台账": rows}), clock=CLOCK, codes=shipped())
    assert preview.samples(2) == (("2019/4/8",), ("灯 坏", "路坏"), ())


def test_progress_rises_to_the_whole(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": rows_of(450)})
    told: list[tuple[int, int]] = []
    read_all(path, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(0, 450), (200, 450), (400, 450), (450, 450)]


def test_the_person_can_stop_the_reading(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", {"台账": rows_of(450)})
    answers = iter([False, True])
    preview = read_ledger(
        path,
        clock=CLOCK,
        codes=shipped(),
        default_channel="其他",
        default_topic="文体及其他",
        cancelled=lambda: next(answers),
    )
    taken = []
    with pytest.raises(LedgerCancelled):
        taken.extend(row for row in preview)
    path.unlink()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=200))
def test_numbers_are_remembered_as_a_dict_would(pairs: list[tuple[int, int]]) -> None:
    seen, model = SeenNumbers(), dict[int, int]()
    for number, text in pairs:
        assert seen.conflicts(str(number), f"{text:064x}"[::-1]) == (model.setdefault(number, text) != text)


def test_many_numbers_are_remembered() -> None:
    seen = SeenNumbers()
    assert not any(seen.conflicts(str(number), "1" * 64) for number in range(5000))
    assert not any(seen.conflicts(str(number), "1" * 64) for number in range(5000))
    assert all(seen.conflicts(str(number), "2" * 64) for number in range(5000))


REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "citizen-messages.xlsx"


@pytest.mark.skipif(not REAL.exists(), reason="the shared ledger of citizens' messages is not on this machine")
def test_the_citizens_messages_are_taken_whole() -> None:
    """Held against openpyxl's own reading of the same file, cell by cell."""
    from openpyxl import load_workbook

    workbook = load_workbook(REAL, read_only=True)
    cells = list(workbook.worksheets[0].iter_rows(min_row=2, values_only=True))
    workbook.close()
    rows = read_all(REAL)
    print(Counter(type(row).__name__ for row in rows), [row for row in rows if isinstance(row, Rejected)])
    assert len(rows) == len(cells) == 1403
    for number, (row, expected) in enumerate(zip(rows, cells, strict=True), start=2):
        assert isinstance(row, LedgerRow)
        assert (row.row, row.external_number, row.contact_name) == (number, str(expected[0]), expected[1])
        assert row.received_on.isoformat() == day_of(expected[3])
        assert row.answer is not None
        assert row.answer.date == day_of(expected[6])
        for found, written in ((row.title, expected[2]), (row.content, expected[4]), (row.answer.text, expected[5])):
            assert bare(found) == bare(str(written))


def day_of(written: object) -> str:
    """The day of ``2019/4/8 8:37:20`` or of a datetime, worked out otherwise than the program does."""
    parts = str(written).split()[0].replace("/", "-").split("-")
    return f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}"


def bare(text: str) -> str:
    """A text without blanks of any width, nor the escaped carriage returns that openpyxl leaves standing."""
    return "".join(text.replace("_x000D_", "").split()).replace("\u200b", "")
