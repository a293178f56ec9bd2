"""What an approved enrolment leaves in the plan of the network."""

import pytest

from station_app.domain.enums import SiteKind, SiteStatus, Zone
from station_app.domain.network_records import Site
from station_app.services.network import add_sites, network
from station_app.services.packages import enrolling
from tests.services.packages_pair import pair


def planned(centre, code):
    """The site of the plan with that code."""
    return next(one for one in network(centre, with_closed=True) if one.site.code == code)


@pytest.fixture
def join(station, centre, tmp_path):
    return lambda: pair(station, centre, tmp_path / "优盘")


def test_a_planned_site_works_once_it_is_approved_and_keeps_what_the_plan_says(centre, join):
    plan = Site(code="17", name="梧桐里站", zone=Zone.SOUTH, liaison="徐桂兰", phone="02788880017")
    (uid,) = add_sites(centre, [plan])
    assert planned(centre, "17").site.status is SiteStatus.WAITING
    join()
    after = planned(centre, "17")
    assert after.uid == uid
    assert (after.site.status, after.site.opened_on) == (SiteStatus.ACTIVE, "2026-06-18")
    assert (after.site.name, after.site.zone, after.site.liaison) == ("梧桐里站", Zone.SOUTH, "徐桂兰")


def test_a_site_nobody_planned_is_put_into_the_plan(station, centre, join):
    join()
    made = planned(centre, "17")
    assert made.uid == station.identity.site
    assert (made.site.name, made.site.kind) == ("梧桐里社区联络站", SiteKind.COMMUNITY)
    assert made.site.status is SiteStatus.ACTIVE


def test_a_second_approval_writes_nothing_new(centre, join, tmp_path):
    join()
    count = centre.db.execute_sql("SELECT count(*) FROM change").fetchone()
    enrolling.approve(centre, tmp_path / "优盘" / "申请.zlq", tmp_path / "优盘" / "又一份.zlc")
    assert centre.db.execute_sql("SELECT count(*) FROM change").fetchone() == count


def test_the_station_learns_of_it_with_its_first_return_package(station, centre, join):
    both = join()
    both.down()
    assert station.db.execute_sql("SELECT code, status FROM site WHERE code = '17'").fetchall() == [("17", "启用")]
