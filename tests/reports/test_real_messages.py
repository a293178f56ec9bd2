"""Messages that citizens really wrote, of all lengths: what a row holds is on paper in full."""

from collections import Counter

import pytest

from station_app.reports.records import RegisterOptions
from station_app.reports.register import print_register
from station_app.reports.register_columns import NAMES
from station_app.reports.register_layout import RegisterLayout
from station_app.reports.workbook import register_workbook
from tests.benchmarks.texts import MESSAGES, messages
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import HEAD, many

USUAL = RegisterOptions()
CONTENT = NAMES.index("反映内容")


@pytest.fixture(scope="module")
def rows():
    if not MESSAGES.exists():
        pytest.skip("the real messages do not lie beside the project")
    return many([content for _, content in messages()])


def test_no_text_is_lost_in_lines(rows):
    held = {row.number: [] for row in rows}
    for page in RegisterLayout(USUAL, 2026).pages(rows):
        for fragment in page:
            held[int(fragment.cells[0].split("\n")[0])].append(fragment.cells[CONTENT].replace("\n", ""))
    assert len(rows) == 1403
    assert ["".join(parts) for parts in held.values()] == [row.content.replace("\n", "") for row in rows]


def test_no_text_is_lost_on_paper(rows, tmp_path):
    printed = print_register(rows, HEAD, RegisterOptions(columns=("序号", "反映内容")))
    check_pdf(printed.data, tmp_path)
    assert print_register(rows, HEAD, RegisterOptions(columns=("序号", "反映内容"))).data == printed.data
    text = "".join(text_of(printed.data, tmp_path).split())
    written = Counter(sign for row in rows for sign in row.content if not sign.isspace())
    assert written - Counter(text) == Counter()
    for row in rows[::7]:
        assert row.content[:10].split("\n")[0] in text


def test_no_text_is_lost_in_the_workbook(rows):
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(register_workbook(rows, HEAD, USUAL)), read_only=True).worksheets[0]
    held = {row.number: [] for row in rows}
    heights = 0
    for number, *_rest in sheet.iter_rows(min_row=4, values_only=True):
        held[int(number.split("\n")[0])].append(_rest[CONTENT - 1] or "")
        heights += "续" in number
    assert ["".join(parts) for parts in held.values()] == [row.content for row in rows]
    assert heights > 100
