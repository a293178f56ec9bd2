"""The two files by which a station joins: its request (``.zlq``) and the centre's certificate (``.zlc``).

Both are JSON text ``{"format": name, "body": JSON text, "signature": hex}`` and hold no secret. The request is signed
by the key it brings; the certificate by the root key it brings, which is why both screens show 24 digits over the
request's bytes and the root key: who swaps either file on the way changes the digits that are compared by phone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from station_app.domain.codec import canonical
from station_app.exchange.keys import PublicKeys, SigningKey, SiteKeys, Tag, is_signed
from station_app.exchange.roster import Roster, verify_roster
from station_app.exchange.strict import CODE, HASH, INSTANCE, SIGNATURE, UID, UNCHANGED, Fields, NeedsUpdate, Refused
from station_app.exchange.strict import read_object as strict_object

REQUEST_FORMAT = "zlt-enrolment-request"
CERTIFICATE_FORMAT = "zlt-enrolment-certificate"
VERSION = 1
MAX_REQUEST_BYTES = 16 * 1024
MAX_CERTIFICATE_BYTES = 4 * 1024 * 1024
DIGITS = 24
_REQUEST, _CERTIFICATE = "入网申请", "入网证书"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A station asks to join: its uid, the name and code it uses, and its public keys."""

    site: str
    name: str
    code: str
    keys: PublicKeys
    instance: str
    app_version: str
    nonce: str
    asked_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The centre's answer to one request: the code to use from now on, and the uid (another station's: 原站点重装).

    ``request`` is the SHA-256 of the request file in hex, ``roster`` the verified roster, ``roster_file`` its bytes.
    """

    root: str
    site: str
    code: str
    name: str
    request: str
    issued_at: str
    roster: Roster
    roster_file: bytes


def new_request(
    keys: SiteKeys, *, site: str, name: str, code: str, instance: str, app_version: str, asked_at: str
) -> bytes:
    """The request file of an installation."""
    request = Request(
        site=site,
        name=name,
        code=code,
        keys=keys.public,
        instance=instance,
        app_version=app_version,
        nonce=secrets.token_hex(16),
        asked_at=asked_at,
    )
    return _seal(REQUEST_FORMAT, asdict(request), keys.signing, Tag.REQUEST)


def read_request(data: bytes) -> Request:
    """Read a request file; raises Refused."""
    fields, body, signature = _open(data, REQUEST_FORMAT, _REQUEST, MAX_REQUEST_BYTES)
    request = Request(
        site=fields.text("site", UID),
        name=fields.text("name"),
        code=fields.text("code", CODE),
        keys=PublicKeys.from_json(fields.values.get("keys"), _REQUEST),
        instance=fields.text("instance", INSTANCE),
        app_version=fields.text("app_version", r"[0-9A-Za-z.+-]{1,40}"),
        nonce=fields.text("nonce", INSTANCE),
        asked_at=fields.moment("asked_at"),
    )
    if not is_signed(request.keys.sign, Tag.REQUEST, body, signature):
        raise Refused("入网申请的签名不对，可能被改动过", f"请在站点那台电脑上重新生成申请；{UNCHANGED}")
    return request


def new_certificate(
    root: SigningKey, *, request_file: bytes, roster_file: bytes, site: str, code: str, name: str, issued_at: str
) -> bytes:
    """The certificate file for a request; ``roster_file`` already holds the site with the request's keys."""
    values = {
        "root": root.public,
        "site": site,
        "code": code,
        "name": name,
        "request": hashlib.sha256(request_file).hexdigest(),
        "issued_at": issued_at,
        "roster": roster_file.decode(),
    }
    return _seal(CERTIFICATE_FORMAT, values, root, Tag.CERTIFICATE)


def read_certificate(data: bytes, request_file: bytes) -> Certificate:
    """Read the certificate that answers ``request_file``; raises Refused.

    That its root key is the centre's is known only when the digits were compared.
    """
    fields, body, signature = _open(data, CERTIFICATE_FORMAT, _CERTIFICATE, MAX_CERTIFICATE_BYTES)
    root = fields.text("root", HASH)
    if not is_signed(root, Tag.CERTIFICATE, body, signature):
        raise Refused("入网证书的签名不对，可能被改动过", f"请街道中心重新发一份；{UNCHANGED}")
    if fields.text("request", HASH) != hashlib.sha256(request_file).hexdigest():
        raise Refused("这份入网证书不是答复本机的申请的", f"请把本机最新的申请交给街道中心，换回它的证书；{UNCHANGED}")
    roster_file = fields.text("roster", r"(?s).*").encode()
    certificate = Certificate(
        root=root,
        site=fields.text("site", UID),
        code=fields.text("code", CODE),
        name=fields.text("name"),
        request=fields.text("request", HASH),
        issued_at=fields.moment("issued_at"),
        roster=verify_roster(roster_file, root),
        roster_file=roster_file,
    )
    _require_entry(certificate, read_request(request_file))
    return certificate


def digits(request_file: bytes, root: str) -> str:
    """The 24 digits that both sides compare by phone; ``root`` is the public root key in hex."""
    digest = hashlib.sha256(b"zlt/digits/1\0" + hashlib.sha256(request_file).digest() + bytes.fromhex(root)).digest()
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"


def _require_entry(certificate: Certificate, request: Request) -> None:
    site = certificate.roster.site(certificate.site)
    if site is None or request.keys not in site.keys or site.code != certificate.code:
        raise Refused("入网证书和它带的站点名册对不上", f"请街道中心重新发一份；{UNCHANGED}")


def _seal(name: str, values: dict[str, Any], key: SigningKey, tag: Tag) -> bytes:
    body = canonical({**values, "version": VERSION})
    return canonical({"format": name, "body": body, "signature": key.sign(tag, body.encode()).hex()}).encode() + b"\n"


def _open(data: bytes, name: str, what: str, limit: int) -> tuple[Fields, bytes, bytes]:
    if not data:
        raise Refused(f"{what}文件是空的", f"请重新拷贝一份；{UNCHANGED}")
    envelope = Fields(_object(data, what, limit), what)
    if envelope.values.get("format") != name:
        raise _other_kind(what)
    body = envelope.text("body", r"(?s).*")
    fields = Fields(strict_object(body, what, limit), what)
    if fields.whole("version", 1) > VERSION:
        raise NeedsUpdate(what)
    return fields, body.encode(), bytes.fromhex(envelope.text("signature", SIGNATURE))


def _object(data: bytes, what: str, limit: int) -> dict[str, Any]:
    if not data.lstrip().startswith(b"{"):
        raise _other_kind(what)
    return strict_object(data, what, limit)


def _other_kind(what: str) -> Refused:
    suffix = ".zlq" if what == _REQUEST else ".zlc"
    return Refused(f"这不是{what}文件", f"{what}的文件名以 {suffix} 结尾，请重新选择；{UNCHANGED}")
