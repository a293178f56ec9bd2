"""Drafts: kept whatever is typed, offered again to their author, neither lost nor doubled by a crash in saving."""

import threading
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db import drafts as rows
from station_app.db.connection import CommitUncertain
from station_app.domain.enums import ContactKind, Outcome
from station_app.domain.forms import LocalWork, OnTheSpot, OpinionForm, ReceptionForm
from station_app.domain.records import Attachment, Contact
from station_app.errors import StationError
from station_app.services import drafts, recording
from station_app.services.people import persons
from station_app.services.recording import save_reception, saved_as
from tests.stations import open_copy

TEXT = st.text(st.characters(codec=None), max_size=30)
FORMS = st.builds(
    ReceptionForm,
    began=TEXT,
    deputies=st.lists(st.uuids().map(str), max_size=3).map(tuple),
    contact=st.builds(
        Contact, name=TEXT, phone=TEXT, kind=st.sampled_from(ContactKind), group_size=st.integers(-(2**40), 2**40)
    ),
    opinions=st.lists(
        st.builds(
            OpinionForm,
            title=TEXT,
            content=TEXT,
            outcome=st.none() | st.sampled_from(Outcome),
            on_the_spot=st.builds(OnTheSpot, told=st.booleans()),
            local=st.builds(LocalWork, unit=TEXT),
            attachments=st.lists(
                st.builds(Attachment, sha256=st.just("ab" * 32), name=TEXT, media=TEXT, size=st.integers(0, 2**40)),
                max_size=2,
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_any_half_typed_form_comes_back_as_it_was(station, form):
    drafts.save_draft(station, "one", form)
    assert drafts.load_draft(station, "one") == form
    assert [line.id for line in drafts.drafts(station)] == ["one"]


def test_a_form_that_was_only_opened_comes_back(station):
    uid = drafts.new_draft_id()
    drafts.save_draft(station, uid, ReceptionForm())
    assert drafts.load_draft(station, uid) == ReceptionForm()
    assert drafts.drafts(station)[0].label == "个人　还没有写内容"


def test_it_is_offered_after_a_crash_to_its_author_only(station, form, station_template, tmp_path, clock):
    uid = drafts.new_draft_id()
    drafts.save_draft(station, uid, form())
    again = open_copy(replace(station_template, folder=station.store.paths.folder), tmp_path / "重开", clock)
    [line] = drafts.drafts(again)
    assert (line.id, line.author) == (uid, again.author)
    assert line.label == "吴桂珍　地下车库 B 区照明灯不亮"
    assert drafts.load_draft(again, uid) == form()
    other = next(one.uid for one in persons(again) if one.uid != again.author)
    again.sit_down(other)
    assert drafts.drafts(again) == ()
    again.close()


def test_saving_again_keeps_who_began_it_and_when(station, form, clock):
    uid = drafts.new_draft_id()
    first = drafts.save_draft(station, uid, ReceptionForm())
    author = station.author
    station.sit_down(next(one.uid for one in persons(station) if one.uid != author))
    drafts.save_draft(station, uid, form())
    station.sit_down(author)
    [line] = drafts.drafts(station)
    assert (line.author, line.started_at, line.label[:3]) == (author, first, "吴桂珍")


def test_a_discarded_draft_is_gone_and_says_so(station, form):
    drafts.save_draft(station, "one", form())
    drafts.discard_draft(station, "one")
    drafts.discard_draft(station, "one")
    assert drafts.drafts(station) == ()
    with pytest.raises(StationError, match="草稿已经不在"):
        drafts.load_draft(station, "one")


def test_saving_removes_the_draft_and_gives_its_id_to_the_reception(station, form):
    uid = drafts.new_draft_id()
    drafts.save_draft(station, uid, form())
    saved = drafts.save_from_draft(station, uid, form())
    assert saved.uid == uid
    assert saved_as(station, uid) == saved
    assert drafts.drafts(station) == ()


def test_a_form_that_cannot_be_saved_keeps_its_draft(station, form):
    drafts.save_draft(station, "one", form(began=""))
    with pytest.raises(StationError):
        drafts.save_from_draft(station, "one", form(began=""))
    assert drafts.load_draft(station, "one") == form(began="")


def test_a_crash_between_saving_and_removing_neither_loses_nor_doubles(station, form, monkeypatch):
    uid = drafts.new_draft_id()
    drafts.save_draft(station, uid, form())
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "remove_draft", lambda _db, _uid: pytest.fail("crash"))
        with pytest.raises(pytest.fail.Exception):
            drafts.save_from_draft(station, uid, form())
    assert drafts.drafts(station) == ()
    first = saved_as(station, uid)
    assert drafts.save_from_draft(station, uid, form(opinion={"title": "改过的标题"})) == first
    assert station.db.execute_sql("SELECT count(*) FROM opinion").fetchone() == (1,)


def test_left_over_drafts_are_dropped_at_start_and_others_stay(station, form):
    save_reception(station, form(), uid="saved")
    drafts.save_draft(station, "saved", form())
    drafts.save_draft(station, "open", form())
    assert drafts.drop_saved_drafts(station) == 1
    assert [row.uid for row in rows.all_drafts(station.store.drafts)] == ["open"]


def test_a_draft_that_cannot_be_removed_does_not_hide_that_it_was_saved(station, form, monkeypatch):
    drafts.save_draft(station, "one", form())

    def full(_db, _uid):
        raise StationError("磁盘已满")

    monkeypatch.setattr(drafts, "remove_draft", full)
    assert drafts.save_from_draft(station, "one", form()).serials == ("17-2026-00001",)
    assert drafts.drafts(station) == ()


@pytest.mark.parametrize("committed", [True, False])
def test_an_error_on_commit_is_answered_by_looking_again(station, form, monkeypatch, committed):
    whole = recording.Station.writing

    def doubtful(self):
        return _Doubtful(whole(self), committed)

    monkeypatch.setattr(recording.Station, "writing", doubtful)
    if committed:
        assert save_reception(station, form(), uid="one").serials == ("17-2026-00001",)
    else:
        with pytest.raises(StationError, match="磁盘已满"):
            save_reception(station, form(), uid="one")
        assert saved_as(station, "one") is None


class _Doubtful:
    """A transaction whose commit reports an error, after or instead of saving."""

    def __init__(self, whole, committed):
        self.whole, self.committed = whole, committed

    def __enter__(self):
        return self.whole.__enter__()

    def __exit__(self, *_error):
        if self.committed:
            self.whole.__exit__(None, None, None)
        else:
            error = RuntimeError("rolled back")
            assert not self.whole.__exit__(RuntimeError, error, None)
        raise CommitUncertain(StationError("磁盘已满"))


def test_drafts_are_not_readable_on_the_disk(station, form, canary):
    drafts.save_draft(
        station, "one", form(contact={"name": canary.name, "phone": canary.phone}, opinion={"content": canary.text})
    )
    assert canary.found_in(station.store.paths.folder) == []


def test_a_draft_is_kept_while_an_import_holds_the_station(station, form):
    held, go = threading.Event(), threading.Event()

    def long_import():
        with station.writing():
            held.set()
            go.wait(10)
        station.store.close()

    worker = threading.Thread(target=long_import)
    worker.start()
    assert held.wait(10)
    began = time.perf_counter()
    drafts.save_draft(station, "one", form())
    waited = time.perf_counter() - began
    go.set()
    worker.join()
    assert waited < 2
    assert drafts.load_draft(station, "one") == form()


def test_a_long_label_is_cut(form):
    assert drafts.draft_label(form(contact={"name": ""}, opinion={"title": "长\n" * 50})) == "个人　" + ("长 " * 10)
