"""A centre's tables hold the records of all sites: its own work sees its own, the opinions are those of all."""

from dataclasses import replace

import pytest

from station_app.domain.enums import Outcome, Status
from station_app.domain.records import Box, BoxOpening, Deputy, LedgerImport, ReceptionDay, SerialGap
from station_app.errors import StationError
from station_app.services import boxes, feedback, home, people, reception_days, visitors
from station_app.services.codes import nine_most_used
from station_app.services.correcting import correct, void
from station_app.services.detail import detail
from station_app.services.finding import numbered
from station_app.services.held import allowed, hold
from station_app.services.ledger_import import past_imports, void_import
from station_app.services.list_export import narrowed_words
from station_app.services.listing import Filters, choices, count, page
from station_app.services.numbering import next_opening_number, next_serial
from station_app.services.papers import write_opening
from station_app.services.progress import progress
from station_app.services.register_rows import register_entries
from station_app.services.replying import reply
from tests.services.centre import QINGSHI, WUTONG, from_site, joined, provisional, sent_in
from tests.services.opinions import at_centre, record

BOX = Box(name="1号箱", since="2026-06-01")
EXPLAINED = {"outcome": Outcome.ANSWERED, "spot_reply": "已说明。"}


@pytest.fixture
def busy(centre):
    """A centre with an opinion of its own and three of two stations, and what else these stations wrote."""
    person = joined(centre, WUTONG)
    with from_site(centre, WUTONG) as log:
        log.put("box", "box", BOX, person)
        opening = BoxOpening(
            number="00-2026-K0007", box="box", opened_at="2026-06-10T09:00", opener=person, witness=person,
            seal_intact=True, slips_found=0,
        )  # fmt: skip
        log.put("opening", "box_opening", opening, person)
        log.put("day", "reception_day", ReceptionDay(day="2026-06-20", began="09:00"), person)
        log.put("gap", "serial_gap", SerialGap(code="17", year=2026, first=9, last=12, reason="恢复"), person)
        past = LedgerImport(file_name="旧.xlsx", sha256="0", source="", rows=1, new=1, unchanged=0, rejected=0)
        log.put("import", "ledger_import", past, person)
    for site, number, more in ((WUTONG, 1, {}), (WUTONG, 2, EXPLAINED), (QINGSHI, 1, {"topic": "住房"})):
        sent_in(centre, site, number, **more)
    record(centre)
    return centre


def serials(station, **filters):
    return [line.serial for line in page(station, Filters(**filters))]


def test_the_list_has_the_opinions_of_all_sites_and_says_whose_they_are(busy):
    lines = page(busy, Filters())
    assert [(one.serial, one.site_name, one.status.value) for one in lines] == [
        ("18-2026-00001", "青石巷社区联络站", "待研判"),
        ("17-2026-00002", "梧桐里社区联络站", "待反馈"),
        ("17-2026-00001", "梧桐里社区联络站", "待研判"),
        ("00-2026-00001", "临湖街道人大工委", "待研判"),
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"sites": (WUTONG,)}, ["17-2026-00002", "17-2026-00001"]),
        ({"sites": (WUTONG, QINGSHI)}, ["18-2026-00001", "17-2026-00002", "17-2026-00001"]),
        ({"sites": (WUTONG,), "statuses": (Status.TRIAGE,)}, ["17-2026-00001"]),
        ({"sites": (QINGSHI,), "text": "楼道"}, ["18-2026-00001"]),
        ({"statuses": (Status.TRIAGE,)}, ["18-2026-00001", "17-2026-00001", "00-2026-00001"]),
        ({"statuses": (Status.RECORDED,)}, []),
    ],
)
def test_filters_by_site_and_state(busy, filters, found):
    assert serials(busy, **filters) == found
    assert count(busy, Filters(**filters)) == len(found)


def test_the_menus_offer_the_sites_that_reported_and_none_at_a_station(busy, station):
    offered = [one.label for one in choices(busy).sites]
    assert offered == ["00 临湖街道人大工委", "17 梧桐里社区联络站", "18 青石巷社区联络站"]
    assert choices(station).sites == ()
    record(station)
    assert [one.site_name for one in page(station, Filters())] == [""]


def test_the_detail_names_the_site(busy):
    assert detail(busy, "18-2026-00001").site == "青石巷社区联络站"


def test_the_first_page_is_the_centres_own(busy):
    assert home.today(busy) == home.Today(receptions=1, people=1, opinions=1)
    assert [one.line.serial for one in home.recent(busy)] == ["00-2026-00001"]
    assert [(group.kind.value, group.total) for group in home.todo(busy)] == [("待研判", 3)]
    assert home.last_opening(busy) == ""


def test_what_a_station_is_to_tell_is_not_the_centres_to_tell(busy):
    assert (feedback.awaiting(busy), feedback.count_awaiting(busy)) == ([], 0)
    reply(busy, "00-2026-00001", "好了。", "A")
    assert [one.serial for one in feedback.awaiting(busy)] == ["00-2026-00001"]
    assert feedback.count_awaiting(busy) == 1


def test_people_boxes_days_and_imports_are_the_own_ones(busy):
    assert {one.person.name for one in people.persons(busy)} == {"孙倩", "马岩"}
    assert boxes.boxes(busy) == ()
    assert reception_days.coming_days(busy) == ()
    assert reception_days.last_form(busy) == reception_days.DayForm()
    assert past_imports(busy) == ()
    for refused in (lambda: boxes.box_of(busy, "box"), lambda: void_import(busy, "import", "错了")):
        with pytest.raises(StationError):
            refused()


def test_nobody_of_a_station_sits_down_at_the_centre(busy):
    with pytest.raises(StationError, match="名单里没有"):
        busy.sit_down(joined(busy, WUTONG))


def test_numbers_go_by_the_own_code(busy):
    assert str(next_serial(busy.db, "00", 2026)) == "00-2026-00002"
    assert next_opening_number(busy.db, "01", 2026) == "01-2026-K0001"


def test_an_opening_of_another_site_is_not_printed_as_ours(busy, tmp_path):
    assert numbered(busy, "00-2026-K0007") is None
    with pytest.raises(StationError, match="没有编号"):
        write_opening(busy, "00-2026-K0007", tmp_path / "开箱.pdf")


def test_a_visitor_known_to_a_station_is_not_taken_over(busy):
    assert visitors.recognise(busy, "孟宪国", "13900005678", "") == ()
    assert visitors.recognise(busy, "吴桂珍", "13800005678", "") != ()


def test_the_topics_on_the_grid_are_those_used_here(busy):
    assert nine_most_used(busy)[0].name == "物业管理"
    sent = [sent_in(busy, QINGSHI, number, topic="住房") for number in range(2, 6)]
    assert len(sent) == 4
    assert nine_most_used(busy)[0].name == "物业管理"


def test_the_register_is_that_of_the_own_site(busy):
    from station_app.domain.periods import year_period

    assert [row.serial for row in register_entries(busy, year_period(2026))] == ["00-2026-00001"]


@pytest.mark.parametrize(
    "use", [lambda one, ref: correct(one, ref, {"title": "改"}), lambda one, ref: void(one, ref, "重")]
)
def test_what_a_station_took_in_is_the_stations_to_change(busy, use):
    with pytest.raises(StationError, match="别的站点"):
        use(busy, "17-2026-00001")
    assert allowed(busy, hold(busy, "17-2026-00001")) == frozenset()


def test_progress_is_told_of_all_sites(busy):
    assert [one.serial for one in progress(busy, "13900005678")] == ["18-2026-00001", "17-2026-00002", "17-2026-00001"]
    assert [one.serial for one in progress(busy, "17-2026-00001")] == ["17-2026-00001"]
    wanted = {"00-2026-00001", "17-2026-00001", "18-2026-00001"}
    assert {one.serial for one in progress(busy, "2026-00001")} == wanted
    assert {one.serial for one in progress(busy, "1")} == wanted


def test_what_a_list_is_narrowed_to_names_the_sites(busy):
    assert "站点：梧桐里社区联络站" in narrowed_words(busy, Filters(sites=(WUTONG,)))


def test_deputies_of_stations_wait_to_be_matched(busy):
    provisional(busy, WUTONG, Deputy(name="何素琴"))
    assert {one.deputy.name for one in people.deputies(busy)} == {"陈立新", "程远帆"}
    assert not any(one.provisional for one in people.deputies(busy))
    uid = busy.db.execute_sql("SELECT uid FROM deputy WHERE name = '何素琴'").fetchone()[0]
    with pytest.raises(StationError, match="还没有核对"):
        people.change_deputy(busy, uid, Deputy(name="何素勤"))


def test_the_centre_changes_its_deputies(busy):
    uid = people.add_deputy(busy, Deputy(name="蔡文澜"))
    people.change_deputy(busy, uid, Deputy(name="蔡文兰"))
    assert "蔡文兰" in {one.deputy.name for one in people.deputies(busy)}
    assert busy.db.execute_sql("SELECT site, provisional FROM deputy WHERE uid = ?", (uid,)).fetchone() == ("", 0)


def test_one_deputy_under_two_records_is_found_as_one(busy):
    known = provisional(busy, WUTONG, Deputy(name="陈立辛"))
    official = next(one.uid for one in people.deputies(busy) if one.deputy.name == "陈立新")
    sent_in(busy, WUTONG, 3, deputies=(known,))
    with busy.writing() as log:
        log.put(known, "deputy", Deputy(name="陈立辛", same_as=official), busy.author)
    assert serials(busy, deputies=(official,)) == ["17-2026-00003"]
    assert detail(busy, "17-2026-00003").deputies == ("陈立新",)
    assert [one.label for one in choices(busy).deputies] == ["程远帆", "陈立新"]


def test_a_correction_that_waits_is_marked_in_list_and_detail(busy, station):
    reply(busy, "17-2026-00001", "好了。", "A")
    with from_site(busy, WUTONG) as log:
        held = hold(busy, "17-2026-00001")
        log.put(held.uid, "opinion.intake", replace(held.intake, title="改过的"), None)
    assert {one.serial: one.pending for one in page(busy, Filters())}["17-2026-00001"] == "更正待确认"
    assert detail(busy, "17-2026-00001").pending == "更正待确认"
    (serial,) = record(station)
    at_centre(station, serial)
    assert (detail(station, serial).pending, page(station, Filters())[0].pending) == ("", "")
