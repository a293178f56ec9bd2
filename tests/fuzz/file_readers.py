"""Readers of what people bring: ledgers, attachments, backups, JSON for the commands, and the small files beside."""

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from station_app.config import LocalSettings
from station_app.db import slot_file
from station_app.db.archive import describe, manifest_bytes, read_archive, write_archive
from station_app.db.attempts import Attempts
from station_app.db.marker import read_marker
from station_app.domain.clock import FixedClock
from station_app.exchange.volumes import LABEL_FILE, StickLabel, read_label, write_label
from station_app.services.attachments import add_bytes
from station_app.services.backup import backup_to
from station_app.services.backup_file import seal
from station_app.services.backup_source import inspect
from station_app.services.correcting import correct
from station_app.services.opening_boxes import save_opening
from station_app.services.opening_file import read_opening
from station_app.services.pictures import picture_thumbnail
from station_app.services.reception_file import read_correction, read_reception
from station_app.services.recording import save_reception
from station_app.services.station import Station
from tests.domain.test_pdf_check import PLAIN, packed, pdf
from tests.exchange.packages import SITE
from tests.fuzz.harness import Reader
from tests.fuzz.mutating import altered, odd_json
from tests.services.ledger.books import HEADERS, read_all, write_xlsx
from tests.services.openings import put_up
from tests.services.opinions import record
from tests.stations import PASSPHRASE

ROW = ("A1", "2019/4/8", "王芳", "13812345678", "路灯不亮", "小区路灯坏了")


def ledgers(folder: Path) -> dict[str, Reader]:
    """Workbooks altered as a file and inside their parts, zipped whole again; text tables in three encodings."""
    path = write_xlsx(folder / "台账.xlsx", {"台账": [HEADERS, *[ROW] * 5]}, merges=["B2:B4"])
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    text = "\n".join(["日期,反映内容,电话", *['2019/4/8,"灯，坏了",13812345678'] * 5])

    def part(chance: random.Random) -> bytes:
        out, name = io.BytesIO(), chance.choice(sorted(parts))
        with zipfile.ZipFile(out, "w") as book:
            for one, data in parts.items():
                book.writestr(one, altered(chance, data) if one == name else data)
        return out.getvalue()

    def table(chance: random.Random) -> bytes:
        return altered(chance, text.encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030"])))

    def reading(name: str) -> Callable[[bytes], None]:
        def read(data: bytes) -> None:
            (folder / name).write_bytes(data)
            read_all(folder / name)

        return read

    return {
        "ledger, xlsx file": Reader(lambda chance: altered(chance, whole), reading("坏.xlsx")),
        "ledger, inside the xlsx": Reader(part, reading("坏.xlsx")),
        "ledger, csv": Reader(table, reading("坏.csv")),
    }


def pictures() -> list[bytes]:
    """PNGs and JPEGs of several kinds, with notes of the camera."""
    from PIL import Image

    made, exif = [], Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 55.0)
    for mode, kind, more in (
        ("RGB", "PNG", {"exif": exif}), ("P", "PNG", {}), ("LA", "PNG", {}), ("1", "PNG", {}),
        ("RGB", "JPEG", {"exif": exif, "icc_profile": b"ICC" * 9}), ("CMYK", "JPEG", {}),
        ("L", "JPEG", {"progressive": True}),
    ):  # fmt: skip
        out = io.BytesIO()
        Image.effect_noise((40, 30), 60).convert("RGB").convert(mode).save(out, kind, **more)
        made.append(out.getvalue())
    return made


def attachments() -> dict[str, Reader]:
    """Pictures and PDFs as they are taken in; what is kept must make a thumbnail."""
    seeds = pictures()
    papers = [pdf(PLAIN), pdf(PLAIN, packed(b"7 0 " + PLAIN)), pdf(PLAIN, b"<< /Filter /DCTDecode >>\nstream\nx")]
    kept: list[bytes] = []

    def put(data: bytes) -> str:
        kept[:] = [data]
        return hashlib.sha256(data).hexdigest()

    desk: Any = SimpleNamespace(store=SimpleNamespace(blobs=SimpleNamespace(put=put)))

    def picture(data: bytes) -> None:
        attachment = add_bytes(desk, "车库", data)
        if attachment.media.startswith("image/"):
            picture_thumbnail(kept[0], attachment.media, 96)

    return {
        "attachment, picture": Reader(lambda chance: altered(chance, chance.choice(seeds)), picture),
        "attachment, pdf": Reader(
            lambda chance: altered(chance, chance.choice(papers)), lambda data: add_bytes(desk, "信.pdf", data)
        ),
    }


def backups(station: Station, folder: Path) -> dict[str, Reader]:
    """A backup altered as a file, and one with an odd manifest or altered members under the seal of its own key."""
    (folder / "优盘").mkdir()
    path = backup_to(station, folder / "优盘").file
    whole, held = path.read_bytes(), read_archive(path)
    members = {one.name: held.read(one.name) for one in held.members}
    facts = {name: value for name, value in held.facts.items() if name != "members"}
    key, bad = station.store.key, folder / "坏.zlb"

    def read(data: bytes) -> None:
        bad.write_bytes(data)
        inspect(bad, PASSPHRASE)

    def sealed(chance: random.Random) -> bytes:
        name = chance.choice([*members, ""])
        for one, data in members.items():
            file = folder / "teile" / one
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(altered(chance, data) if one == name else data)
        named = [describe(one, folder / "teile" / one) for one in members]
        manifest = manifest_bytes(facts, named)
        manifest = manifest if name else odd_json(chance, manifest)
        out = io.BytesIO()
        write_archive(out, manifest, seal(key, manifest), named, (folder / "teile").joinpath, lambda _size: None)
        return out.getvalue()

    return {
        "backup, outside the seal": Reader(lambda chance: altered(chance, whole), read, taken=False),
        "backup, under its seal": Reader(sealed, read),
    }


RECEPTION = {
    "began": "2026-05-20 09:05", "ended": "2026-05-20T09:40", "channel": "电话", "recorder": "徐桂兰",
    "deputies": ["陈立新"], "signed": True, "event": None,
    "contact": {"name": "吴桂珍", "sex": "女", "age_band": "60–69 岁", "phone": "138 0000 5678", "estate": "梧桐苑",
                "group_size": 1, "notice": True},
    "opinions": [
        {"title": "路灯不亮", "content": "六栋门口的路灯不亮", "topic": "物业管理", "subtopic": "公共照明",
         "kind": "咨询", "outcome": "当场答复", "spot_reply": "已报修", "attachments": [],
         "on_the_spot": {"told": True, "attitude": "满意", "result": "满意"}},
        {"title": "停车", "content": "消防通道停车", "topic": "物业管理", "destination": "站内办理",
         "local": {"unit": "物业", "due_on": "2026-07-01", "meeting_at": "2026-06-20T09:00"}},
    ],
}  # fmt: skip
SLIP = {"title": "荒花坛", "content": "那个花坛荒了好几年。", "topic": "园林绿化", "contact": {"name": "老陈"}}
OPENING = {"box": "2号箱", "witness": "周明", "opener": "徐桂兰", "seal_intact": True, "seal_before": "0417"}
OPENING |= {"slips_found": 2, "slips": [SLIP], "invalid": ["空白纸"], "note": "箱口有胶印"}
CORRECTION = {
    "title": "新题",
    "topic": "消防安全",
    "subtopic": "消防设施",
    "received_on": "2026-06-17",
    "deputies": ["何素琴"],
}
CORRECTION |= {"contact": {"estate": "海棠里", "notice": True}, "content": "新的内容", "urgency": "急"}


def commands(station: Station, clock: FixedClock) -> dict[str, Reader]:
    """JSON files of the commands; what is read is saved too, which may only be refused with a sentence."""
    put_up(station)
    (serial,) = record(station)

    def text(values: dict[str, Any]) -> Callable[[random.Random], str]:
        def make(chance: random.Random) -> str:
            plain = json.dumps(values, ensure_ascii=False)
            if chance.random() < 0.7:
                return odd_json(chance, plain).decode()
            return altered(chance, plain.encode()).decode("utf-8", "surrogateescape")

        return make

    def opening(made: str) -> None:
        form, newcomers = read_opening(station, made)
        save_opening(station, form, newcomers)

    return {
        "record --file": Reader(text(RECEPTION), lambda made: save_reception(station, read_reception(station, made))),
        "box-opening --file": Reader(text(OPENING), opening),
        "correct --file": Reader(
            text(CORRECTION), lambda made: correct(station, serial, read_correction(station, made))
        ),
    }


def small_files(station: Station, folder: Path) -> Reader:
    """Key slots, settings, failures, the marker and the label of a stick."""
    now = station.clock.now()
    write_label(folder, StickLabel(SITE, "17", "和平社区"))
    slots = slot_file.load(station.store.paths.slots)
    slot_file.save(folder / "slots.json", slots)
    readers: dict[str, tuple[bytes, Callable[[Path], object]]] = {
        "slots.json": ((folder / "slots.json").read_bytes(), slot_file.load),
        "settings.json": (b'{"theme": "dark", "scale": 150}', LocalSettings.load),
        "attempts.json": (b'{"failures": 3, "last": 1781751120}', lambda path: Attempts(path).seconds_left(now)),
        "instance": (b"a1" * 16, read_marker),
        LABEL_FILE: ((folder / LABEL_FILE).read_bytes(), lambda path: read_label(path.parent)),
    }

    def make(chance: random.Random) -> tuple[str, bytes]:
        name = chance.choice(sorted(readers))
        data = readers[name][0]
        jsonish = data.startswith(b"{") and chance.random() < 0.5
        return name, odd_json(chance, data) if jsonish else altered(chance, data)

    def read(made: tuple[str, bytes]) -> None:
        name, data = made
        (folder / name).write_bytes(data)
        readers[name][1](folder / name)

    return Reader(make, read)
