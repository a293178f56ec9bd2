"""Sites typed or pasted line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.enums import SiteKind, Zone
from station_app.domain.site_lines import draft_network, paste_sites
from station_app.errors import StationError


def test_the_draft_is_one_two_twenty_four_and_a_point():
    read = paste_sites(draft_network())
    assert read.refused == ()
    kinds = [one.kind for one in read.sites]
    assert [kinds.count(kind) for kind in SiteKind] == [1, 2, 24, 1]
    assert [one.code for one in read.sites][:4] == ["01", "02", "03", "11"]
    assert [one.code for one in read.sites][-2:] == ["34", "P01"]
    zones = [one.zone for one in read.sites if one.kind is SiteKind.COMMUNITY]
    assert (zones.count(Zone.SOUTH), zones.count(Zone.NORTH)) == (12, 12)


@pytest.mark.parametrize(
    ("line", "code", "name", "zone", "phone", "address"),
    [
        ("17\t梧桐里社区联络站\t南片", "17", "梧桐里社区联络站", Zone.SOUTH, "", ""),
        ("梧桐里社区联络站，北，010-88886666", "11", "梧桐里社区联络站", Zone.NORTH, "010-88886666", ""),
        ("１７ 梧桐里社区联络站 梧桐路 5 号", "17", "梧桐里社区联络站", None, "", "梧桐路 5 号"),
        ("商务楼联络点", "P01", "商务楼联络点", None, "", ""),
        ("北片中心联络站 北片", "02", "北片中心联络站", Zone.NORTH, "", ""),
        ("代表联络室", "01", "代表联络室", None, "", ""),
        ("p07 创业园联络点", "P07", "创业园联络点", None, "", ""),
    ],
)
def test_a_line_is_read_by_what_its_cells_look_like(line, code, name, zone, phone, address):
    (site,) = paste_sites(line).sites
    assert (site.code, site.name, site.zone, site.phone, site.address) == (code, name, zone, phone, address)


def test_a_head_line_and_blank_ones_are_passed_over_and_free_codes_go_on():
    read = paste_sites("代码\t名称\t片区\n\n11\t甲社区\t南片\n\t乙社区\t南片\n", taken={"12"})
    assert [(one.code, one.name) for one in read.sites] == [("11", "甲社区"), ("13", "乙社区")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("17 甲\n17 乙", "代码 17 已经用了"),
        ("18 甲", "代码 18 已经用了"),
        ("19 甲\n20 甲", "写了两次"),
        ("19", "还没有填站点名称"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(text, reason):
    read = paste_sites(text, taken={"18"})
    assert reason in read.refused[0].reason
    assert read.refused[0].line == len(text.splitlines())


def test_too_many_lines_are_refused():
    with pytest.raises(StationError, match="200"):
        paste_sites("\n".join(f"站{number}" for number in range(201)))


@given(st.text(max_size=200))
def test_whatever_is_typed_each_site_has_its_own_code_and_name(text):
    sites = paste_sites(text).sites
    assert len({one.code for one in sites}) == len({one.name for one in sites}) == len(sites)
