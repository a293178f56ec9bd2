"""What an installation trusts: only newer rosters of its own network, and no root that another has replaced."""

from dataclasses import replace

import pytest

from station_app.exchange.keys import SigningKey, SiteKeys, recovery_identity
from station_app.exchange.roster import CENTRE, RosterSite, first_roster, sign_roster
from station_app.exchange.strict import Refused
from station_app.exchange.trust import Trust

AT = "2026-06-18T10:32:00+08:00"


@pytest.fixture
def root():
    return SigningKey.generate()


@pytest.fixture
def roster(root):
    centre = RosterSite("c" * 36, "00", "中心", CENTRE, (SiteKeys.generate().public,))
    return first_roster(root, recovery_identity()[1], (centre,), AT)


@pytest.fixture
def trust(root, roster):
    return Trust(keys=SiteKeys.generate(), root=root.public, roster=roster, roster_file=sign_roster(roster, root))


def test_a_newer_roster_is_adopted_and_an_older_one_passed_over(trust, root, roster):
    newer = sign_roster(replace(roster, version=2), root)
    adopted = trust.adopted(newer)
    assert adopted.known_roster.version == 2
    assert adopted.adopted(trust.roster_file) is adopted


def test_a_replaced_root_signs_no_more(trust, root, roster):
    new = SigningKey.generate()
    adopted = trust.adopted(sign_roster(roster.with_root(root, new), new))
    assert adopted.root == new.public
    with pytest.raises(Refused):
        adopted.adopted(sign_roster(replace(roster, version=9), root))


def test_a_stranger_is_refused(trust, roster):
    stranger = SigningKey.generate()
    forged = replace(roster, version=5, chain=(replace(roster.chain[0], root=stranger.public),))
    with pytest.raises(Refused):
        trust.adopted(sign_roster(forged, stranger))
