"""A whole day of work with names, phones and words that are looked for in every file at every moment: 0 hits."""

import os
import signal
import tempfile
from dataclasses import replace

import pytest

from station_app.config import DataPaths, LocalSettings
from station_app.db.store import Store
from station_app.domain.enums import PersonRole, Satisfaction
from station_app.domain.records import Person
from station_app.services.attachments import add_bytes
from station_app.services.backup import backup_to, daily_backup
from station_app.services.checking import check
from station_app.services.correcting import correct, void
from station_app.services.crash import keep_crash
from station_app.services.drafts import save_draft
from station_app.services.feedback import FeedbackForm, record_feedback
from station_app.services.ledger_import import LedgerSource, import_ledger
from station_app.services.listing import Filters, page
from station_app.services.packages import sending, taking, undoing
from station_app.services.people import add_person
from station_app.services.phrases import add_phrase
from station_app.services.rebuilding import rebuild
from station_app.services.recording import save_reception
from station_app.services.replying import reply
from station_app.services.restore import restore
from station_app.services.station import Station
from tests.domain.test_pdf_check import PLAIN, pdf
from tests.services.ledger.books import write_xlsx
from tests.services.opinions import record
from tests.services.packages.canaries import NAMES, PHONES, TEXTS, Seeker, forms
from tests.services.packages.loop import LoopStick, NotHere
from tests.stations import PASSPHRASE, reception_form

MADE = {"station.db", "station.db-wal", "drafts.db", "drafts.db-wal", "settings.json", "slots.json", "before-import.db"}


@pytest.fixture
def seeker(net, tmp_path, monkeypatch):
    """Looks into the data folders of both ends, the stick, and what is put down for a moment elsewhere."""
    (tmp_path / "暂时").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "暂时"))
    found = Seeker([net.station.store.paths.folder, net.centre.store.paths.folder, net.stick, tmp_path / "暂时"])
    with found.all_the_time():
        yield found


def form_of(station):
    """A reception with a canary in every field that takes words."""
    base = reception_form(station)
    letter = add_bytes(station, f"{TEXTS[5]}.pdf", pdf(PLAIN, f"({TEXTS[5]} {NAMES[1]} {PHONES[1]})".encode()))
    opinion = replace(
        base.opinions[0], title=TEXTS[0], content=TEXTS[1] * 40, place=TEXTS[4], suggested_action=TEXTS[2],
        attachments=(letter,),
    )  # fmt: skip
    contact = replace(base.contact, name=NAMES[0], phone=PHONES[0], address=TEXTS[4])
    return replace(base, contact=contact, opinions=(opinion,))


def morning(station, folder):
    """Receptions, a draft, corrections, an old ledger, a person, a phrase, a search, settings, a bug."""
    form = form_of(station)
    save_draft(station, "half", form)
    save_reception(station, form)
    (serial,) = record(station)
    correct(station, serial, {"content": TEXTS[3], "contact": {"name": NAMES[1], "phone": PHONES[1]}})
    void(station, serial, TEXTS[3])
    add_person(station, Person(name=NAMES[1], role=PersonRole.VOLUNTEER))
    add_phrase(station, TEXTS[2])
    head = ("日期", "标题", "反映内容", "反映人", "电话")
    book = write_xlsx(folder / "台账.xlsx", {"台账": [head, ("2024/3/5", TEXTS[0], TEXTS[1], NAMES[1], PHONES[1])]})
    import_ledger(station, LedgerSource(path=book, channel="其他", topic="文体及其他"))
    assert page(station, Filters(text=NAMES[0]))
    LocalSettings("dark", 125).save(station.store.paths.settings)
    try:
        raise KeyError(f"{NAMES[0]} {PHONES[0]} {TEXTS[0]}")
    except KeyError as error:
        keep_crash(station.store.paths.folder, error)


def answered(centre, serial):
    """The centre's answer."""
    reply(centre, serial, TEXTS[2], "A", NAMES[1], TEXTS[3])


def at_noon(net, seeker):
    """To the centre, looked at, taken back, taken again, answered, and back to the resident."""
    (sent,) = sending.export(net.station, net.stick, pace=seeker, on_step=lambda _step: seeker.look())
    taking.preview(net.centre, [sent.file], seeker)
    taking.take(net.centre, [sent.file], seeker)
    undoing.undo(net.centre)
    taking.take(net.centre, [sent.file], seeker)
    (line,) = page(net.centre, Filters(text=NAMES[0]))
    answered(net.centre, line.serial)
    (back,) = sending.export(net.centre, net.stick, code="17", pace=seeker)
    taking.take(net.station, [back.file], seeker)
    good = Satisfaction.SATISFIED
    told = FeedbackForm(at="2026-06-18T10:50", reached=True, attitude=good, result=good, remark=TEXTS[3])
    record_feedback(net.station, line.serial, told)


def in_the_evening(net, seeker):
    """The day's backup, one to the stick, check, rebuild, and the backup put back."""
    station = net.station
    daily_backup(station)
    file = backup_to(station, net.stick, seeker).file
    assert check(station, seeker).ok
    rebuild(station, seeker)
    station.close()
    restore(file, DataPaths(station.store.paths.folder), PASSPHRASE, net.clock)


def test_a_whole_day_leaves_nothing_to_read(net, seeker, tmp_path, capfd):
    morning(net.station, tmp_path)
    at_noon(net, seeker)
    in_the_evening(net, seeker)
    seeker.look()
    said = capfd.readouterr()
    seeker.judge("log", (said.out + said.err).encode())
    assert seeker.hits == set()
    assert seeker.seen >= MADE
    for ending in (".zlt", ".zlt.part", ".zlb", ".age", ".txt"):
        assert any(name.endswith(ending) for name in seeker.seen), ending
    assert seeker.looks > 100


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the killed one is forked")
def test_a_kill_leaves_nothing_to_read(net, tmp_path):
    """Killed between two saves, with a draft and a write-ahead log lying there."""
    station, made = net.station, net.made["17"]
    paths = station.store.paths
    station.close()
    reading, writing = os.pipe()
    victim = os.fork()
    if victim == 0:
        _work_until_killed(paths, made, net.clock, writing)
    os.read(reading, 1)
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    found = Seeker([paths.folder])
    found.look()
    assert found.hits == set()
    assert {"station.db-wal", "drafts.db-wal"} <= found.seen


def _work_until_killed(paths, made, clock, writing):
    """In the forked process: tells when the first reception is saved, and goes on for ever."""
    opened = Station(Store.open(DataPaths(paths.folder), made.key, lambda _db: None), clock)
    opened.sit_down(made.head)
    while True:
        save_draft(opened, "half", form_of(opened))
        save_reception(opened, form_of(opened))
        os.write(writing, b"1")


@pytest.mark.parametrize("kind", ["FAT32", "exFAT", "ext4"])
def test_the_free_space_of_a_stick_tells_nothing(net, tmp_path, kind):
    """Packages and a backup written, some removed, one cut short: then each byte of the stick is looked at."""
    stick = LoopStick(kind, tmp_path / "stick.img", tmp_path / "上报")
    try:
        stick.make()
        stick.plug_in()
    except NotHere as reason:
        pytest.skip(f"{kind}: {reason}")
    try:
        save_reception(net.station, form_of(net.station))
        (sent,) = sending.export(net.station, stick.folder)
        sent.file.unlink()
        (stick.folder / f"{sent.file.name}.part").write_bytes(b"half")
        sending.export(net.station, stick.folder)
        backup_to(net.station, stick.folder).file.unlink()
    finally:
        stick.unplug()
    found = Seeker([])
    found.judge(kind, stick.image.read_bytes())
    assert found.hits == set()
    assert b"age-encryption.org" in stick.image.read_bytes(), "what was removed still lies there"


@pytest.mark.parametrize("form", [*forms()][::17])
def test_a_canary_is_found_when_it_is_there(tmp_path, form):
    (tmp_path / "leak").write_bytes(bytes(500) + form + bytes(500))
    found = Seeker([tmp_path])
    found.look()
    assert any(hit.startswith("leak: ") for hit in found.hits)
