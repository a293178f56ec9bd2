"""The notice of a reception day: what stands on it, how often it was put out, when it is owed."""

import pytest
from pypdf import PdfReader

from station_app.domain.enums import DayMode
from station_app.errors import StationError
from station_app.services.notices import notice_of, notices, owed_notices, write_notice
from station_app.services.people import change_site
from station_app.services.reception_days import cancel_day, change_day, day_of
from tests.services.opinions import nobody_at_the_desk, seat
from tests.services.reception_days import day_form, put_down


def test_the_notice_says_when_where_and_who(station, tmp_path):
    change_site(station, name="梧桐里社区联络站", address="梧桐路 88 号", phone="010-55550117", hours="周一至周五")
    paper = write_notice(station, put_down(station), tmp_path / "公告.pdf")
    text = "".join(page.extract_text() for page in PdfReader(paper.out).pages)
    for words in ("6月20日", "（周六）", "9:00–11:30", "接待室", "陈立新", "何素琴", "消防通道", "010-55550117"):
        assert words in text
    assert (paper.pages, paper.reprint, paper.unprintable) == (1, 0, ())


def test_nothing_is_left_empty_where_it_is_not_known_yet(station):
    known = day_of(station, put_down(station, "2027-01-02", deputies=(), mode=DayMode.ONLINE, place=""))
    [line] = notice_of(station, known).days
    assert (line.when, line.place, line.deputies) == ("2027年1月2日（周六）\n9:00–11:30", "线上", "待定")


def test_it_is_owed_until_it_was_put_out_as_the_day_stands(station, tmp_path):
    uid = put_down(station)
    assert [one.uid for one in owed_notices(station)] == [uid]
    papers = [write_notice(station, uid, tmp_path / "公告.pdf") for _ in range(2)]
    assert [paper.reprint for paper in papers] == [0, 1]
    assert notices(station, day_of(station, uid)) == 2
    assert owed_notices(station) == ()
    assert (
        station.db.execute_sql("SELECT action, subject, detail FROM audit").fetchall()
        == [("导出", uid, "接待公告 6月20日（周六）9:00–11:30")] * 2
    )
    change_day(station, uid, day_form(station, began="9:30"))
    assert [one.uid for one in owed_notices(station)] == [uid]


def test_who_may_not_and_what_does_not_take_place(station, tmp_path):
    uid = put_down(station)
    with nobody_at_the_desk(station), pytest.raises(StationError, match="要由"):
        write_notice(station, uid, tmp_path / "公告.pdf")
    cancel_day(station, uid, "改期")
    seat(station, "徐桂兰")
    with pytest.raises(StationError, match="已经取消"):
        write_notice(station, uid, tmp_path / "公告.pdf")
    with pytest.raises(StationError, match="找不到这个接待日"):
        write_notice(station, "no-such", tmp_path / "公告.pdf")
    with pytest.raises(StationError, match="文件名要以"):
        write_notice(station, uid, tmp_path / "公告.txt")
    assert list(tmp_path.glob("*.pdf")) == []
