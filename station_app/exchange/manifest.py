"""What a package says of itself: ``manifest.json``, whose exact bytes are signed.

Read strictly; keys that this program does not know are kept in ``extra``, unless ``critical`` names them. ``vouchers``
hold short signed statements of heads (``exchange/vouchers.py``), not whole manifests: manifests that carry each other
would grow without end. The sender's own statement stands among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from station_app.domain.codec import canonical
from station_app.exchange.keys import SUITE
from station_app.exchange.names import Direction
from station_app.exchange.strict import (
    ASK_AGAIN,
    HASH,
    INSTANCE,
    MAX_BLOB_BYTES,
    MAX_CHANGES,
    MAX_EXPANSION,
    MAX_PACKAGE_BYTES,
    RECIPIENT,
    SIGNATURE,
    STREAM,
    UID,
    Fields,
    NeedsUpdate,
    Refused,
    read_object,
)

FORMAT = 1
READER = 1
WHAT = "包的清单"
CHANGES = "changes.jsonl.zst"
_MOST_TEXT = r"(?s).{0,1000000}"
_UNDERSTOOD: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who made it: the site's uid, the installation, and the one it took over from (a restore, a copy)."""

    site: str
    instance: str
    predecessor: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """What of a stream travels: everything above ``base`` up to ``head`` (names in hex), ``count`` changes."""

    base: tuple[str, ...]
    head: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """A signed statement: the exact JSON text, and the Ed25519 signature in hex."""

    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Section:
    """``changes.jsonl.zst``: hash and size of the file, size of what is in it, number of changes."""

    sha256: str
    size: int
    plain: int
    count: int


@dataclass(frozen=True, slots=True)
class BlobEntry:
    """One attachment in the package."""

    sha256: str
    size: int


_NO_CHANGES = Section("0" * 64, 0, 0, 0)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A package's manifest; ``sections`` and ``blobs`` are filled in by the first pass of the export.

    ``receiver`` is the uid of the site it is for, ``recipients`` the age recipients it was encrypted to, ``roster`` the
    text of a signed roster file or nothing, ``audit_head`` the newest hash of the sender's audit trail or nothing.
    """

    kind: Direction
    package_id: str
    app_version: str
    sender: Sender
    receiver: str
    recipients: tuple[str, ...]
    export_no: int
    written_at: str
    streams: Mapping[str, Span] = field(default_factory=dict)
    claims: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vouchers: tuple[Voucher, ...] = ()
    roster: str = ""
    audit_head: str = ""
    wants: tuple[str, ...] = ()
    section: Section = _NO_CHANGES
    blobs: tuple[BlobEntry, ...] = ()
    format: int = FORMAT
    min_reader: int = READER
    suite: int = SUITE
    critical: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def with_contents(self, section: Section, blobs: tuple[BlobEntry, ...]) -> Manifest:
        """The same with what the first pass found."""
        return replace(self, section=section, blobs=blobs)

    def to_bytes(self) -> bytes:
        """The bytes that are signed."""
        return canonical({**self.extra, **self._known()}).encode()

    def _known(self) -> dict[str, Any]:
        sender = self.sender
        return {
            "format": self.format,
            "critical": list(self.critical),
            "min_reader": self.min_reader,
            "app_version": self.app_version,
            "suite": self.suite,
            "package_id": self.package_id,
            "kind": self.kind.value,
            "sender": {"site": sender.site, "instance": sender.instance, "predecessor": sender.predecessor},
            "receiver": self.receiver,
            "recipients": list(self.recipients),
            "export_no": self.export_no,
            "streams": {name: _span_values(span) for name, span in self.streams.items()},
            "claims": {name: sorted(heads) for name, heads in self.claims.items()},
            "vouchers": [{"text": one.text, "signature": one.signature} for one in self.vouchers],
            "roster": self.roster,
            "audit_head": self.audit_head,
            "sections": {CHANGES: {name: getattr(self.section, name) for name in Section.__slots__}},
            "blobs": [{"sha256": one.sha256, "size": one.size} for one in self.blobs],
            "wants": sorted(self.wants),
            "written_at": self.written_at,
        }


_KNOWN = {
    *("format", "critical", "min_reader", "app_version", "suite", "package_id", "kind", "sender", "receiver"),
    *("recipients", "export_no", "streams", "claims", "vouchers", "roster", "audit_head", "sections", "blobs"),
    *("wants", "written_at"),
}


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; raises Refused, or NeedsUpdate when the package is of a newer kind.

    Nothing of it is to be believed before its signature was checked.
    """
    fields = Fields(read_object(data, WHAT), WHAT)
    _check_version(fields)
    return Manifest(
        format=FORMAT,
        critical=fields.texts("critical", r"[a-z0-9_.-]{1,60}"),
        min_reader=fields.whole("min_reader", 1),
        suite=SUITE,
        app_version=fields.text("app_version", r"[0-9A-Za-z.+-]{1,40}"),
        package_id=fields.text("package_id", INSTANCE),
        kind=Direction(fields.text("kind", "|".join(Direction))),
        sender=_read_sender(fields.values.get("sender")),
        receiver=fields.text("receiver", UID),
        recipients=fields.texts("recipients", RECIPIENT),
        export_no=fields.whole("export_no", 1, 999_999_999),
        streams=fields.table("streams", STREAM, _read_span),
        claims=fields.table("claims", STREAM, lambda heads: Fields({"claims": heads}, WHAT).names("claims")),
        vouchers=fields.list_of("vouchers", _read_voucher),
        roster=fields.text("roster", _MOST_TEXT),
        audit_head=fields.text("audit_head", rf"({HASH})?"),
        wants=fields.names("wants"),
        written_at=fields.moment("written_at"),
        section=_read_section(fields),
        blobs=_read_blobs(fields),
        extra=fields.rest(_KNOWN),
    )


def _check_version(fields: Fields) -> None:
    if fields.whole("format") < FORMAT:
        raise Refused("这个包的格式太旧，本程序不再支持", "请对方更新程序后重新导出；现有数据没有改动。")
    newer = fields.whole("format") > FORMAT or fields.whole("min_reader", 1) > READER
    critical = fields.texts("critical", r"[a-z0-9_.-]{1,60}")
    if newer or fields.whole("suite", 1) > SUITE or not _UNDERSTOOD.issuperset(critical):
        raise NeedsUpdate("这个包")


def _read_sender(value: Any) -> Sender:
    fields = Fields(value, WHAT)
    before = None if fields.values.get("predecessor", "") is None else fields.text("predecessor", INSTANCE)
    return Sender(fields.text("site", UID), fields.text("instance", INSTANCE), before)


def _span_values(span: Span) -> dict[str, Any]:
    return {"base": sorted(span.base), "head": sorted(span.head), "count": span.count}


def _read_span(value: Any) -> Span:
    fields = Fields(value, WHAT)
    return Span(fields.names("base"), fields.names("head"), fields.whole("count", 0, MAX_CHANGES))


def _read_voucher(value: Any) -> Voucher:
    fields = Fields(value, WHAT)
    return Voucher(fields.text("text", _MOST_TEXT), fields.text("signature", SIGNATURE))


def _read_section(fields: Fields) -> Section:
    sections = Fields(fields.values.get("sections"), WHAT)
    if set(sections.values) != {CHANGES}:
        raise fields.wrong("sections")
    one = Fields(sections.values[CHANGES], WHAT)
    size = one.whole("size", 0, MAX_PACKAGE_BYTES)
    if one.whole("count") > MAX_CHANGES:
        raise Refused(f"这个包的记录超过 {MAX_CHANGES:,} 条", ASK_AGAIN)
    if one.whole("plain") > size * MAX_EXPANSION:
        raise too_big_inside()
    return Section(one.text("sha256", HASH), size, one.whole("plain"), one.whole("count"))


def _read_blobs(fields: Fields) -> tuple[BlobEntry, ...]:
    blobs = fields.list_of("blobs", _read_blob)
    if len({one.sha256 for one in blobs}) != len(blobs):
        raise fields.wrong("blobs")
    return blobs


def _read_blob(value: Any) -> BlobEntry:
    fields = Fields(value, WHAT)
    if fields.whole("size") > MAX_BLOB_BYTES:
        raise Refused("包里有超过 20 MB 的附件", ASK_AGAIN)
    return BlobEntry(fields.text("sha256", HASH), fields.whole("size"))


def too_big_inside() -> Refused:
    """The error for a bomb: little outside, very much inside."""
    return Refused("这个包展开后大得不合常理，没有打开", f"请确认它的来源。{ASK_AGAIN}")
