"""The sites of the network typed line by line or pasted from a spreadsheet: code, name, zone, address, phone."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from station_app.domain.enums import SiteKind, SiteStatus, Zone
from station_app.domain.network_records import Site
from station_app.domain.phone import check_phone, parse_phone
from station_app.domain.serials import SITE_CODE
from station_app.domain.text import clean_line, half_width
from station_app.errors import StationError

MAX_LINES = 200
COMMUNITIES = 24
_CODES: dict[SiteKind, tuple[str, ...]] = {
    SiteKind.HUB: ("01",),
    SiteKind.ZONE_CENTRE: ("02", "03"),
    SiteKind.COMMUNITY: tuple(str(number) for number in range(11, 11 + COMMUNITIES)),
    SiteKind.POINT: tuple(f"P{number:02d}" for number in range(1, 100)),
}
_HEADS = frozenset("代码 站点代码 编号 序号 名称 站点 站点名称 片区 片 地址 电话 联系电话".split())
_TYPED_BREAKS = re.compile(r"[,，;；、]+|\s+")


@dataclass(frozen=True, slots=True)
class RefusedSite:
    """A line that was not taken: its number from 1, its text, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PastedSites:
    """What a list of sites came to."""

    sites: tuple[Site, ...]
    refused: tuple[RefusedSite, ...]


def draft_network() -> str:
    """1+2+24+N as lines to be filled in: the names of the communities are for the centre to type."""
    hub = ["01\t代表联络室", "02\t南片中心联络站\t南片", "03\t北片中心联络站\t北片"]
    half = COMMUNITIES // 2
    zones = [Zone.SOUTH] * half + [Zone.NORTH] * half
    codes = zip(_CODES[SiteKind.COMMUNITY], zones, strict=True)
    return "\n".join([*hub, *(f"{code}\t社区{code}联络站\t{zone}" for code, zone in codes), "P01\t商务楼联络点"])


def paste_sites(text: str, taken: Collection[str] = ()) -> PastedSites:
    """Read one site a line: cells parted by tabs, else by commas or blanks; a head line is passed over.

    Code, zone and phone are told by what they look like, the first other cell is the name, the next the address. A
    line without a code gets the next free one of its kind; ``taken`` are the codes in use. Raises StationError for
    over 200 lines.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MAX_LINES:
        raise StationError(f"一次最多粘贴 {MAX_LINES} 个站点，这里有 {len(lines)} 行", "请分几次粘贴。")
    used, names = set(taken), set()
    sites, refused = [], []
    for number, line in lines:
        try:
            cells = _cells(line)
            if set(cells) <= _HEADS:
                continue
            site = check_site(_read(cells, used), used)
            if site.name in names:
                raise StationError(f"「{site.name}」写了两次")
        except StationError as problem:
            refused.append(RefusedSite(number, line.strip(), problem.title))
        else:
            used.add(site.code)
            names.add(site.name)
            sites.append(site)
    return PastedSites(tuple(sites), tuple(refused))


def check_site(site: Site, taken: Collection[str]) -> Site:
    """The site if its code, name and phone will do; raises StationError. ``taken`` are the codes of others."""
    if not SITE_CODE.fullmatch(site.code):
        raise StationError(f"站点代码「{site.code[:20]}」不对", "站点代码是 2 到 4 位数字或大写字母，例如 17 或 P01。")
    if site.code in taken:
        raise StationError(f"代码 {site.code} 已经用了", "请换一个代码。")
    if not site.name:
        raise StationError("还没有填站点名称", "请填站点的名称，例如「梧桐里社区联络站」。")
    if sentence := check_phone(site.phone):
        raise StationError(f"站点电话：{sentence}", "请改好电话，或先留空。")
    return site


def kind_of(name: str, code: str) -> SiteKind:
    """The level of a site by its code if it is one of the usual ones, else by its name."""
    for kind, codes in _CODES.items():
        if code in codes:
            return kind
    if code == "00" or name.endswith("室"):
        return SiteKind.HUB
    if "片" in name and "中心" in name:
        return SiteKind.ZONE_CENTRE
    return SiteKind.POINT if "联络点" in name else SiteKind.COMMUNITY


def _cells(line: str) -> list[str]:
    parts = line.split("\t") if "\t" in line else _TYPED_BREAKS.split(line)
    return [cell for part in parts if (cell := clean_line(part).text)]


def _read(cells: list[str], used: Collection[str]) -> Site:
    code, zone, phone, words = "", None, "", []
    for place, cell in enumerate(cells):
        upper = half_width(cell).upper()
        if not code and place < 2 and SITE_CODE.fullmatch(upper):
            code = upper
        elif zone is None and (found := _zone(cell)) is not None:
            zone = found
        elif not phone and parse_phone(cell) is not None:
            phone = cell
        else:
            words.append(cell)
    name = words[0] if words else ""
    kind = kind_of(name, code)
    return Site(
        code=code or next(_free(kind, used), ""),
        name=name,
        kind=kind,
        zone=zone,
        address=" ".join(words[1:]),
        phone=phone,
        status=SiteStatus.WAITING,
    )


def _zone(cell: str) -> Zone | None:
    return {"南": Zone.SOUTH, "南片": Zone.SOUTH, "北": Zone.NORTH, "北片": Zone.NORTH}.get(cell)


def _free(kind: SiteKind, used: Collection[str]) -> Iterator[str]:
    return (code for code in _CODES[kind] if code not in used)
