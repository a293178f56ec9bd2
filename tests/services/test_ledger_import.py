"""An old ledger is taken over once, whole or not at all, and can be voided."""

from pathlib import Path

import openpyxl
import pytest

from station_app.db.statements import rows, scalar
from station_app.domain.enums import Status
from station_app.errors import StationError
from station_app.services.detail import detail
from station_app.services.ledger_import import (
    LedgerSource,
    import_ledger,
    past_imports,
    preview_ledger,
    void_import,
)

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "citizen-messages.xlsx"
HEAD = ("编号", "日期", "标题", "内容", "反映人", "电话", "接待代表", "答复意见", "答复时间")
WHO = ("林晚", "13800001111", "陈立新、赵一")
FIRST = ("A1", "2024-03-05", "路灯不亮", "三号楼前的路灯不亮。", *WHO, "已修好", "2024-03-09")
SECOND = ("A2", "2024-03-06", "井盖松动", "北门井盖响。", "林晚", "13800001111", "", "", "")


def ledger(folder, *lines, name="台账.xlsx", channel="其他", topic="文体及其他"):
    book = openpyxl.Workbook()
    for line in (HEAD, *lines):
        book.active.append(line)
    book.save(folder / name)
    return LedgerSource(path=folder / name, channel=channel, topic=topic)


def test_a_row_becomes_an_opinion_with_its_number_people_and_answer(station, tmp_path):
    result = import_ledger(station, ledger(tmp_path, FIRST, SECOND))
    assert (result.rows, result.new, result.unchanged, result.rejected) == (2, 2, 0, ())
    first = detail(station, "17-2024-00001")
    assert (first.intake.external_number, first.intake.received_on, first.status) == ("A1", "2024-03-05", Status.CLOSED)
    assert (first.intake.earlier_answer.text, first.intake.earlier_answer.date) == ("已修好", "2024-03-09")
    assert (len(first.intake.deputies), first.intake.remark) == (1, "接待代表：赵一")
    assert detail(station, "17-2024-00002").status is Status.RECORDED
    assert scalar(station.db, "SELECT count(*) FROM contact") == 1


def test_nothing_is_taken_twice_and_other_text_under_a_number_is_refused(station, tmp_path):
    import_ledger(station, ledger(tmp_path, FIRST))
    changed = ("A1", "2024-03-05", "路灯不亮", "别的内容。", *FIRST[4:])
    again = import_ledger(station, ledger(tmp_path, FIRST, changed, SECOND, SECOND))
    assert (again.rows, again.new, again.unchanged) == (4, 1, 2)
    assert [(one.row, one.reason) for one in again.rejected] == [(3, "编号已有，内容不同")]


def test_rows_without_a_number_are_known_by_their_words(station, tmp_path):
    bare = ("", *FIRST[1:])
    import_ledger(station, ledger(tmp_path, bare))
    again = import_ledger(station, ledger(tmp_path, bare, ("", "2024-03-07", *FIRST[2:])))
    assert (again.new, again.unchanged) == (1, 1)


def test_a_preview_writes_nothing(station, tmp_path):
    before = scalar(station.db, "SELECT count(*) FROM change")
    shown = preview_ledger(station, ledger(tmp_path, FIRST, ("A3", "没有日期", "题", "文", "", "", "", "", "")))
    assert (shown.rows, shown.new, len(shown.rejected), shown.uid) == (2, 1, 1, None)
    assert scalar(station.db, "SELECT count(*) FROM change") == before
    assert past_imports(station) == ()


def test_a_voided_import_gives_new_again_and_keeps_its_numbers(station, tmp_path):
    source = ledger(tmp_path, FIRST, SECOND)
    uid = import_ledger(station, source).uid
    assert void_import(station, uid, "导错了") == 2
    assert {row["void_reason"] for row in rows(station.db, "SELECT void_reason FROM opinion")} == {"导错了"}
    again = import_ledger(station, source)
    assert (again.new, again.unchanged) == (2, 0)
    assert detail(station, "17-2024-00004").intake.external_number == "A2"
    assert [one.void for one in sorted(past_imports(station), key=lambda one: one.void)] == [False, True]


@pytest.mark.parametrize(("reason", "title"), [("", "没有写作废的原因"), ("错", "没有批号为「x」的导入")])
def test_voiding_needs_a_reason_and_an_import(station, reason, title):
    with pytest.raises(StationError) as refused:
        void_import(station, "x", reason)
    assert refused.value.title == title


class Stopped:
    """A pace whose person cancels while rows are written."""

    cancelled = False

    def report(self, done, total, text=""):
        self.cancelled = text == "正在导入"


def test_a_cancelled_import_leaves_nothing(station, tmp_path):
    with pytest.raises(StationError, match="已取消"):
        import_ledger(station, ledger(tmp_path, FIRST, SECOND), Stopped())
    assert scalar(station.db, "SELECT count(*) FROM opinion") == 0
    assert import_ledger(station, ledger(tmp_path, FIRST, SECOND)).new == 2


@pytest.mark.skipif(not REAL.exists(), reason="the real messages are not beside this checkout")
def test_the_real_messages_are_taken_over(station):
    source = LedgerSource(path=REAL, channel="其他", topic="文体及其他")
    result = import_ledger(station, source)
    assert result.rows == result.new + result.unchanged + len(result.rejected) == 1403
    assert len(result.rejected) <= 14
    assert scalar(station.db, "SELECT count(*) FROM opinion WHERE earlier_answer IS NOT NULL") == result.new
    again = import_ledger(station, source)
    assert (again.new, again.unchanged) == (0, result.new)
