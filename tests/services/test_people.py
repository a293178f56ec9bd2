"""Persons, deputies and the site's details: who may change them, and what must hold afterwards."""

from dataclasses import replace

import pytest

from station_app.domain.enums import DeputyEnd, DeputyLevel, PersonRole
from station_app.domain.records import Deputy, Person
from station_app.errors import StationError
from station_app.services import people
from station_app.services.recording import save_reception
from tests.services.opinions import writing_as_centre


def uid_of(station, name):
    known = {one.person.name: one.uid for one in people.persons(station, with_ended=True)}
    known |= {one.deputy.name: one.uid for one in people.deputies(station, with_ended=True)}
    return known[name]


def names(station, **options):
    return [one.person.name for one in people.persons(station, **options)]


def test_persons_stand_head_first_then_by_pinyin(station):
    assert names(station) == ["沈立群", "徐桂兰", "周明"]


def test_a_person_is_added_renamed_and_ended(station):
    uid = people.add_person(station, Person(name=" 王芳\n"))
    assert "王芳" in names(station)
    people.change_person(station, uid, Person(name="王方"))
    people.end_person(station, uid)
    assert "王方" not in names(station)
    assert "王方" in names(station, with_ended=True)


@pytest.mark.parametrize("name", ["", "  ", "徐桂兰", "13800000567", "长" * 51, "王\0芳"])
def test_an_unfit_name_is_refused(station, name):
    with pytest.raises(StationError):
        people.add_person(station, Person(name=name))
    assert names(station, with_ended=True) == ["沈立群", "徐桂兰", "周明"]


def test_a_role_of_the_centre_has_no_place_at_a_station(station):
    with pytest.raises(StationError, match="中心工作人员"):
        people.add_person(station, Person(name="王芳", role=PersonRole.CLERK))


def test_the_last_head_stays_one(station):
    head = uid_of(station, "沈立群")
    with pytest.raises(StationError, match="至少要有一位"):
        people.change_person(station, head, Person(name="沈立群", role=PersonRole.VOLUNTEER))
    with pytest.raises(StationError, match="正在使用"):
        people.end_person(station, head)
    assert names(station)[0] == "沈立群"
    assert people.site_details(station).head == head
    assert station.desk.person.role is PersonRole.HEAD


def test_a_head_who_hands_over_is_followed_in_the_site_record(station):
    other, head = uid_of(station, "徐桂兰"), uid_of(station, "沈立群")
    people.change_person(station, other, Person(name="徐桂兰", role=PersonRole.HEAD))
    people.change_person(station, head, Person(name="沈立群"))
    assert people.site_details(station).head == other
    assert station.desk.person.role is PersonRole.VOLUNTEER
    with pytest.raises(StationError, match="站长"):
        people.add_person(station, Person(name="王芳"))


def test_the_person_at_the_desk_is_renamed_at_once(station):
    people.change_person(station, station.author, Person(name="沈立君", role=PersonRole.HEAD))
    assert station.desk.person.name == "沈立君"


def test_deputies_stand_by_level_then_pinyin(station):
    assert [one.deputy.name for one in people.deputies(station)] == ["程远帆", "陈立新", "何素琴"]
    assert [one.standing for one in people.deputies(station)] == ["市代表 第1选区", "区代表 第3选区", "区代表 第3选区"]


def test_several_deputies_are_added_all_or_none(station):
    many = people.paste_deputies("蔡文澜 第3选区\n陈立新 第3选区").deputies
    with pytest.raises(StationError, match="已经有 陈立新"):
        people.add_deputies(station, many)
    assert len(people.deputies(station)) == 3
    people.add_deputies(station, [many[0], Deputy(name="陈立新", ward="第9选区")])
    assert len(people.deputies(station)) == 5


def test_a_deputy_is_changed_and_its_opinions_found_under_the_new_name(station, form):
    uid = uid_of(station, "陈立新")
    save_reception(station, form(deputies=(uid,), volunteer_only=False))
    people.change_deputy(station, uid, Deputy(name="陈立馨", ward="第3选区", phone="138 0000 0567"))
    assert station.db.execute_sql("SELECT names FROM opinion").fetchone() == ("吴桂珍 陈立馨",)
    changed = next(one for one in people.deputies(station) if one.uid == uid)
    assert (changed.deputy.phone, changed.provisional) == ("13800000567", True)


@pytest.mark.parametrize("deputy", [Deputy(name=""), Deputy(name="陈立新", phone="1380000567")])
def test_an_unfit_deputy_changes_nothing(station, deputy):
    before = people.deputies(station)
    with pytest.raises(StationError):
        people.change_deputy(station, uid_of(station, "陈立新"), deputy)
    with pytest.raises(StationError):
        people.add_deputy(station, replace(deputy, ward="第9选区"))
    assert people.deputies(station) == before


def test_a_mandate_ends_with_a_reason_and_the_name_stays(station):
    uid = uid_of(station, "陈立新")
    people.end_deputy(station, uid, "2026-06-01", DeputyEnd.MOVED)
    assert [one.deputy.name for one in people.deputies(station)] == ["程远帆", "何素琴"]
    ended = next(one for one in people.deputies(station, with_ended=True) if one.uid == uid)
    assert (ended.deputy.ended_on, ended.deputy.end_reason) == ("2026-06-01", DeputyEnd.MOVED)
    assert people.match_deputies(station, "clx") == ()


@pytest.mark.parametrize("day", ["", "2026-02-29", "2026-06-19", "昨天"])
def test_an_end_on_no_day_is_refused(station, day):
    with pytest.raises(StationError, match="离任日期"):
        people.end_deputy(station, uid_of(station, "陈立新"), day, DeputyEnd.RESIGNED)


def test_an_end_before_the_beginning_is_refused(station):
    uid = people.add_deputy(station, Deputy(name="蔡文澜", started_on="2026-05-01"))
    with pytest.raises(StationError, match="早于就任"):
        people.end_deputy(station, uid, "2026-04-30", DeputyEnd.RESIGNED)


def test_what_the_centre_wrote_is_not_changed_here_and_stands_once(station):
    mine = uid_of(station, "何素琴")
    centre = replace(next(one.deputy for one in people.deputies(station) if one.uid == mine), phone="")
    with writing_as_centre(station) as log:
        log.put("centre-1", "deputy", centre, None)
        log.put(mine, "deputy.provisional", replace(centre, same_as="centre-1"), None)
    assert [one.uid for one in people.deputies(station) if one.deputy.name == "何素琴"] == ["centre-1"]
    with pytest.raises(StationError, match="由中心维护"):
        people.change_deputy(station, "centre-1", centre)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["程远帆", "陈立新", "何素琴"]),
        ("c", ["程远帆", "陈立新"]),
        ("clx", ["陈立新"]),
        ("陈", ["陈立新"]),
        ("sq", ["何素琴"]),
        ("he", ["何素琴"]),
        ("陈x", []),
        ("%", []),
    ],
)
def test_deputies_are_found_by_characters_and_initials(station, typed, expected):
    assert [match.known.deputy.name for match in people.match_deputies(station, typed)] == expected


def test_who_is_on_duty_comes_first_and_the_hit_is_marked(station):
    first, second = people.match_deputies(station, "c", on_duty={uid_of(station, "陈立新")})
    assert (first.known.deputy.name, first.on_duty, first.hit) == ("陈立新", True, (0, 1))
    assert (second.known.deputy.name, second.on_duty) == ("程远帆", False)


def test_a_hit_at_the_beginning_comes_before_one_inside(station):
    people.add_deputy(station, Deputy(name="李程", level=DeputyLevel.NATION))
    assert [match.known.deputy.name for match in people.match_deputies(station, "程")] == ["程远帆", "李程"]


def test_persons_are_found_likewise(station):
    assert [match.known.person.name for match in people.match_persons(station, "xg")] == ["徐桂兰"]
    assert len(people.match_persons(station, " ")) == 3


def test_site_details_are_changed_and_known_at_once(station):
    people.change_site(station, name="梧桐里联络站", address="梧桐路 1 号", phone="010-62345678", hours="周二 9–11 时")
    details = people.site_details(station)
    assert (details.code, details.address, details.hours) == ("17", "梧桐路 1 号", "周二 9–11 时")
    assert station.identity.name == "梧桐里联络站"


@pytest.mark.parametrize("changes", [{"name": " "}, {"phone": "1380000567"}, {"address": "长" * 100_001}])
def test_unfit_site_details_change_nothing(station, changes):
    before = people.site_details(station)
    with pytest.raises(StationError):
        people.change_site(station, **({"name": "新名", "address": "", "phone": "", "hours": ""} | changes))
    assert people.site_details(station) == before


def test_what_stays_the_same_writes_nothing(station):
    def changes():
        return station.db.execute_sql("SELECT count(*) FROM change").fetchone()

    before, details = changes(), people.site_details(station)
    people.change_site(station, name=details.name, address="", phone="", hours="")
    person = people.persons(station)[1]
    people.change_person(station, person.uid, person.person)
    deputy = people.deputies(station)[0]
    people.change_deputy(station, deputy.uid, deputy.deputy)
    assert changes() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda station: people.add_person(station, Person(name="王芳")),
        lambda station: people.change_person(station, uid_of(station, "周明"), Person(name="周明明")),
        lambda station: people.end_person(station, uid_of(station, "周明")),
        lambda station: people.add_deputy(station, Deputy(name="蔡文澜")),
        lambda station: people.change_deputy(station, uid_of(station, "陈立新"), Deputy(name="陈新")),
        lambda station: people.end_deputy(station, uid_of(station, "陈立新"), "2026-06-01", DeputyEnd.MOVED),
        lambda station: people.change_site(station, name="新名", address="", phone="", hours=""),
    ],
)
def test_a_volunteer_may_not(station, act):
    station.sit_down(uid_of(station, "徐桂兰"))
    with pytest.raises(StationError, match="站长"):
        act(station)


@pytest.mark.parametrize("uid", ["", "no-such"])
def test_somebody_unknown_is_refused(station, uid):
    with pytest.raises(StationError):
        people.change_person(station, uid, Person(name="王芳"))
    with pytest.raises(StationError):
        people.change_deputy(station, uid, Deputy(name="王芳"))
