"""The network, the units, and which deputies are the same: kept at the centre, for all."""

from dataclasses import replace

import pytest

from station_app.domain.enums import DeputyLevel, PersonRole, SiteStatus
from station_app.domain.network_records import Unit
from station_app.domain.records import Deputy, Person
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services import people
from station_app.services.checking import check
from station_app.services.deputy_matching import candidates, match, match_exact, take_over
from station_app.services.listing import Filters, choices, page
from station_app.services.network import add_sites, change_site, draft_network, network, paste_network
from station_app.services.people import change_deputy, deputies
from station_app.services.rebuilding import rebuild
from station_app.services.units import add_unit, change_unit, units
from tests.services.centre import WUTONG, joined, provisional, sent_in


@pytest.fixture
def planned(centre):
    """A centre with the usual network."""
    add_sites(centre, paste_network(centre, draft_network()).sites)
    return centre


def by_code(centre, code, with_closed=False):
    return next(one for one in network(centre, with_closed) if one.site.code == code)


def test_the_first_sites_bring_the_centres_own_record(planned):
    known = network(planned)
    assert len(known) == 29
    assert (known[0].own, known[0].uid, known[0].site.name) == (True, planned.identity.site, "临湖街道人大工委")
    assert [one.site.code for one in known[1:5]] == ["01", "02", "03", "11"]
    assert check(planned).ok


def test_communities_stand_under_the_centre_of_their_zone(planned):
    above = {code: by_code(planned, code).site.parent for code in ("02", "11", "34", "P01")}
    uids = {code: by_code(planned, code).uid for code in ("01", "02", "03")}
    assert above == {"02": uids["01"], "11": uids["02"], "34": uids["03"], "P01": None}


@pytest.mark.parametrize(("line", "words"), [("11 新的", "代码 11"), ("00 新的", "代码 00")])
def test_a_code_in_use_is_not_given_again(planned, line, words):
    assert words in paste_network(planned, line).refused[0].reason


def test_names_are_not_given_twice_and_nothing_is_saved_then(planned):
    before = count_changes(planned.db)
    one = replace(by_code(planned, "11").site, code="40")
    with pytest.raises(StationError, match="已经有一个"):
        add_sites(planned, [replace(one, name="新站", code="41"), one])
    assert count_changes(planned.db) == before


def test_a_site_changes_and_is_closed(planned):
    known = by_code(planned, "17")
    change_site(planned, known.uid, replace(known.site, name="梧桐里社区联络站", head="沈立群"))
    assert by_code(planned, "17").site.head == "沈立群"
    change_site(planned, known.uid, replace(by_code(planned, "17").site, status=SiteStatus.CLOSED))
    assert "17" not in {one.site.code for one in network(planned)}
    (again,) = paste_network(planned, "17 另一个社区").sites
    add_sites(planned, [again])
    assert by_code(planned, "17").site.name == "另一个社区"
    assert rebuild(planned).ok


def test_the_code_of_a_site_that_reported_stays(planned):
    joined(planned, WUTONG)
    known = by_code(planned, "17")
    assert known.reported
    with pytest.raises(StationError, match="已经在用代码 17"):
        change_site(planned, known.uid, replace(known.site, code="40"))


def test_a_site_is_called_as_the_centre_calls_it(planned):
    sent_in(planned, WUTONG)
    assert page(planned, Filters())[0].site_name == "社区17联络站"
    assert "17 社区17联络站" in [one.label for one in choices(planned).sites]


def test_units_are_added_changed_and_taken_out_of_use(centre):
    uid = add_unit(centre, Unit(name=" 城管办 ", kind="街道科室", contact="李工", phone="010-88886666"))
    assert [one.unit.name for one in units(centre)] == ["城管办"]
    change_unit(centre, uid, Unit(name="城管办", active=False))
    assert units(centre) == ()
    assert [one.uid for one in units(centre, with_ended=True)] == [uid]
    with pytest.raises(StationError, match="已经有"):
        add_unit(centre, Unit(name="城管办"))
    with pytest.raises(StationError, match="单位电话"):
        add_unit(centre, Unit(name="住建办", phone="1380000"))


def names(station):
    return [one.deputy.name for one in deputies(station)]


def test_the_same_name_level_and_phone_leave_no_doubt(centre):
    provisional(centre, WUTONG, Deputy(name="陈立新", ward="第3选区"))
    provisional(centre, WUTONG, Deputy(name="陈立新", level=DeputyLevel.CITY))
    provisional(centre, WUTONG, Deputy(name="何素琴"))
    found = {(one.deputy.name, one.deputy.level): one for one in candidates(centre)}
    assert [one.exact for one in found.values()].count(True) == 1
    assert found["陈立新", DeputyLevel.DISTRICT].exact
    assert [one.deputy.name for one in found["陈立新", DeputyLevel.CITY].fitting] == ["陈立新"]
    assert found["何素琴", DeputyLevel.DISTRICT].fitting == ()
    assert match_exact(centre) == 1
    assert len(candidates(centre)) == 2
    assert match_exact(centre) == 0
    assert names(centre) == ["程远帆", "陈立新"]
    assert rebuild(centre).ok


def test_another_phone_leaves_doubt(centre):
    official = next(one for one in deputies(centre) if one.deputy.name == "陈立新")
    change_deputy(centre, official.uid, replace(official.deputy, phone="13800005678"))
    provisional(centre, WUTONG, Deputy(name="陈立新", phone="13900005678"))
    provisional(centre, WUTONG, Deputy(name="陈利新", phone="13800005678"))
    assert [one.exact for one in candidates(centre)] == [False, False]
    assert [len(one.fitting) for one in candidates(centre)] == [1, 1]


def test_a_person_matches_or_takes_over(centre):
    one = provisional(centre, WUTONG, Deputy(name="陈立辛"))
    other = provisional(centre, WUTONG, Deputy(name="何素琴"))
    official = next(known.uid for known in deputies(centre) if known.deputy.name == "陈立新")
    match(centre, one, official)
    take_over(centre, other)
    assert candidates(centre) == ()
    assert names(centre) == ["程远帆", "陈立新", "何素琴"]
    for again in (lambda: match(centre, one, official), lambda: take_over(centre, other)):
        with pytest.raises(StationError, match="已经核对过"):
            again()


def test_a_match_with_nobody_is_refused(centre):
    one = provisional(centre, WUTONG, Deputy(name="陈立辛"))
    with pytest.raises(StationError, match="没有所选的代表"):
        match(centre, one, one)


HEAD, CLERKS = {PersonRole.CENTRE_HEAD}, {PersonRole.CENTRE_HEAD, PersonRole.CLERK}
MATRIX = {
    "add a site": (lambda one, _: add_sites(one, paste_network(one, "40 新站").sites), HEAD),
    "change a site": (lambda one, _: change_site(one, by_code(one, "11").uid, by_code(one, "11").site), HEAD),
    "add a unit": (lambda one, _: add_unit(one, Unit(name="城管办")), CLERKS),
    "change a unit": (lambda one, _: change_unit(one, "unit", Unit(name="城管")), CLERKS),
    "match": (lambda one, uid: match(one, uid, deputies(one)[0].uid), CLERKS),
    "match all": (lambda one, _: match_exact(one), CLERKS),
    "take over": (take_over, CLERKS),
}


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", MATRIX)
def test_who_may_do_it_at_the_centre(planned, name, role):
    use, roles = MATRIX[name]
    uid = provisional(planned, WUTONG, Deputy(name="陈立辛"))
    with planned.writing() as log:
        log.put("unit", "unit", Unit(name="旧的"), None)
        log.put("w", "person", Person(name="某人", role=role), None)
    planned.sit_down("w")
    before = count_changes(planned.db)
    if role in roles:
        use(planned, uid)
    else:
        with pytest.raises(StationError, match="要由中心"):
            use(planned, uid)
        assert count_changes(planned.db) == before


@pytest.mark.parametrize("name", ["add a site", "add a unit", "match all"])
def test_a_station_does_none_of_it(station, name):
    with pytest.raises(StationError, match="由中心来做"):
        MATRIX[name][0](station, "")
    assert network(station) == ()


def test_what_the_centre_says_of_itself_and_its_record_for_all_go_together(planned):
    texts = {"name": "临湖街道人大工委", "address": "临湖路 1 号", "phone": "62345678", "hours": "工作日"}
    people.change_site(planned, **texts)
    own = network(planned)[0]
    assert (own.site.address, own.site.phone, own.site.hours) == ("临湖路 1 号", "62345678", "工作日")
    change_site(planned, own.uid, replace(own.site, name="临湖街道人大", phone=""))
    told = people.site_details(planned)
    assert (told.name, told.address, told.phone) == ("临湖街道人大", "临湖路 1 号", "")
    assert planned.identity.name == "临湖街道人大"
    assert check(planned).ok
