"""密钥与配对 in the windows of both sides, and settling a conflict."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from station_app.db.statements import rows
from station_app.domain.records import Feedback, FeedbackRound
from station_app.services.held import hold
from station_app.services.packages import conflicts, pairing
from station_app.services.packages.enrolling import last_digits
from tests.ui.exchange_desk import desk as desk
from tests.ui.exchange_desk import pair as pair
from tests.ui.exchange_desk import sit as sit
from tests.ui.helpers import clashing_keys, cut_texts

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "空优盘"
    folder.mkdir()
    return folder


@pytest.fixture
def both(sit, station, centre, stick):
    """Both pages at 密钥与配对, the stick in the station."""
    here, there = sit(station), sit(centre)
    here.page.on_shown(("pairing", None))
    there.page.on_shown(("pairing", None))
    here.plug(stick)
    return here, there


def ask_and_approve(here, there, stick):
    """The station asks, the centre approves; the certificate lies on the stick."""
    here.page.pairing.ask_button.click()
    here.settle()
    there.plug(stick)
    there.page.pairing.choose_button.click()
    there.settle()
    there.page.pairing.approve_button.click()
    there.settle()


def test_both_sides_compare_the_digits_before_anything_counts(both, stick, station, centre):
    here, there = both
    ask_and_approve(here, there, stick)
    assert "入网申请-17.zlq" in [path.name for path in stick.iterdir()]
    here.plug(stick)
    here.page.pairing.choose_button.click()
    here.settle()
    assert not pairing.is_joined(station)
    shown = here.page.pairing.digits.digits.text()
    assert shown == there.page.pairing.digits.digits.text() == pairing.grouped(last_digits(centre))
    assert [len(group) for group in shown.split()] == [4] * 6
    assert not here.page.pairing.accept_button.isEnabled()
    assert not there.page.pairing.same_button.isEnabled()
    here.page.pairing.digits.same.click()
    with here.qtbot.waitSignal(here.context.wishes.site_changed):
        here.page.pairing.accept_button.click()
    here.settle()
    assert pairing.is_joined(station)
    assert here.page.pairing.state_words.text().startswith("已和「临湖街道人大工委」配对")
    there.page.pairing.digits.same.click()
    there.page.pairing.same_button.click()
    assert [one.name for one in there.page.pairing.table.lines.rows()] == [station.identity.name]


def test_digits_that_differ_are_refused_on_both_sides(both, stick, station, centre):
    here, there = both
    ask_and_approve(here, there, stick)
    here.plug(stick)
    here.page.pairing.choose_button.click()
    here.settle()
    here.page.pairing.differ_button.click()
    assert not here.page.pairing.compare.isVisible()
    assert not pairing.is_joined(station)
    there.page.pairing.differ_button.click()
    there.settle()
    assert there.messages.questions[-1][0] == "作废这次批准？"
    assert not there.page.pairing.compare.isVisible()
    from station_app.exchange.trust import read_trust

    site = read_trust(centre.db).known_roster.site(station.identity.site)
    assert (site.keys, len(site.revoked)) == ((), 1)


def test_the_centre_may_give_another_code(both, stick, station):
    here, there = both
    here.page.pairing.ask_button.click()
    here.settle()
    there.plug(stick)
    there.page.pairing.choose_button.click()
    there.settle()
    there.page.pairing.code.setText("21")
    there.page.pairing.approve_button.click()
    there.settle()
    here.plug(stick)
    here.page.pairing.choose_button.click()
    here.settle()
    here.page.pairing.digits.same.click()
    here.page.pairing.accept_button.click()
    here.settle()
    assert station.identity.code == "21"


def test_a_file_that_is_no_certificate_is_told_in_place(both, monkeypatch, tmp_path, station):
    here, _there = both
    here.page.pairing.ask_button.click()
    here.settle()
    wrong = tmp_path / "别的.zlc"
    wrong.write_text("不是证书", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(wrong), ""))
    here.page.pairing.choose_button.click()
    here.settle()
    assert here.page.pairing.problem.isVisible()
    assert here.page.pairing.problem.words.text()
    assert not pairing.is_joined(station)


def test_nothing_chosen_changes_nothing(sit, station, monkeypatch):
    here = sit(station)
    here.page.on_shown(("pairing", None))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    here.page.pairing.ask_button.click()
    here.settle()
    assert not pairing.joining(station).asked


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_steps_fit_at_any_scale(both, stick, look, scale):
    here, there = both
    ask_and_approve(here, there, stick)
    here.plug(stick)
    here.page.pairing.choose_button.click()
    here.settle()
    look.set_scale(scale)
    for desk_ in both:
        desk_.page.apply_scale(scale)
        desk_.qtbot.waitUntil(lambda one=desk_: cut_texts(one.page) == [])
        assert clashing_keys(desk_.page) == []


def fork(pair) -> str:
    """A feedback that two PCs of the station have written; the opinion's uid."""
    uid = hold(pair.station, pair.record()).uid
    for remark in ("旧电脑", "这台电脑"):
        with pair.station.writing() as log:
            said = Feedback(rounds=(FeedbackRound(remark=remark),))
            log.put(uid, "opinion.feedback", said, pair.station.author)
    for row in rows(pair.station.db, "SELECT id FROM change WHERE uid = ? AND facet = 'opinion.feedback'", (uid,)):
        pair.station.db.execute_sql("INSERT INTO conflict VALUES (?, 'opinion.feedback', ?)", (uid, row["id"]))
    return uid


def test_a_conflict_is_settled_field_by_field(desk, pair):
    uid = fork(pair)
    desk.page.on_shown()
    assert desk.page.conflicts_button.text() == "1 项冲突"
    desk.page.conflicts_button.click()
    view = desk.page.conflicts
    assert view.sheet.title.text() == "反馈　2026-00001"
    desk.press(Qt.Key.Key_S, CTRL)
    assert view.problem.words.text() == "还有 1 处没有选以哪个为准"
    older = next(place for place, words in enumerate(view.table.current().fields[0].words) if "旧电脑" in words)
    (view.all_first if older == 0 else view.all_second).click()
    with desk.qtbot.waitSignal(view.settled):
        desk.press(Qt.Key.Key_S, CTRL)
    assert hold(pair.station, uid).facets.feedback.rounds[0].remark == "旧电脑"
    assert conflicts.count_conflicts(pair.station) == 0
    assert view.empty.isVisible()
    assert not desk.page.conflicts_button.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.views.currentWidget() is desk.page.body


@pytest.mark.parametrize("scale", [100, 200])
def test_both_versions_stand_side_by_side_at_any_scale(desk, pair, look, scale):
    fork(pair)
    look.set_scale(scale)
    desk.page.apply_scale(scale)
    desk.page.on_shown(("conflicts", None))
    desk.qtbot.waitUntil(lambda: cut_texts(desk.page) == [])
