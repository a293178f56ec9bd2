"""What the centre sees of its stations: tables whose sums add up, one station's standing, packages for all of them."""

import subprocess
from dataclasses import dataclass
from datetime import date

import pytest

from station_app.domain.enums import SiteKind, Zone
from station_app.domain.network_records import Site
from station_app.errors import StationError
from station_app.services.network import add_sites
from station_app.services.packages import rounds, sending, taking
from station_app.services.packages.overview import Reporting, SiteLine, overview
from station_app.services.packages.roster_keeping import revoke
from station_app.services.packages.standing import standing
from station_app.services.packages.station_paper import write_stations
from station_app.services.packages.tables import glance, last_words, missing_words, short_name, sums
from station_app.services.station import Station
from tests.services.packages_pair import Pair
from tests.services.packages_pair import pair as pair_up

PLAN = (
    Site(code="02", name="南片中心联络站", kind=SiteKind.ZONE_CENTRE, zone=Zone.SOUTH),
    Site(code="17", name="梧桐里社区联络站", zone=Zone.SOUTH, liaison="徐桂兰", phone="02788880017"),
    Site(code="18", name="松柏社区联络站", zone=Zone.NORTH),
    Site(code="P01", name="商务楼联络点", kind=SiteKind.POINT),
)


@pytest.fixture
def pair(station, centre, tmp_path) -> Pair:
    add_sites(centre, PLAN)
    return pair_up(station, centre, tmp_path / "优盘")


@dataclass
class Stops:
    """A person who cancels once so many reports were made."""

    after: int
    heard: int = 0

    @property
    def cancelled(self) -> bool:
        return self.heard >= self.after

    def report(self, done: int, total: int, text: str = "") -> None:
        del done, total, text
        self.heard += 1


def line(**changes) -> SiteLine:
    plain = {
        "uid": "", "code": "11", "name": "望湖苑社区联络站", "kind": SiteKind.COMMUNITY, "zone": Zone.SOUTH,
        "state": Reporting.ON_TIME, "last_export_no": 12, "last_on": date(2026, 6, 11), "missing": (),
        "unacknowledged": 1, "opinions": 3, "open": 2,
    }  # fmt: skip
    return SiteLine(**(plain | changes))


def only(centre: Station, code: str = "17") -> SiteLine:
    return next(one for one in overview(centre) if one.code == code)


def test_the_tables_part_the_zones_and_their_sums_add_up():
    lines = [
        line(),
        line(code="12", zone=Zone.NORTH, opinions=5),
        line(code="02", kind=SiteKind.ZONE_CENTRE, opinions=7),
        line(code="01", kind=SiteKind.HUB, zone=None, opinions=1),
        line(code="40", zone=None),
    ]
    seen = glance(lines)
    assert [(table.title, len(table.lines)) for table in seen.tables] == [("南片", 1), ("北片", 1), ("未分片", 1)]
    assert seen.tables[0].centre is lines[2]
    assert seen.others == (lines[3],)
    parts = [*(table.sums for table in seen.tables), sums(seen.others)]
    assert sum(part.opinions for part in parts) == sums(lines).opinions == sums(seen.sites).opinions
    assert seen.network == "1 室　1 片区中心站　3 社区站"


def test_no_zone_is_no_table_where_every_station_has_one():
    assert [table.zone for table in glance([line(), line(zone=Zone.NORTH)]).tables] == [Zone.SOUTH, Zone.NORTH]
    assert glance([]).tables == ()


def test_words_of_a_row():
    today = date(2026, 6, 18)
    assert last_words(line(), today) == "第 12 包　7 天前"
    assert last_words(line(last_on=today), today) == "第 12 包　今天"
    assert last_words(line(last_on=None, last_export_no=None), today) == "还没有交过"
    assert missing_words(line(missing=(7, 8, 11))) == "缺第 7–8、11 包"
    assert missing_words(line()) == ""
    assert [short_name(name) for name in ("梧桐里社区联络站", "滨江联络站", "联络站")] == ["梧桐里", "滨江", "联络站"]


def test_a_station_that_reported_has_a_contact_packages_and_a_key(pair):
    pair.record()
    pair.up()
    rounds.write_round(pair.centre, pair.stick)
    here = standing(pair.centre, only(pair.centre))
    assert (here.head, here.liaison, here.phone) == ("沈立群", "徐桂兰", "02788880017")
    assert (here.joined, here.live, here.opened_on) == (True, True, "2026-06-18")
    assert [(one.number, one.on) for one in here.came] == [(1, "2026-06-18")]
    assert "共" in here.came[0].words
    assert [one.number for one in here.owed] == [1]
    assert len(here.keys) == 1


def test_a_planned_site_that_never_joined_has_nothing(pair):
    here = standing(pair.centre, only(pair.centre, "18"))
    assert (here.joined, here.live, here.keys, here.came, here.owed) == (False, False, (), (), ())


def test_a_revoked_key_is_shown_and_what_it_signs_is_held_back(pair):
    pair.up()
    (key,) = standing(pair.centre, only(pair.centre)).keys
    revoke(pair.centre, pair.station.identity.site, key.key)
    pair.record()
    pair.up()
    here = standing(pair.centre, only(pair.centre))
    assert [(one.key, one.revoked_on) for one in here.keys] == [(key.key, "2026-06-18")]
    assert not here.live
    assert here.held_back > 0


def test_one_round_writes_a_package_for_each_live_station(pair):
    (turn,) = rounds.write_round(pair.centre, pair.stick)
    assert (turn.code, turn.problem, len(turn.sent)) == ("17", None, 1)
    assert turn.sent[0].file.is_file()
    assert [report.problem for report in taking.take(pair.station, [turn.sent[0].file])] == [None]


def test_a_round_ends_at_the_first_that_cannot_be_written(pair, tmp_path):
    other = rounds.write_round(pair.centre, tmp_path / "没有这个文件夹")
    assert other[0].problem is not None
    assert other[0].sent == []


def test_a_cancelled_round_writes_no_half_package(pair):
    before = set(pair.stick.iterdir())
    (turn,) = rounds.write_round(pair.centre, pair.stick, pace=Stops(2))
    assert turn.problem is not None
    assert "已取消" in turn.problem.title
    assert set(pair.stick.iterdir()) == before


def test_nobody_s_package_is_refused(pair):
    with pytest.raises(StationError, match="没有代码为"):
        rounds.write_round(pair.centre, pair.stick, code="18")


def test_a_cancelled_import_keeps_what_was_taken_and_tells_of_the_rest(pair):
    files = []
    for title in ("甲", "乙", "丙"):
        pair.record(title)
        files += [sent.file for sent in sending.export(pair.station, pair.stick)]

    class AfterOne(Stops):
        def report(self, done: int, total: int, text: str = "") -> None:
            self.heard += text.startswith("正在核对")

    reports = taking.take(pair.centre, files, AfterOne(1))
    assert [report.problem is None for report in reports] == [True, False, False]
    assert "已取消" in reports[-1].problem.title
    assert only(pair.centre).last_export_no == 1


def test_packages_are_named_by_their_station(pair, tmp_path):
    pair.up()
    stranger = tmp_path / "UP-18-2026-001-abcdef.zlt"
    stranger.write_bytes(b"x")
    reports = taking.preview(pair.centre, [pair.stick, stranger])
    assert rounds.owners(pair.centre, reports) == ["梧桐里社区联络站", "18"]


def test_the_paper_has_every_site_and_the_sums(pair, tmp_path):
    pair.record()
    pair.up()
    paper = write_stations(pair.centre, tmp_path / "站点.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(paper.out), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = " ".join(text.split())
    for said in ("站点情况表", "南片 1 个社区站", "北片 1 个社区站", "梧桐里社区联络站", "商务楼联络点", "合计"):
        assert said in words
    assert paper.pages == 1
    trail = pair.centre.db.execute_sql("SELECT subject FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert trail == ("站点情况表",)


def test_only_the_centre_has_the_table(station, tmp_path):
    with pytest.raises(StationError, match="中心"):
        write_stations(station, tmp_path / "站点.pdf")
