"""A voucher: the owner of a stream states its heads, signed, so that its changes may come back through somebody else.

Every package holds its sender's own statement and the newest ones it knows of the other side. A change of a stream
enters only if it can be reached from a head in a statement (or manifest) that the stream's owner signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from station_app.domain.codec import canonical
from station_app.exchange.keys import SiteKeys, Tag, signer
from station_app.exchange.manifest import Voucher
from station_app.exchange.strict import ASK_AGAIN, INSTANCE, STREAM, UID, Fields, NeedsUpdate, Refused, read_object

FORMAT = 1
WHAT = "包里的凭据"


@dataclass(frozen=True, slots=True)
class Heads:
    """What an installation of ``site`` held: its streams with their heads (names in hex); ``at`` as it was written."""

    site: str
    instance: str
    export_no: int
    at: str
    streams: Mapping[str, tuple[str, ...]]


def write_voucher(keys: SiteKeys, heads: Heads) -> Voucher:
    """State and sign."""
    values = {
        "format": FORMAT,
        "site": heads.site,
        "instance": heads.instance,
        "export_no": heads.export_no,
        "at": heads.at,
        "streams": {name: sorted(names) for name, names in heads.streams.items()},
    }
    text = canonical(values)
    return Voucher(text, keys.sign(Tag.HEADS, text.encode()).hex())


def read_voucher(voucher: Voucher, keys_of: Callable[[str], Iterable[str]]) -> Heads:
    """Read and check; ``keys_of`` gives the public signing keys of a site's uid. Raises Refused."""
    fields = Fields(read_object(voucher.text, WHAT), WHAT)
    if fields.whole("format", 1) > FORMAT:
        raise NeedsUpdate(WHAT)
    heads = Heads(
        fields.text("site", UID),
        fields.text("instance", INSTANCE),
        fields.whole("export_no", 1),
        fields.moment("at"),
        fields.table("streams", STREAM, lambda names: Fields({"streams": names}, WHAT).names("streams")),
    )
    if signer(keys_of(heads.site), Tag.HEADS, voucher.text.encode(), bytes.fromhex(voucher.signature)) is None:
        raise Refused("包里的凭据签名不对", ASK_AGAIN)
    return heads
