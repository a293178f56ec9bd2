"""Fonts in a PDF: what is embedded, what one copies, and which characters no font has."""

import re
from struct import pack, unpack_from

import pytest

from station_app.errors import StationError
from station_app.reports import faces
from station_app.reports.faces import Face, find, main_file, unprintable
from station_app.reports.font_file import FontFile
from station_app.reports.page import Document
from station_app.reports.sheet_page import SheetPage
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import PRINTED_AT


def drawn(text: str, face: Face = Face.SERIF) -> bytes:
    document = Document("字", PRINTED_AT)
    page = SheetPage(document)
    for row, start in enumerate(range(0, len(text), 30)):
        page.drawing.text(72, 72 + 20 * row, text[start : start + 30], document.pen(face, 12))
    page.end()
    return document.data()


def test_characters_of_several_fonts_copy_as_they_are(tmp_path):
    text = "中𠮷文𬭎䶮abc(\\)123①％"
    data = drawn(text)
    check_pdf(data, tmp_path)
    assert text in text_of(data, tmp_path)


def test_more_characters_than_one_block_of_the_map(tmp_path):
    text = "".join(chr(0x4E00 + index) for index in range(700))
    data = drawn(text)
    check_pdf(data, tmp_path)
    assert "".join(text_of(data, tmp_path).split()) == text


def test_the_rare_font_is_embedded_only_when_needed():
    assert b"HanaMinB" not in drawn("中文")
    assert b"HanaMinB" in drawn("𠮷")


def test_subsets_are_named_by_what_they_hold():
    def names(data: bytes) -> set[bytes]:
        return set(re.findall(rb"/FontName /([A-Z]{6})\+", data))

    assert len(names(drawn("中文𠮷"))) == 2
    assert names(drawn("中文")) != names(drawn("中国"))
    assert names(drawn("中文")) == names(drawn("中文"))


@pytest.mark.parametrize("face", Face)
def test_squares_are_square(face):
    """What the line breaking takes for granted of ideographs and punctuation."""
    measured = faces.widths(face)
    if face in {Face.SERIF, Face.SERIF_BOLD}:
        assert {measured[chr(code)] for code in range(0x4E00, 0xA000)} == {1000}
    assert {measured[sign] for sign in "，。、；：？！（）《》“”"} == {1000}


@pytest.mark.parametrize("face", Face)
def test_parsed_as_reportlab_parses_it(face):
    from reportlab.pdfbase.ttfonts import TTFontFile

    ours, theirs = main_file(face), TTFontFile(str(face.file))
    for sign in "中文，aZ09—䶮𬭎":
        assert ours.glyph(ord(sign)) == theirs.charToGlyph.get(ord(sign), 0)
        assert ours.width(ours.glyph(ord(sign))) == theirs.charWidths[ord(sign)]


def test_parts_of_composite_glyphs_come_along():
    """No bundled face has composites, a system's may: one is made up here of two glyphs, one of them in use already."""

    class Composite(FontFile):
        def _outline(self, glyph: int) -> bytes:
            if glyph != 500:
                return super()._outline(glyph)
            more = pack(">hhhhh HHbb", -1, 0, 0, 0, 0, 32 | 8, 600, 0, 0) + pack(">H", 0x4000)
            return more + pack(">HHhh", 1, 700, 0, 0)

    file = Composite(Face.SERIF.file)
    order, outlines = file._with_parts([0, 700, 500])
    assert order == [0, 700, 500, 600]
    assert unpack_from(">H", outlines[2], 12)[0] == 3
    assert unpack_from(">H", outlines[2], 20)[0] == 1
    assert file.subset([700, 500])[:4] == b"\0\1\0\0"


def test_what_no_font_has():
    assert unprintable(["好😀", "𠮷\n", "🏠"]) == ("🏠", "😀")
    assert find(Face.SERIF, "😀") is None


def test_a_missing_font_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(faces, "FONTS", tmp_path)
    main_file.cache_clear()
    try:
        with pytest.raises(StationError, match="缺少字体文件"):
            main_file(Face.SERIF)
    finally:
        main_file.cache_clear()


def test_a_font_without_a_full_map_is_refused(tmp_path):
    path = tmp_path / "cut.ttf"
    data = bytearray(Face.SANS.file.read_bytes()[:400_000])
    path.write_bytes(bytes(data).replace(b"cmap", b"cmbp", 1))
    with pytest.raises(KeyError, match="cmap"):
        FontFile(path)
