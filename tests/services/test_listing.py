"""The list: what a line shows, each filter against the plain rule, and a length that is always true."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db.derived import status_sql
from station_app.domain.enums import ContactKind, Kind, Outcome, Satisfaction, SiteRole, Status
from station_app.domain.forms import Destination, LocalWork
from station_app.services.correcting import correct, renumber, void
from station_app.services.filtering import _selection
from station_app.services.listing import Filters, choices, count, page, place
from tests.services.opinions import answered, at_centre, mark_sent, record, twin, uid_of
from tests.stations import open_copy

GOOD = Satisfaction.SATISFIED


def serials(station, **filters):
    return [line.serial for line in page(station, Filters(**filters))]


@pytest.fixture
def deputy(station):
    """The uid of a deputy, by name."""
    return lambda name: station.db.execute_sql("SELECT uid FROM deputy WHERE name = ?", (name,)).fetchone()[0]


def test_the_highest_serial_stands_first_and_pages_follow_on(station):
    saved = [serial for _ in range(7) for serial in record(station)]
    assert serials(station) == saved[::-1]
    pages = [page(station, Filters(), offset, 3) for offset in (0, 3, 6, 9)]
    assert [[line.serial for line in one] for one in pages] == [saved[:3:-1], saved[3:0:-1], saved[:1], []]
    assert count(station, Filters()) == 7


def test_an_empty_station_has_an_empty_list(station):
    assert page(station, Filters()) == []
    assert count(station, Filters()) == 0
    assert choices(station).years == ()


def test_what_a_line_shows(station):
    (serial,) = record(station, {"kind": Kind.SUGGESTION})
    line = page(station, Filters())[0]
    assert (line.uid, line.serial, line.received_on) == (uid_of(station, serial), serial, "2026-06-18")
    assert (line.title, line.topic, line.channel) == ("地下车库 B 区照明灯不亮", "物业管理", "来站接待")
    assert (line.contact_label, line.status, line.label) == ("吴**", Status.RECORDED, "已登记")
    assert (line.void, line.doubled, line.snippet, line.title_hits) == (False, "", "", ())


@pytest.mark.parametrize(
    ("contact", "label"),
    [
        ({}, "吴**"),
        ({"kind": ContactKind.GROUP, "group_size": 12}, "12 人联名"),
        ({"kind": ContactKind.ENTERPRISE, "name": "聚源餐馆"}, "聚源餐馆"),
        ({"kind": ContactKind.COUPLE, "name": "吴桂珍、李建国"}, "吴**、李**"),
        ({"confidential": True}, "信息保密"),
    ],
)
def test_contacts_are_masked(station, contact, label):
    record(station, contact=contact)
    assert page(station, Filters())[0].contact_label == label


def test_the_contact_of_a_report_is_kept_back_and_an_anonymous_one_is_said_to_be(station):
    record(station, {"kind": Kind.REPORT})
    record(station)
    save = record(station, {"title": "无名"}, contact={"kind": ContactKind.ANONYMOUS, "name": "", "phone": ""})
    labels = {line.serial: line.contact_label for line in page(station, Filters())}
    assert labels[save[0]] == "匿名"
    assert sorted(labels.values()) == ["信息保密", "匿名", "吴**"]


def test_the_word_for_each_state(station):
    (plain, written, acknowledged) = record(station, {}, {}, {})
    mark_sent(station, written, "written")
    mark_sent(station, acknowledged, "acknowledged")
    (refused,) = record(station, answered(GOOD, Outcome.REFUSED))
    (owed,) = record(station, answered())
    (gone,) = record(station)
    void(station, gone, "重复登记，见 00001")
    (handed,) = record(station)
    at_centre(station, handed)
    lines = {line.serial: line for line in page(station, Filters())}
    assert {serial: line.label for serial, line in lines.items()} == {
        plain: "已登记",
        written: "已上报",
        acknowledged: "待研判",
        refused: "不予受理",
        owed: "待反馈",
        gone: "作废",
        handed: "办理中",
    }
    assert (lines[gone].void, lines[gone].void_reason, lines[gone].contact_label) == (True, "重复登记，见 00001", "—")
    assert (lines[handed].due_on, lines[plain].due_on) == ("2026-07-08", None)


def test_hits_are_shown_in_the_title_first_and_else_in_a_piece_of_the_text(station):
    record(station, {"title": "夜间停车位不足", "content": "盼望错时共享停车。"})
    record(
        station,
        {"title": "道闸抬杆慢", "content": "从早到晚都在抱怨，" * 3 + "早高峰停车\n排队到马路上。", "place": "停车场"},
    )
    record(station, {"title": "快递车", "content": "堵门", "place": "停车场东口"})
    record(station, {"title": "路灯", "content": "不亮"})
    place, text, title = page(station, Filters(text="停车"))
    assert title.title[slice(*title.title_hits[0])] == "停车"
    assert title.snippet == ""
    assert text.title_hits == ()
    assert text.snippet.startswith("…")
    assert "早高峰停车 排队" in text.snippet
    assert [text.snippet[start:end] for start, end in text.snippet_hits] == ["停车"]
    assert place.snippet == "停车场东口"
    assert count(station, Filters(text="停车")) == 3


@pytest.mark.parametrize(
    "text", ["灯", "地下车库", "B 区", "b 区", "17-2026-00001", "00001", "吴桂珍", "wgz", "梧桐里活动室"]
)
def test_whatever_stands_in_an_opinion_finds_it(station, text):
    (serial,) = record(station, {"place": "梧桐里活动室"})
    assert serials(station, text=text) == [serial]
    assert count(station, Filters(text=text)) == 1


@pytest.mark.parametrize("text", ["%", "_", "\\", '"', "NEAR(", "AND", "'; drop table opinion", "*", "灯 AND 区"])
def test_signs_of_the_query_language_are_letters_like_others(station, text):
    record(station)
    (serial,) = record(station, {"content": f"他说{text}就这样"})
    assert serials(station, text=text) == [serial]


@pytest.mark.parametrize("text", ["\0", "\ud800", "\n", "👍", "长" * 3000])
def test_no_search_fails(station, text):
    record(station)
    assert serials(station, text=text) in ([], serials(station))


def test_blanks_around_a_search_and_an_empty_one_mean_nothing(station):
    (serial,) = record(station)
    assert serials(station, text="  车库 ") == [serial]
    assert serials(station, text="   ") == [serial]
    assert count(station, Filters(text="  ")) == 1


def test_a_search_goes_together_with_filters(station):
    (one, _) = record(station, {"topic": "住房"}, {"topic": "市容环卫"})
    assert serials(station, text="车库", topics=("住房",)) == [one]
    assert count(station, Filters(text="车库", topics=("住房", "市容环卫"))) == 2


def test_filters_by_day_channel_kind_topic_and_estate(station):
    (may,) = record(station, began="2026-05-31T10:00", channel="电话", contact={"address": "银杏苑 3 栋"})
    (june,) = record(station, {"kind": Kind.COMPLAINT}, began="2026-06-01T10:00")
    (old,) = record(station, {"topic": "住房"}, began="2025-12-31T10:00")
    assert serials(station, received_from="2026-06-01") == [june]
    assert serials(station, received_to="2026-05-31") == [may, old]
    assert serials(station, received_from="2026-01-01", received_to="2026-12-31") == [june, may]
    assert serials(station, channels=("电话",)) == [may]
    assert serials(station, kinds=(Kind.COMPLAINT,)) == [june]
    assert serials(station, topics=("住房", "教育托幼")) == [old]
    assert serials(station, estate="银杏苑") == [may]


def test_filters_by_deputy_contact_and_reception(station, deputy):
    chen, he = deputy("陈立新"), deputy("何素琴")
    (both,) = record(station, deputies=(chen, he), volunteer_only=False)
    (mine, also) = record(station, {}, {}, deputies=(he,), volunteer_only=False, contact={"name": "李建国"})
    assert serials(station, deputies=(chen,)) == [both]
    assert serials(station, deputies=(chen, he)) == [also, mine, both]
    row = station.db.execute_sql("SELECT contact, reception FROM opinion WHERE serial = ?", (mine,)).fetchone()
    assert serials(station, contact=row[0]) == serials(station, reception=row[1]) == [also, mine]


def test_what_is_open_for_long(station):
    (late, done) = record(station, {}, answered(GOOD), began="2026-05-18T10:00")
    (gone,) = record(station, began="2026-05-01T10:00")
    void(station, gone, "重复")
    (just,) = record(station, began="2026-05-19T10:00")
    assert serials(station, older_than_days=30) == [late]
    assert serials(station, older_than_days=29) == [just, late]
    assert done not in serials(station, older_than_days=0)


@pytest.fixture
def one_of_each(station):
    """An opinion in each state that a station sees, by state."""
    local = {"destination": Destination.STATION, "local": LocalWork(unit="物业公司")}
    found = {
        Status.RECORDED: record(station)[0],
        Status.TRIAGE: record(station)[0],
        Status.LOCAL: record(station, local)[0],
        Status.AWAITING_FEEDBACK: record(station, answered())[0],
        Status.CLOSED: record(station, answered(GOOD))[0],
        Status.REDO: record(station, answered(Satisfaction.DISSATISFIED))[0],
        Status.IN_PROGRESS: record(station)[0],
        Status.VOID: record(station)[0],
    }
    mark_sent(station, found[Status.TRIAGE], "acknowledged")
    at_centre(station, found[Status.IN_PROGRESS])
    void(station, found[Status.VOID], "重复")
    return found


@pytest.mark.parametrize("wanted", [*[(one,) for one in Status], (Status.RECORDED, Status.CLOSED)])
def test_a_state_finds_its_own(station, one_of_each, wanted):
    expected = {serial for state, serial in one_of_each.items() if state in wanted}
    lines = page(station, Filters(statuses=wanted))
    assert {line.serial for line in lines} == expected
    assert {line.status for line in lines} <= set(wanted)
    assert count(station, Filters(statuses=wanted)) == len(expected)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.sets(st.sampled_from(Status), min_size=1))
def test_any_states_together_find_theirs(station, one_of_each, wanted):
    expected = {serial for state, serial in one_of_each.items() if state in wanted}
    assert set(serials(station, statuses=tuple(wanted))) == expected
    assert count(station, Filters(statuses=tuple(wanted))) == len(expected)


def test_the_centre_has_no_recorded_ones_of_its_own(station, one_of_each):
    station.identity = replace(station.identity, role=SiteRole.CENTRE)
    assert set(serials(station, statuses=(Status.TRIAGE,))) == {
        one_of_each[Status.RECORDED],
        one_of_each[Status.TRIAGE],
    }
    assert serials(station, statuses=(Status.RECORDED,)) == []


def test_a_doubled_serial_is_marked_with_its_installation(station):
    (serial, other) = record(station, {}, {})
    twin(station, serial)
    marks = {(line.title, line.serial): line.doubled for line in page(station, Filters())}
    assert marks["地下车库 B 区照明灯不亮", other] == ""
    first, second = marks["地下车库 B 区照明灯不亮", serial], marks["屋顶漏水", serial]
    assert first.startswith("〔重号 ")
    assert second.startswith("〔重号 ")
    assert first != second


def test_menus_offer_what_is_in_use_with_how_often(station):
    record(station, {}, {"topic": "住房"})
    record(station, began="2025-03-01T10:00", channel="电话", contact={"address": "银杏苑 3 栋", "phone": ""})
    offered = choices(station)
    assert [(one.value, one.label, one.count) for one in offered.years] == [
        ("2026", "2026 年", 2),
        ("2025", "2025 年", 1),
    ]
    assert [(one.value, one.count) for one in offered.topics] == [("物业管理", 2), ("住房", 1)]
    assert [(one.value, one.count) for one in offered.channels] == [("来站接待", 2), ("电话", 1)]
    assert {one.value for one in offered.estates} == {"梧桐苑", "银杏苑"}
    assert {one.label for one in offered.deputies} == {"陈立新", "程远帆", "何素琴"}


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["record", "answered", "void", "correct", "hand over", "renumber"]),
        st.integers(0, 9),
        st.sampled_from(["2026-06-18T10:00", "2025-02-01T10:00"]),
        st.sampled_from(["住房", "物业管理"]),
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(actions=ACTIONS)
def test_the_tally_is_the_count_of_the_rows_whatever_is_done(
    station_template, session_clock, tmp_path_factory, actions
):
    station = open_copy(station_template, tmp_path_factory.mktemp("tally") / "站", session_clock)
    saved: list[str] = []
    for step, (action, which, began, topic) in enumerate(actions):
        uid = saved[which % len(saved)] if saved else ""
        if action in {"record", "answered"} or not saved:
            extra = answered() if action == "answered" else {}
            saved += [uid_of(station, one) for one in record(station, {"topic": topic, **extra}, began=began)]
        elif action == "void":
            void(station, uid, "重复")
            saved.remove(uid)
        elif action == "correct":
            correct(station, uid, {"topic": topic, "received_on": began[:10], "title": f"第 {step} 次改"})
        elif action == "hand over":
            station.db.execute_sql("UPDATE opinion SET at_centre = 1 - at_centre WHERE uid = ?", (uid,))
        else:
            station.db.execute_sql("DELETE FROM opinion WHERE uid = ?", (uid,))
            saved.remove(uid)
    truth = station.db.execute_sql(
        f"SELECT substr(received_on, 1, 4), {status_sql()}, topic, channel, count(*) FROM opinion GROUP BY 1, 2, 3, 4"
    ).fetchall()
    tally = station.db.execute_sql("SELECT * FROM opinion_tally WHERE number <> 0").fetchall()
    station.close()
    assert sorted(tally) == sorted(truth)


EVERY_FILTER = pytest.mark.parametrize(
    "filters",
    [
        {},
        {"received_from": "2026-01-01", "received_to": "2026-12-31"},
        {"received_to": "2025-12-31"},
        {"received_from": "2026-01-01"},
        {"received_from": "2026-06-01"},
        {"received_to": "2026-06-17"},
        {"topics": ("住房",)},
        {"topics": ("住房", "物业管理"), "channels": ("电话",)},
        {"statuses": (Status.AWAITING_FEEDBACK, Status.CLOSED)},
        {"statuses": (Status.RECORDED,), "topics": ("住房",)},
        {"kinds": (Kind.SUGGESTION,)},
        {"text": "灯"},
        {"text": "灯", "channels": ("电话",)},
        {"text": "没有的"},
        {"estate": "梧桐苑"},
        {"older_than_days": 3},
        {"older_than_days": 3, "topics": ("住房",)},
        {"older_than_days": 3, "statuses": (Status.RECORDED,)},
        {"statuses": (Status.TRIAGE, Status.CLOSED), "received_to": "2026-06-17"},
    ],
)


@EVERY_FILTER
def test_the_count_is_the_number_of_lines(station, filters):
    record(station, {}, {"topic": "住房"}, answered(), answered(GOOD))
    record(station, {}, {"topic": "住房", "title": "屋顶漏水"}, began="2025-12-31T10:00", channel="电话")
    record(station, answered(), began="2026-06-01T10:00", channel="电话")
    assert count(station, Filters(**filters)) == len(page(station, Filters(**filters)))


@EVERY_FILTER
def test_a_line_stands_after_those_before_it(station, filters):
    record(station, {}, {"topic": "住房"}, answered(), answered(GOOD), began="2026-06-01T10:00")
    record(station, {}, {"topic": "住房"}, began="2025-12-31T10:00", channel="电话")
    lines = [line.uid for line in page(station, Filters(**filters))]
    everything = {line.uid for line in page(station, Filters())}
    assert [place(station, Filters(**filters), uid) for uid in lines] == list(range(len(lines)))
    assert {place(station, Filters(**filters), uid) for uid in everything - set(lines)} <= {None}
    assert place(station, Filters(**filters), "nobody") is None


@EVERY_FILTER
def test_no_filter_reads_the_wide_rows_to_find_its_own(station, filters):
    if filters.get("text"):
        return
    source, values = _selection(station, Filters(**filters))
    plan = station.db.execute_sql(f"EXPLAIN QUERY PLAN SELECT id {source} ORDER BY id DESC", values).fetchall()
    used = [step[-1] for step in plan if "opinion" in step[-1]]
    assert used
    assert all("COVERING INDEX" in step for step in used)


def test_renumbering_moves_the_line(station):
    (serial, last) = record(station, {}, {})
    uid = twin(station, serial)
    renumber(station, uid)
    assert serials(station) == ["17-2026-00003", last, serial]
    assert all(line.doubled == "" for line in page(station, Filters()))
