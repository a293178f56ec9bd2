"""Pictures and PDFs: judged by content, cleaned of where they were taken, and kept encrypted at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from station_app.db.drafts import all_drafts
from station_app.db.faults import disk_faults
from station_app.db.statements import execute
from station_app.domain.file_names import clean_file_name
from station_app.domain.pdf_check import check_pdf
from station_app.domain.records import Attachment
from station_app.errors import StationError
from station_app.services.pictures import JPEG, MAX_PIXELS, PNG, clean_picture, picture_thumbnail
from station_app.services.station import Station

MAX_BYTES = 20 * 1024 * 1024
PDF = "application/pdf"
_SPARED_SECONDS = 24 * 3600
_MEGABYTE = 1024 * 1024
_STARTS = {b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"%PDF-": PDF}
_SUFFIXES = {PNG: (".png",), JPEG: (".jpg", ".jpeg"), PDF: (".pdf",)}
_STRANGERS = {
    b"MZ": "程序",
    b"\x7fELF": "程序",
    b"#!": "脚本",
    b"GIF8": "GIF 动图",
    b"BM": "BMP 图片",
    b"II*\x00": "TIFF 图片",
    b"MM\x00*": "TIFF 图片",
    b"RIFF": "WebP 图片或音视频",
    b"PK\x03\x04": "压缩包或 Office 文档",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文档",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"<": "网页或 SVG 图形",
    b"\xef\xbb\xbf<": "网页或 SVG 图形",
}
_HEIC_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")

__all__ = ["MAX_BYTES", "MAX_PIXELS", "add_bytes", "add_file", "read", "sweep_orphans", "thumbnail"]


def add_file(station: Station, path: Path) -> Attachment:
    """Take a file in (worker thread); raises StationError that says what is wrong with it."""
    with disk_faults(path):
        if path.is_dir():
            raise StationError(f"「{path.name}」是文件夹", "请打开它，选里面的图片或 PDF。")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            size = file.seek(0, 2)
    return _take(station, path.name, data, size)


def add_bytes(station: Station, name: str, data: bytes) -> Attachment:
    """Take in what was pasted or dropped, under ``name`` (cleaned here); as ``add_file``."""
    return _take(station, name, data, len(data))


def read(station: Station, sha256: str) -> bytes:
    """The plain bytes of an attachment, in memory only; raises StationError when missing or damaged."""
    return station.store.blobs.get(sha256)


def thumbnail(station: Station, sha256: str, size: int) -> bytes | None:
    """A PNG that fits in ``size`` × ``size`` pixels; None for a PDF. Raises StationError as ``read``."""
    data = read(station, sha256)
    media = _media_of(data)
    return None if media == PDF else picture_thumbnail(data, media, size)


def sweep_orphans(station: Station) -> int:
    """Remove blobs that no record (in any version) and no draft names; how many. On the worker thread, at any time.

    The young are spared: a picture just added stands in no draft yet.
    """
    blobs = station.store.blobs
    blobs.sweep()
    limit = station.clock.now().timestamp() - _SPARED_SECONDS
    orphans = {name for name in blobs.names() if blobs.stored_at(name) < limit}
    if orphans:
        orphans -= set(_named_in_drafts(station))
    if orphans:
        orphans -= set(_named_in_log(station))
    for name in orphans:
        blobs.remove(name)
    return len(orphans)


def _take(station: Station, name: str, data: bytes, size: int) -> Attachment:
    _check_bytes(size)
    media = _media_of(data)
    clean = _clean(data, media)
    _check_bytes(len(clean))
    kept = clean_file_name(name, _SUFFIXES[media], "文件" if media == PDF else "图片")
    return Attachment(sha256=station.store.blobs.put(clean), name=kept, media=media, size=len(clean))


def _clean(data: bytes, media: str) -> bytes:
    if media == PDF:
        check_pdf(data)
        return data
    return clean_picture(data, media)


def _check_bytes(size: int) -> None:
    if size == 0:
        raise StationError("文件是空的", "请从原处重新复制一份再试。")
    if size > MAX_BYTES:
        raise StationError(
            f"文件太大：{size / _MEGABYTE:.1f} MB", f"最多 {MAX_BYTES // _MEGABYTE} MB，请缩小图片或拆分 PDF 后再添加。"
        )


def _media_of(data: bytes) -> str:
    """What the content is, whatever the name says."""
    for start, media in _STARTS.items():
        if data.startswith(start):
            return media
    what = next((what for start, what in _STRANGERS.items() if data.startswith(start)), "")
    if data[4:12] in _HEIC_BRANDS:
        what = "HEIC 图片"
    title = f"只能添加 PNG、JPEG 图片和 PDF，这个文件是{what}" if what else "只能添加 PNG、JPEG 图片和 PDF"
    raise StationError(title, "请另存为 PNG、JPEG 或 PDF，或直接截图粘贴。")


def _named_in_drafts(station: Station) -> Iterator[str]:
    for row in all_drafts(station.store.drafts):
        body = json.loads(row.body)
        for opinion in body["opinions"] if "opinions" in body else [slip["opinion"] for slip in body["slips"]]:
            yield from _names(opinion["attachments"])


def _named_in_log(station: Station) -> Iterator[str]:
    """The blobs of every version of every opinion: an old version is shown with its pictures."""
    query = """
        SELECT payload -> '$.attachments' FROM change
        WHERE facet = 'opinion.intake' AND payload -> '$.attachments' <> '[]'
    """
    for (attachments,) in execute(station.db, query):
        yield from _names(json.loads(attachments))


def _names(attachments: list[dict[str, Any]]) -> Iterator[str]:
    return (str(one["sha256"]) for one in attachments)
