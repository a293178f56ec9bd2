"""Claims are kept per installation; statements as long as they vouch for something no later one covers."""

import pytest

from station_app.db.connection import write_transaction
from station_app.exchange.claims import claims_of, expect, keep_voucher, note_claims, retire, vouchers_for
from station_app.exchange.manifest import Manifest, Sender, Voucher
from station_app.exchange.names import Direction
from tests.journal.lines import SITE, contact
from tests.journal.test_receiving import take

STREAM = f"S:{SITE}"
AT = "2026-06-18T10:52:00+08:00"
ONE, TWO, THREE = (number * 32 for number in ("a1", "b2", "c3"))


def manifest(instance, heads, predecessor=None, number=1):
    return Manifest(
        kind=Direction.UP,
        package_id="3f" * 16,
        app_version="1",
        sender=Sender(SITE, instance, predecessor),
        receiver="c",
        recipients=(),
        export_no=number,
        written_at=AT,
        claims={STREAM: tuple(name.hex() for name in heads)},
    )


@pytest.fixture
def log(centre):
    """A stream of four changes, the last two side by side; its names."""
    made = [contact([], "c-0", "0")]
    made.append(contact([made[0]], "c-1", "1"))
    made += [contact([made[1]], f"c-{number}", str(number)) for number in (2, 3)]
    with write_transaction(centre.db):
        take(centre.db, made)
    return [one.name for one in made]


def claimed(centre, own=""):
    return sorted(claims_of(centre.db, SITE, [STREAM], own))


def test_the_newer_claim_counts_even_if_it_is_lower(centre, log):
    with write_transaction(centre.db):
        note_claims(centre.db, manifest(ONE, log[2:]), AT)
        assert claimed(centre) == [sorted(log[2:])]
        note_claims(centre.db, manifest(ONE, log[:1]), AT)
        assert claimed(centre) == [log[:1]]


def test_each_installation_has_its_own_and_a_successor_ends_it(centre, log):
    with write_transaction(centre.db):
        note_claims(centre.db, manifest(ONE, log[1:2]), AT)
        note_claims(centre.db, manifest(TWO, log[:1]), AT)
        assert claimed(centre) == sorted([log[1:2], log[:1]])
        assert claimed(centre, own=TWO) == [log[1:2]]
        note_claims(centre.db, manifest(THREE, log[3:], predecessor=ONE), AT)
        assert claimed(centre) == sorted([log[:1], log[3:]])
        note_claims(centre.db, manifest(ONE, log[2:3]), AT)
        assert len(claimed(centre)) == 3


def test_who_never_sent_or_claims_nothing_holds_nothing(centre, log):
    with write_transaction(centre.db):
        expect(centre.db, SITE, ONE, AT)
        note_claims(centre.db, manifest(TWO, []), AT)
        assert claimed(centre) == [[], []]
        note_claims(centre.db, manifest(ONE, log[:1]), AT)
        expect(centre.db, SITE, ONE, AT)
        assert claimed(centre) == [[], log[:1]]
        retire(centre.db, SITE, TWO)
        assert claimed(centre) == [log[:1]]


def test_the_number_of_the_last_package_never_falls(centre, log):
    with write_transaction(centre.db):
        for number in (7, 3):
            note_claims(centre.db, manifest(ONE, log[:1], number=number), AT)
    assert list(centre.db.execute_sql("SELECT export_no FROM peer")) == [(7,)]


def keep(centre, text, names):
    with write_transaction(centre.db):
        keep_voucher(centre.db, Voucher(text, "00"), SITE, {STREAM: [name.hex() for name in names]})
    return [voucher.text for voucher in vouchers_for(centre.db, [STREAM], "someone")]


def test_only_statements_that_nothing_covers_are_kept(centre, log):
    assert keep(centre, "first", log[:1]) == ["first"]
    assert keep(centre, "second", log[2:3]) == ["second"]
    assert keep(centre, "older", log[1:2]) == ["second"]
    assert keep(centre, "beside", log[3:]) == ["second", "beside"]
    assert keep(centre, "both", log[2:]) == ["second", "beside"]
    assert keep(centre, "not held", [b"\xee" * 32]) == ["second", "beside", "not held"]


def test_ones_own_statements_are_not_handed_on(centre, log):
    keep(centre, "first", log[:1])
    assert vouchers_for(centre.db, [STREAM], SITE) == []
    assert vouchers_for(centre.db, ["C:*"], "someone") == []
