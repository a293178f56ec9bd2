"""An error on commit does not mean "not saved": the truth is looked up before anybody is told."""

from contextlib import contextmanager

import pytest

from station_app.db.connection import CommitUncertain
from station_app.errors import StationError
from station_app.journal.log import count_changes
from station_app.services import station as station_module
from station_app.services.correcting import void
from station_app.services.detail import detail
from station_app.services.saving import saving
from tests.services.opinions import record

FULL = StationError("磁盘满了", "请腾出空间后再试。")


@contextmanager
def commit_fails(db, *, after_all_saved):
    """As the real transaction, whose commit reports an error although (or because) it was (or was not) done."""
    db.begin()
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    if after_all_saved:
        db.commit()
    else:
        db.rollback()
    raise CommitUncertain(FULL)


@pytest.mark.parametrize("saved", [True, False])
def test_told_only_what_is_true(station, monkeypatch, saved):
    (serial,) = record(station)
    changes = count_changes(station.db)
    monkeypatch.setattr(station_module, "write_transaction", lambda db: commit_fails(db, after_all_saved=saved))
    if saved:
        void(station, serial, "重复")
    else:
        with pytest.raises(StationError, match="磁盘满了"):
            void(station, serial, "重复")
    assert count_changes(station.db) == changes + saved
    assert (detail(station, serial).intake.void_reason is not None) == saved


def test_what_is_refused_inside_is_not_saved(station):
    (serial,) = record(station)
    changes, seen = count_changes(station.db), detail(station, serial)

    def half_written():
        with saving(station) as log:
            log.put(seen.uid, "opinion.intake", seen.intake, station.author)
            raise StationError("不行")

    with pytest.raises(StationError, match="不行"):
        half_written()
    assert count_changes(station.db) == changes
