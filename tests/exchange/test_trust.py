"""Keys, roster, vouchers and enrolment: only what the right key signed, as what it was signed, counts."""

import json
from dataclasses import replace

import pytest

from station_app.exchange.enrolment import (
    DIGITS,
    digits,
    new_certificate,
    new_request,
    read_certificate,
    read_request,
)
from station_app.exchange.keys import PublicKeys, SigningKey, SiteKeys, Tag, is_signed, recipient_of, recovery_identity
from station_app.exchange.manifest import Voucher
from station_app.exchange.roster import (
    Revoked,
    RosterSite,
    Verdict,
    adopt_roster,
    first_roster,
    judge_roster,
    sign_roster,
    verify_roster,
)
from station_app.exchange.strict import NeedsUpdate, Refused
from station_app.exchange.vouchers import Heads, read_voucher, write_voucher
from tests.exchange.packages import AT, CENTRE, INSTANCE, SITE, STREAM

HEAD = "c" * 64


@pytest.fixture(scope="module")
def root():
    return SigningKey.generate()


@pytest.fixture(scope="module")
def first(root, sending):
    sites = (
        RosterSite(SITE, "17", "和平社区", "station", (sending.station.public,)),
        RosterSite(CENTRE, "00", "街道中心", "centre", (sending.centre.public,)),
    )
    return first_roster(root, recovery_identity()[1], sites, AT)


@pytest.fixture(scope="module")
def request_file(sending):
    more = {"code": "17", "instance": INSTANCE, "app_version": "0.3.0", "asked_at": AT}
    return new_request(sending.station, site=SITE, name="和平社区", **more)


@pytest.fixture(scope="module")
def certificate_file(root, first, request_file):
    more = {"site": SITE, "code": "17", "name": "和平社区", "issued_at": AT}
    return new_certificate(root, request_file=request_file, roster_file=sign_roster(first, root), **more)


def test_keys_survive_being_stored():
    keys = SiteKeys.generate()
    assert SiteKeys.from_secret(keys.to_secret()) == keys
    with pytest.raises(Refused):
        SiteKeys.from_secret(keys.to_secret()[:-3])


def test_no_secret_shows_in_a_repr():
    keys = SiteKeys.generate()
    assert keys.identity not in repr(keys)
    assert keys.signing.secret.hex() not in repr(keys)
    assert str(keys.signing.secret) not in repr(keys)


def test_a_signature_is_for_one_thing_of_one_kind_by_one_key():
    keys, other = SiteKeys.generate(), SiteKeys.generate()
    signature = keys.sign(Tag.MANIFEST, b"data")
    assert is_signed(keys.public.sign, Tag.MANIFEST, b"data", signature)
    assert not is_signed(keys.public.sign, Tag.HEADS, b"data", signature)
    assert not is_signed(keys.public.sign, Tag.MANIFEST, b"datA", signature)
    assert not is_signed(other.public.sign, Tag.MANIFEST, b"data", signature)
    assert not is_signed("nonsense", Tag.MANIFEST, b"data", signature)
    assert not is_signed(keys.public.sign, Tag.MANIFEST, b"data", b"short")


def test_the_recovery_key_is_one_that_age_reads():
    identity, recipient = recovery_identity()
    assert identity.startswith("AGE-SECRET-KEY-1")
    assert recipient_of(identity) == recipient


def test_public_keys_are_asked_whether_they_are_keys(sending):
    good = sending.station.public.to_json()
    assert PublicKeys.from_json(good, "x") == sending.station.public
    for bad in ({}, {**good, "sign": "0"}, {**good, "receive": "age1" + "q" * 58}, [], None):
        with pytest.raises(Refused):
            PublicKeys.from_json(bad, "名册")


def test_a_roster_comes_back(root, first, sending):
    assert verify_roster(sign_roster(first, root), root.public) == first
    assert first.site(SITE).signing_keys == (sending.station.public.sign,)
    assert first.centre().uid == CENTRE
    assert first.site("nobody") is None


def test_newer_same_and_older(root, first):
    one = sign_roster(first, root)
    two = sign_roster(first.with_site(replace(first.site(SITE), name="新名")), root)
    assert judge_roster(None, one, root.public)[1] is Verdict.NEWER
    assert judge_roster(one, one, root.public)[1] is Verdict.SAME
    assert judge_roster(one, two, root.public)[1] is Verdict.NEWER
    assert judge_roster(two, one, root.public)[1] is Verdict.OLDER
    assert adopt_roster(one, two, root.public).version == 2
    with pytest.raises(Refused, match="比本机已有的旧"):
        adopt_roster(two, one, root.public)


def test_two_rosters_of_one_version(root, first):
    other = sign_roster(replace(first, issued_at="2026-06-19T10:52:00+08:00"), root)
    with pytest.raises(Refused, match="内容却不一样"):
        judge_roster(sign_roster(first, root), other, root.public)


def test_a_roster_of_another_network(root, first):
    with pytest.raises(Refused, match="不是本街道中心签发"):
        verify_roster(sign_roster(first, root), SigningKey.generate().public)


def test_a_roster_is_signed_by_its_own_root_only(first):
    with pytest.raises(ValueError, match="another root"):
        sign_roster(first, SigningKey.generate())


def test_every_byte_of_a_roster_counts(root, first):
    data = sign_roster(first, root)
    for place in range(len(data)):
        altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(Refused):
            verify_roster(altered, root.public)


def test_the_root_may_change_and_change_again(root, first):
    second, third = SigningKey.generate(), SigningKey.generate()
    rotated = first.with_root(root, second)
    again = rotated.with_root(second, third)
    assert verify_roster(sign_roster(rotated, second), root.public).root == second.public
    for known in (root, second, third):
        assert verify_roster(sign_roster(again, third), known.public) == again


def test_a_root_that_nobody_endorsed(root, first):
    stranger = SigningKey.generate()
    forged = first.with_root(stranger, stranger)
    with pytest.raises(Refused, match="没有原来那把的签名"):
        verify_roster(sign_roster(forged, stranger), root.public)
    bare = replace(forged, chain=(first.chain[0], replace(forged.chain[1], by_previous="")))
    with pytest.raises(Refused, match="没有原来那把的签名"):
        verify_roster(sign_roster(bare, stranger), root.public)


def test_a_revoked_key_counts_no_more(root, first, sending):
    revoked = Revoked(sending.station.public.sign, AT, {STREAM: (HEAD,)})
    roster = verify_roster(sign_roster(first.without_key(SITE, revoked), root), root.public)
    assert roster.site(SITE).keys == ()
    assert roster.site(SITE).revoked == (revoked,)
    assert roster.version == 2


def sealed_again(data, key, tag, **more):
    """The same file with other values, properly signed by ``key``."""
    envelope = json.loads(data)
    body = json.dumps({**json.loads(envelope["body"]), **more}, ensure_ascii=False)
    return json.dumps({**envelope, "body": body, "signature": key.sign(tag, body.encode()).hex()}).encode()


def test_a_newer_roster_asks_for_an_update(root, first):
    with pytest.raises(NeedsUpdate):
        verify_roster(sealed_again(sign_roster(first, root), root, Tag.ROSTER, min_reader=2), root.public)


@pytest.mark.parametrize("more", [{"version": 0}, {"chain": []}, {"sites": [{}]}, {"recovery": "age1" + "q" * 58}])
def test_a_wrong_roster_though_the_root_signed_it(root, first, more):
    with pytest.raises(Refused):
        verify_roster(sealed_again(sign_roster(first, root), root, Tag.ROSTER, **more), root.public)


def test_a_request_comes_back(request_file, sending):
    request = read_request(request_file)
    assert (request.site, request.code, request.name) == (SITE, "17", "和平社区")
    assert request.keys == sending.station.public


def test_both_screens_show_the_same_digits(root, request_file, certificate_file):
    at_the_centre = digits(request_file, root.public)
    at_the_station = digits(request_file, read_certificate(certificate_file, request_file).root)
    assert at_the_centre == at_the_station
    assert len(at_the_centre) == DIGITS
    assert at_the_centre.isdecimal()
    assert digits(request_file + b" ", root.public) != at_the_centre
    assert digits(request_file, SigningKey.generate().public) != at_the_centre


def test_a_certificate_comes_back(root, first, request_file, certificate_file):
    certificate = read_certificate(certificate_file, request_file)
    assert (certificate.site, certificate.code, certificate.root) == (SITE, "17", root.public)
    assert certificate.roster == first
    assert verify_roster(certificate.roster_file, root.public) == first


def test_a_certificate_for_another_request(sending, certificate_file, request_file):
    more = {"code": "17", "instance": INSTANCE, "app_version": "0.3.0", "asked_at": AT}
    other = new_request(sending.station, site=SITE, name="和平社区", **more)
    with pytest.raises(Refused, match="不是答复本机的申请"):
        read_certificate(certificate_file, other)


def test_a_certificate_must_fit_its_roster(root, certificate_file, request_file):
    for more in ({"code": "18"}, {"site": CENTRE}):
        with pytest.raises(Refused, match="对不上"):
            read_certificate(sealed_again(certificate_file, root, Tag.CERTIFICATE, **more), request_file)


def test_every_byte_of_the_files_counts(request_file, certificate_file):
    for data, read in ((request_file, read_request), (certificate_file, lambda d: read_certificate(d, request_file))):
        for place in range(len(data) - 1):
            altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            with pytest.raises(Refused):
                read(altered)


def test_other_kinds_of_file(request_file, certificate_file, sending):
    with pytest.raises(Refused, match="这不是入网证书文件"):
        read_certificate(request_file, request_file)
    with pytest.raises(Refused, match="这不是入网申请文件"):
        read_request(certificate_file)
    with pytest.raises(Refused, match="这不是入网申请文件"):
        read_request(b"PK\x03\x04")
    with pytest.raises(Refused, match="是空的"):
        read_request(b"")
    with pytest.raises(Refused, match="过大"):
        read_request(b"{" + b" " * 20_000)
    with pytest.raises(NeedsUpdate):
        read_request(sealed_again(request_file, sending.station, Tag.REQUEST, version=2))


def test_no_secret_in_the_files(sending, root, request_file, certificate_file):
    for secret in (sending.station.identity, sending.station.signing.secret.hex(), root.secret.hex()):
        assert secret.encode() not in request_file + certificate_file


def test_a_voucher_is_its_owners_word(sending):
    heads = Heads(SITE, INSTANCE, 82, AT, {STREAM: (HEAD,)})
    voucher = write_voucher(sending.station, heads)
    asked = []

    def keys_of(site):
        asked.append(site)
        return [sending.station.public.sign]

    assert read_voucher(voucher, keys_of) == heads
    assert asked == [SITE]
    with pytest.raises(Refused, match="签名不对"):
        read_voucher(voucher, lambda _: [sending.centre.public.sign])
    with pytest.raises(Refused, match="签名不对"):
        read_voucher(Voucher(voucher.text.replace(HEAD, "d" * 64), voucher.signature), keys_of)
    with pytest.raises(NeedsUpdate):
        read_voucher(Voucher(voucher.text.replace('"format":1', '"format":2'), voucher.signature), keys_of)
