"""Which backups of the data folder are kept."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station_app.services.keeping import backup_name, made_at, surplus

NOON = datetime(2026, 6, 18, 12, 0, 0)  # a Thursday


def name_of(moment):
    return backup_name("17", moment, ())


def test_a_name_tells_site_and_moment():
    assert name_of(NOON) == "BACKUP-17-20260618-120000.zlb"
    assert made_at("BACKUP-P01-20260618-120000-2.zlb").replace(tzinfo=None) == NOON
    assert made_at("BACKUP-17-20261318-120000.zlb") is None
    assert made_at("BACKUP-17-20260618-120000.zlb.part") is None


def test_a_name_is_never_given_twice():
    taken = []
    for _ in range(12):
        taken.append(backup_name("17", NOON, taken))
    assert taken[1] == "BACKUP-17-20260618-120000-2.zlb"
    assert len(set(taken)) == 12
    assert all(made_at(name).replace(tzinfo=None) == NOON for name in taken)


def test_a_week_of_days_and_a_month_of_weeks_stay():
    daily = [name_of(NOON - timedelta(days=day)) for day in range(60)]
    kept = [name for name in daily if name not in surplus(daily)]
    assert kept[:7] == daily[:7]
    # Sundays of the weeks before: 14 June is among the seven days already.
    assert [made_at(name).date().isoformat() for name in kept[7:]] == ["2026-06-07", "2026-05-31"]


def test_of_one_day_the_newest_three_stay():
    names = [name_of(NOON + timedelta(minutes=minute)) for minute in range(10)]
    assert surplus(names) == names[6::-1]


def test_other_files_are_no_concern():
    assert surplus(["OLD-20200101-000000", "notes.txt", "BACKUP.zlb"]) == []


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60))
def test_the_newest_is_always_kept_and_removing_settles(moments):
    names = {name_of(moment) for moment in moments}
    gone = surplus(names)
    kept = names - set(gone)
    assert len(kept) <= 3 + 7 + 4
    assert not names or max(names) in kept
    assert surplus(kept) == []
