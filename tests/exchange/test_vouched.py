"""A change enters only if its stream's owner has signed for it, or for one that stands on it."""

from types import SimpleNamespace

import pytest

from station_app.db.connection import write_transaction
from station_app.exchange.keys import SigningKey, SiteKeys
from station_app.exchange.manifest import Voucher
from station_app.exchange.roster import CENTRE, STATION, Revoked, RosterSite, first_roster
from station_app.exchange.strict import Refused
from station_app.exchange.trust import Trust
from station_app.exchange.vouched import Vouched
from station_app.exchange.vouchers import Heads, write_voucher
from tests.journal.lines import OTHER, SITE, contact, reply
from tests.journal.test_receiving import take

AT = "2026-06-18T10:52:00+08:00"
HEAD = "5a0c7c52-3f0b-4a34-8d7b-7f3b1a0e9c22"


class World:
    """A centre and two stations, what each signs, and the packages made of it."""

    def __init__(self, db):
        self.db = db
        self.keys = {site: SiteKeys.generate() for site in (HEAD, SITE, OTHER)}
        self.revoked = dict.fromkeys(self.keys, ())

    def trust(self, **more):
        sites = tuple(
            RosterSite(
                uid,
                uid[-2:],
                uid,
                CENTRE if uid == HEAD else STATION,
                () if self.revoked[uid] else (keys.public,),
                self.revoked[uid],
            )
            for uid, keys in self.keys.items()
        )
        roster = first_roster(SigningKey.generate(), self.keys[HEAD].public.receive, sites, AT)
        return Trust(keys=self.keys[HEAD], roster=roster, **more)

    def states(self, site, stream, *lines, by=None):
        heads = Heads(site, "a1" * 16, 1, AT, {stream: tuple(sorted(one.name.hex() for one in lines))})
        return write_voucher(self.keys[by or site], heads)

    def judge(self, lines, *vouchers, own=HEAD, **more):
        below = {up for one in lines for up in one.facts.prev}
        ends = {}
        for one in lines:
            ends.setdefault(one.facts.stream, set()).update({one.name} - below)
        staged = SimpleNamespace(manifest=SimpleNamespace(vouchers=vouchers), ends=ends, changes=lambda: iter(lines))
        return Vouched(self.db, staged, self.trust(**more), own)

    def refused(self, lines, *vouchers, **more):
        return [one for one in lines if one.name in self.judge(lines, *vouchers, **more).refused]


@pytest.fixture
def world(centre):
    return World(centre.db)


@pytest.fixture
def chain():
    made = [contact([], "c-0", "0")]
    made.append(contact(made[-1:], "c-0", "1"))
    made.append(contact(made[-1:], "c-0", "2"))
    return made


STREAM = f"S:{SITE}"


def test_what_stands_below_a_signed_head_is_vouched_for(world, chain):
    assert world.refused(chain, world.states(SITE, STREAM, chain[2])) == []
    assert world.refused(chain, world.states(SITE, STREAM, chain[1])) == [chain[2]]
    assert world.refused(chain) == chain


def test_a_held_head_vouches_for_what_comes_again(world, chain, centre):
    with write_transaction(centre.db):
        take(centre.db, chain)
    assert world.refused(chain[:2], world.states(SITE, STREAM, chain[2])) == []


def test_nobody_vouches_for_a_stream_of_another(world, chain):
    for site in (OTHER, HEAD):
        assert world.refused(chain, world.states(site, STREAM, chain[2])) == chain
    word = [reply([], "o-1", "好")]
    assert world.refused(word, world.states(SITE, f"C:{SITE}", word[0])) == word
    assert world.refused(word, world.states(HEAD, f"C:{SITE}", word[0])) == []


def test_two_ends_need_two_words(world, chain):
    fork = contact(chain[:1], "c-0", "叉")
    lines = [*chain, fork]
    first, second = world.states(SITE, STREAM, chain[2]), world.states(SITE, STREAM, fork)
    assert world.refused(lines, first) == [fork]
    assert world.refused(lines, second) == chain[1:]
    assert world.refused(lines, first, second) == []


def test_a_statement_signed_by_somebody_else_is_refused(world, chain):
    with pytest.raises(Refused, match="凭据签名不对"):
        world.refused(chain, world.states(SITE, STREAM, chain[2], by=OTHER))
    good = world.states(SITE, STREAM, chain[2])
    with pytest.raises(Refused):
        world.refused(chain, Voucher(good.text.replace("1", "2"), good.signature))


def test_of_a_revoked_key_only_what_was_accepted_counts(world, chain):
    key = world.keys[SITE].public.sign
    world.revoked[SITE] = (Revoked(key, AT, {STREAM: (chain[1].name.hex(),)}),)
    assert world.refused(chain, world.states(SITE, STREAM, chain[2])) == [chain[2]]


def test_after_a_new_set_up_the_centre_vouches_for_ones_own_stream(world, chain):
    word = world.states(HEAD, STREAM, chain[2])
    assert world.refused(chain, word, own=SITE) == chain
    assert world.refused(chain, word, own=SITE, reinstalled=True) == []
    assert world.refused(chain, word, own=OTHER, reinstalled=True) == chain


def test_only_an_owners_word_is_kept(world, chain, centre):
    with write_transaction(centre.db):
        world.judge(chain, world.states(SITE, STREAM, chain[2]), world.states(OTHER, STREAM, chain[1])).keep()
    kept = list(
        centre.db.execute_sql("SELECT v.site, h.head FROM voucher v JOIN voucher_head h ON h.voucher_id = v.id")
    )
    assert kept == [(SITE, chain[2].name)]
