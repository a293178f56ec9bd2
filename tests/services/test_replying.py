"""The centre answers; the station's resident is told; a correction meanwhile is seen at both ends."""

from dataclasses import replace

import pytest

from station_app.db.statements import scalar
from station_app.domain.centre_moves import CentreMove
from station_app.domain.enums import Outcome, PersonRole, Satisfaction, Status
from station_app.domain.records import Handling, Person
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services.checking import check
from station_app.services.detail import detail
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.held import hold
from station_app.services.replying import accept_correction, archive, may_now, reopen, reply, waits_for_word
from station_app.services.versions import current_intake
from tests.services.centre import WUTONG, from_site, sent_in
from tests.services.opinions import at_centre, record, seat, uid_of, writing_as_centre


def corrected(centre, uid):
    with from_site(centre, WUTONG) as log:
        log.put(uid, "opinion.intake", replace(hold(centre, uid).intake, title="改过的"), None)


def test_an_answer_makes_it_await_the_feedback_of_its_station(centre):
    uid = sent_in(centre, WUTONG)
    assert hold(centre, uid).status is Status.TRIAGE
    assert reply(centre, "17-2026-00001", " 已修好。 ", "A", "孙倩", "每月巡查") is Status.AWAITING_FEEDBACK
    facets = hold(centre, uid).facets
    (said,) = facets.reply.rounds
    assert (said.date, said.text, said.reply_class) == ("2026-06-18", "已修好。", "A")
    assert (said.signer, said.later_measures) == ("孙倩", "每月巡查")
    assert (facets.handling.track, facets.handling.based_on) == ("直接答复", current_intake(centre.db, uid))
    streams = "SELECT count(*) FROM stream WHERE name = ?"
    assert scalar(centre.db, streams, (f"C:{WUTONG}",)) == 1
    assert check(centre).ok


def test_one_whom_nobody_can_tell_is_closed_at_once(centre):
    uid = sent_in(centre, WUTONG, tellable=False, contact=None)
    assert reply(centre, uid, "已修好。", "A") is Status.CLOSED


def test_the_centre_gives_the_feedback_of_what_it_took_in_itself(centre):
    (serial,) = record(centre)
    assert reply(centre, serial, "已修好。", "B") is Status.AWAITING_FEEDBACK
    poor = FeedbackForm(at="2026-06-18T10:50", attitude=Satisfaction.SATISFIED, result=Satisfaction.DISSATISFIED)
    assert record_feedback(centre, serial, poor) is Status.REDO
    assert reply(centre, serial, "又修了一次。", "A") is Status.AWAITING_FEEDBACK
    assert [one.text for one in hold(centre, serial).facets.reply.rounds] == ["已修好。", "又修了一次。"]
    assert record_feedback(centre, serial, replace(poor, result=Satisfaction.SATISFIED)) is Status.CLOSED


@pytest.mark.parametrize(("text", "kind"), [(" ", "A"), ("好了。", "E"), ("好了。", "")])
def test_an_answer_that_lacks_something_is_refused(centre, text, kind):
    uid = sent_in(centre, WUTONG)
    before = count_changes(centre.db)
    with pytest.raises(StationError, match=r"答复内容|答复类别"):
        reply(centre, uid, text, kind)
    assert count_changes(centre.db) == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"void_reason": "重复"}, "作废"),
        ({"outcome": Outcome.ANSWERED, "spot_reply": "好。"}, "待反馈"),
    ],
)
def test_what_is_not_the_centres_turn_is_refused(centre, changes, words):
    uid = sent_in(centre, WUTONG, **changes)
    with pytest.raises(StationError, match=words):
        reply(centre, uid, "好了。", "A")


def test_a_station_does_not_answer_as_the_centre(station):
    (serial,) = record(station)
    at_centre(station, serial)
    with pytest.raises(StationError, match="由中心来做"):
        reply(station, serial, "好了。", "A")
    assert may_now(station, hold(station, serial)) == frozenset()


@pytest.mark.parametrize("role", PersonRole)
def test_only_clerks_answer(centre, role):
    uid = sent_in(centre, WUTONG)
    with centre.writing() as log:
        log.put("w", "person", Person(name="某人", role=role), None)
    centre.sit_down("w")
    if role in {PersonRole.CLERK, PersonRole.CENTRE_HEAD}:
        assert may_now(centre, hold(centre, uid)) == {CentreMove.REPLY}
        reply(centre, uid, "好了。", "A")
    else:
        assert may_now(centre, hold(centre, uid)) == frozenset()
        with pytest.raises(StationError, match="中心"):
            reply(centre, uid, "好了。", "A")


def closed(centre):
    """An opinion the centre took in, answered and told."""
    (serial,) = record(centre)
    reply(centre, serial, "已修好。", "A")
    good = FeedbackForm(at="2026-06-18T10:50", attitude=Satisfaction.SATISFIED, result=Satisfaction.SATISFIED)
    record_feedback(centre, serial, good)
    return serial


def test_what_the_centre_answered_it_files_away_and_takes_up_again(centre):
    serial = closed(centre)
    assert may_now(centre, hold(centre, serial)) == {CentreMove.ARCHIVE, CentreMove.REOPEN}
    assert archive(centre, serial) is Status.ARCHIVED
    assert may_now(centre, hold(centre, serial)) == {CentreMove.REOPEN}
    with pytest.raises(StationError, match="写原因"):
        reopen(centre, serial, " ")
    assert reopen(centre, serial, "又坏了") is Status.REDO
    assert may_now(centre, hold(centre, serial)) == {CentreMove.REPLY}
    assert reply(centre, serial, "换了新的。", "A") is Status.AWAITING_FEEDBACK
    assert [one.what for one in detail(centre, serial).timeline].count("重启") == 1
    assert check(centre).ok


def test_a_clerk_does_not_file_away(centre):
    serial = closed(centre)
    seat(centre, "马岩")
    assert may_now(centre, hold(centre, serial)) == frozenset()
    for use in (lambda: archive(centre, serial), lambda: reopen(centre, serial, "又坏了")):
        with pytest.raises(StationError, match="中心负责人"):
            use()


def test_what_the_station_closed_itself_is_not_the_centres_to_reopen(centre):
    uid = sent_in(centre, WUTONG, tellable=False, outcome=Outcome.ANSWERED, spot_reply="好。")
    assert hold(centre, uid).status is Status.CLOSED
    with pytest.raises(StationError, match="不能中心重启"):
        reopen(centre, uid, "又坏了")


def test_a_correction_of_what_was_answered_waits_for_the_centres_word(centre):
    uid = sent_in(centre, WUTONG)
    assert not waits_for_word(centre, hold(centre, uid))
    reply(centre, uid, "好了。", "A")
    assert not waits_for_word(centre, hold(centre, uid))
    corrected(centre, uid)
    assert waits_for_word(centre, hold(centre, uid))
    assert may_now(centre, hold(centre, uid)) == {CentreMove.JUDGE_CORRECTION}
    accept_correction(centre, uid)
    assert not waits_for_word(centre, hold(centre, uid))
    assert hold(centre, uid).facets.handling.based_on == current_intake(centre.db, uid)
    assert "按更正后的内容办理" in [one.what for one in detail(centre, uid).timeline]
    with pytest.raises(StationError, match="不能确认更正"):
        accept_correction(centre, uid)


def test_the_centre_may_stay_with_the_older_text_until_the_next_correction(centre):
    uid = sent_in(centre, WUTONG)
    reply(centre, uid, "好了。", "A")
    based_on = hold(centre, uid).facets.handling.based_on
    corrected(centre, uid)
    accept_correction(centre, uid, accepted=False)
    assert not waits_for_word(centre, hold(centre, uid))
    assert hold(centre, uid).facets.handling.based_on == based_on
    assert "不按更正改办" in [one.what for one in detail(centre, uid).timeline]
    corrected(centre, uid)
    assert waits_for_word(centre, hold(centre, uid))


def test_an_answer_to_a_text_that_was_corrected_meanwhile_waits_too(centre):
    uid = sent_in(centre, WUTONG)
    read = current_intake(centre.db, uid)
    corrected(centre, uid)
    reply(centre, uid, "好了。", "A", based_on=read)
    assert waits_for_word(centre, hold(centre, uid))


def test_a_station_sees_that_its_correction_waits(station):
    (serial,) = record(station)
    uid = uid_of(station, serial)
    with writing_as_centre(station) as log:
        log.put(uid, "opinion.handling", Handling(track="转街道办", based_on=current_intake(station.db, uid)), None)
    assert not waits_for_word(station, hold(station, uid))
    with station.writing() as log:
        log.put(uid, "opinion.intake", replace(hold(station, uid).intake, title="改过的"), None)
    assert waits_for_word(station, hold(station, uid))
