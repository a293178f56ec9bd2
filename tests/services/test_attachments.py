"""Attachments: what is taken in, what is refused, what is taken out of a picture, and what is cleared away."""

import io
import os
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from station_app.db.blobs import MissingBlob
from station_app.errors import StationError
from station_app.services import attachments
from station_app.services.attachments import add_bytes, add_file, read, sweep_orphans, thumbnail
from station_app.services.drafts import save_draft
from station_app.services.recording import save_reception
from tests.domain.test_pdf_check import PLAIN, pdf

GPS = 0x8825
CANARY = "龢㐂婳 13987650421"


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(size=(60, 40), mode="RGB"):
    image = Image.new(mode, size)
    half = Image.new(mode, (size[0] // 2, size[1]), 255 if mode in {"L", "P", "1"} else "white")
    image.paste(half, (0, 0))
    return image


def with_position(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "照相机 13987650421"
    exif.get_ifd(GPS)[2] = (31.0, 13.0, 55.0)
    return exif


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def png_of(width, height, pixels=b""):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def test_a_picture_is_kept_encrypted_and_read_back(station):
    kept = add_bytes(station, "车库B区.jpg", encoded(picture()))
    assert (kept.name, kept.media) == ("车库B区.jpg", "image/jpeg")
    data = read(station, kept.sha256)
    assert (len(data), opened(data).size) == (kept.size, (60, 40))
    files = [path.read_bytes() for path in station.store.paths.blobs.iterdir()]
    assert len(files) == 1
    assert b"JFIF" not in files[0]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_all_kinds_keep_their_pixels(station, mode):
    image = picture(mode="RGB").convert(mode) if mode != "I;16" else Image.new(mode, (60, 40), 4000)
    kept = add_bytes(station, "截图", encoded(image, "PNG"))
    assert (kept.name, kept.media) == ("截图.png", "image/png")
    again = opened(read(station, kept.sha256))
    assert (again.mode, again.tobytes()) == (image.mode, image.tobytes())


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpegs_of_all_kinds(station, mode):
    kept = add_bytes(station, "a.jpeg", encoded(picture(mode="RGB").convert(mode)))
    assert opened(read(station, kept.sha256)).mode == ("L" if mode == "L" else "RGB")


def test_transparency_is_kept(station):
    image = picture(mode="P")
    kept = add_bytes(station, "a.png", encoded(image, "PNG", transparency=0))
    assert opened(read(station, kept.sha256)).info["transparency"] == 0


def test_the_same_picture_gives_the_same_blob(station):
    data = encoded(picture())
    first, second = add_bytes(station, "甲.jpg", data), add_bytes(station, "乙.jpg", data)
    assert first.sha256 == second.sha256
    assert len(list(station.store.blobs.names())) == 1


@pytest.mark.parametrize(
    "data",
    [
        encoded(
            picture(), exif=with_position(), comment=CANARY.encode(), xmp=CANARY.encode(), icc_profile=b"ICC" + b"139"
        ),
        encoded(picture(), "PNG", exif=with_position(), icc_profile=b"ICC" + b"139"),
        encoded(picture(), "JPEG") + CANARY.encode(),
    ],
    ids=["jpeg", "png", "tail"],
)
def test_nothing_but_pixels_is_kept(station, data):
    clean = read(station, add_bytes(station, "a", data).sha256)
    image = opened(clean)
    assert dict(image.getexif()) == {}
    assert not set(image.info) & {"exif", "comment", "xmp", "icc_profile", "XML:com.adobe.xmp"}
    assert b"139" not in clean
    assert CANARY.encode() not in clean


def test_texts_inside_a_png_are_dropped(station):
    info = PngInfo()
    info.add_text("Comment", CANARY)
    info.add_itxt("XML:com.adobe.xmp", CANARY)
    clean = read(station, add_bytes(station, "a", encoded(picture(), "PNG", pnginfo=info)).sha256)
    assert opened(clean).info == {}
    assert b"13987650421" not in clean


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("orientation", "size", "white_at"),
    [
        (1, (60, 40), (5, 20)),
        (2, (60, 40), (55, 20)),
        (3, (60, 40), (55, 20)),
        (4, (60, 40), (5, 20)),
        (5, (40, 60), (20, 5)),
        (6, (40, 60), (20, 5)),
        (7, (40, 60), (20, 55)),
        (8, (40, 60), (20, 55)),
        (99, (60, 40), (5, 20)),
    ],
)
def test_it_stands_upright(station, kind, orientation, size, white_at):
    kept = add_bytes(station, "a", encoded(picture(), kind, exif=with_position(orientation)))
    image = opened(read(station, kept.sha256))
    assert image.size == size
    assert image.getpixel(white_at)[0] > 200
    assert image.getpixel((size[0] - 1 - white_at[0], size[1] - 1 - white_at[1]))[0] < 50


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_unreadable_notes_of_a_camera_do_no_harm(station):
    kept = add_bytes(station, "a.jpg", encoded(picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 20))
    assert opened(read(station, kept.sha256)).size == (60, 40)


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00" + b"\0" * 100, "这个文件是程序"),
        (b"\x7fELF" + b"\0" * 100, "这个文件是程序"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "SVG"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "HEIC"),
        (b"PK\x03\x04" + b"\0" * 20, "Office"),
        (encoded(picture(), "GIF"), "GIF"),
        (encoded(picture(), "BMP"), "BMP"),
        ("一段文字".encode(), "只能添加"),
        (encoded(picture((400, 400)))[:700], "不完整"),
        (encoded(picture((400, 400)), "PNG")[:-30], "不完整"),
        (b"\xff\xd8\xff", "不完整"),
        (b"\x89PNG\r\n\x1a\n", "不完整"),
        (png_of(100, 100, b"\0" * 50), "不完整"),
        (png_of(0, 0), "不完整"),
        (png_of(20_000, 20_000), "约 400 百万像素"),
        (png_of(2**31 - 1, 2**31 - 1), "百万像素"),
        (pdf(PLAIN)[:-20], "PDF 不完整"),
        (pdf(PLAIN, b"<< /S /JavaScript >>"), "脚本"),
    ],
)
def test_what_is_refused_and_why(station, data, title):
    with pytest.raises(StationError, match=title) as refused:
        add_bytes(station, "照片.jpg", data)
    assert refused.value.next_step
    assert list(station.store.blobs.names()) == []


def test_a_jpeg_cut_anywhere_is_refused_or_whole(station):
    image = Image.effect_noise((64, 64), 80).convert("RGB")
    data = encoded(image)
    for length in range(0, len(data) - 2, 97):
        with pytest.raises(StationError):
            add_bytes(station, "a.jpg", data[:length])
    assert list(station.store.blobs.names()) == []


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_altered_bytes_are_refused_or_taken_but_never_a_fault(station, kind):
    data = encoded(Image.effect_noise((32, 32), 80), kind, exif=with_position())
    for place in range(8, len(data), 3):
        for value in (0, 0xFF, data[place] ^ 0x10):
            altered = data[:place] + bytes([value]) + data[place + 1 :]
            with suppress(StationError):
                add_bytes(station, "a", altered)


def test_forty_megapixels_are_the_limit(station, monkeypatch):
    monkeypatch.setattr("station_app.services.pictures.MAX_PIXELS", 60 * 40)
    add_bytes(station, "a.png", encoded(picture(), "PNG"))
    with pytest.raises(StationError, match="61 × 40"):
        add_bytes(station, "a.png", encoded(picture((61, 40)), "PNG"))


def test_twenty_mebibytes_are_the_limit(station, tmp_path, monkeypatch):
    monkeypatch.setattr(attachments, "MAX_BYTES", 1024 * 1024)
    path = tmp_path / "照片.jpg"
    path.write_bytes(encoded(picture()) + b"\0" * (2 * 1024 * 1024))
    with pytest.raises(StationError, match=r"文件太大：2\.0 MB"):
        add_file(station, path)
    with pytest.raises(StationError, match="文件太大"):
        add_bytes(station, "照片.jpg", path.read_bytes())


def test_a_file_is_taken_by_its_content(station, tmp_path):
    path = tmp_path / "证明 材料.exe"
    path.write_bytes(pdf(PLAIN))
    kept = add_file(station, path)
    assert (kept.name, kept.media) == ("证明 材料.pdf", "application/pdf")
    assert read(station, kept.sha256) == path.read_bytes()


def test_a_file_that_cannot_be_read_says_so(station, tmp_path):
    with pytest.raises(StationError, match="找不到文件"):
        add_file(station, tmp_path / "没有.jpg")
    with pytest.raises(StationError, match="是文件夹"):
        add_file(station, tmp_path)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_thumbnail_fits(station, kind):
    kept = add_bytes(station, "a", encoded(picture((600, 400)), kind))
    small = thumbnail(station, kept.sha256, 96)
    assert opened(small).size == (96, 64)
    assert opened(small).format == "PNG"


def test_thumbnails_of_odd_modes_and_of_a_pdf(station):
    for mode in ("1", "P", "LA", "I;16"):
        image = Image.new(mode, (60, 40))
        assert opened(thumbnail(station, add_bytes(station, "a", encoded(image, "PNG")).sha256, 20)).size == (20, 13)
    assert thumbnail(station, add_bytes(station, "a", pdf(PLAIN)).sha256, 96) is None


def test_a_missing_blob_is_said(station):
    with pytest.raises(MissingBlob):
        read(station, "ab" * 32)


def test_only_what_nothing_names_is_swept(station, form):
    def added(number):
        return add_bytes(station, "a.png", encoded(picture((60 + number, 40)), "PNG"))

    saved, drafted, forgotten, old = added(0), added(1), added(2), added(3)
    save_reception(station, form(opinion={"attachments": (saved, old)}))
    save_draft(station, "one", form(opinion={"attachments": (drafted,)}))
    take_off_the_second(station)
    grow_old(station)
    assert sweep_orphans(station) == 1
    assert set(station.store.blobs.names()) == {one.sha256 for one in (saved, drafted, old)}
    assert sweep_orphans(station) == 0
    with pytest.raises(MissingBlob):
        read(station, forgotten.sha256)


def test_a_picture_just_added_is_spared_even_when_its_bytes_are_old(station):
    add_bytes(station, "a.png", encoded(picture(), "PNG"))
    grow_old(station, seconds=-1)
    assert sweep_orphans(station) == 0
    grow_old(station)
    kept = add_bytes(station, "a.png", encoded(picture(), "PNG"))
    assert abs(station.store.blobs.stored_at(kept.sha256) - time.time()) < 60
    grow_old(station)
    assert sweep_orphans(station) == 1


def grow_old(station, seconds=1):
    """Let all blobs be a day and so many seconds old by the station's clock."""
    then = station.clock.now().timestamp() - 24 * 3600 - seconds
    for path in station.store.paths.blobs.iterdir():
        os.utime(path, (then, then))


def take_off_the_second(station):
    """Correct the one opinion so that its current version has one attachment less."""
    from station_app.db.rows import to_record
    from station_app.db.statements import rows
    from station_app.domain.records import Intake

    [row] = rows(station.db, "SELECT * FROM opinion")
    intake = to_record(Intake, row)
    with station.writing() as log:
        log.put(row["uid"], "opinion.intake", replace(intake, attachments=intake.attachments[:1]), None)
