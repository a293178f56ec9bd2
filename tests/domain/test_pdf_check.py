"""PDFs that may be kept, and those with something active inside, plain, escaped or packed."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import pdf_check
from station_app.domain.pdf_check import check_pdf
from station_app.errors import StationError

PLAIN = b"<< /Type /Catalog /OpenAction [3 0 R /Fit] /URI (https://example.org) >>"


def pdf(*objects: bytes, tail: bytes = b"startxref\n9\n%%EOF\n") -> bytes:
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Size 9 >>\n" + tail


def packed(content: bytes, dictionary: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    return b"<< %b /Length 9 >>\nstream\n%b\nendstream" % (dictionary, zlib.compress(content))


@pytest.mark.parametrize(
    "data",
    [
        pdf(PLAIN),
        pdf(PLAIN, packed(b"7 0 " + PLAIN)),
        pdf(PLAIN, packed(b"7 0 " + PLAIN, b"/Type/ObjStm/N 1/First 4/Filter[/FlateDecode]"), packed(b"8 0 " + PLAIN)),
        pdf(PLAIN, b"<< /Type /ObjStm /N 1 /First 4 >>\nstream\r\n7 0 << >>\nendstream"),
        pdf(PLAIN, b"<< /Filter /DCTDecode >>\nstream\n" + bytes(range(256)) + b" /JS (x)\nendstream"),
        pdf(PLAIN, b"<< /JavaScripted /LaunchPad /Encryption >>"),
        pdf(PLAIN) + b"\0" * 1000,
    ],
)
def test_a_plain_pdf_is_kept(data):
    check_pdf(data)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "脚本"),
        (b"<</S/JavaScript/JS 7 0 R>>", "脚本"),
        (b"<< /S /J#61vaScript >>", "脚本"),
        (b"<< /S /Launch /F (calc.exe) >>", "启动程序"),
        (b"<< /Type /EmbeddedFile >>", "夹带的文件"),
        (b"<< /Names << /EmbeddedFiles 4 0 R >> >>", "夹带的文件"),
        (b"<< /RichMediaContent 4 0 R >>", "多媒体"),
        (b"<< /XFA [(a) 4 0 R] >>", "XFA"),
        (b"<< /S /SubmitForm >>", "发送数据"),
    ],
)
def test_what_is_active_is_refused_plain_or_packed(content, what):
    for data in (
        pdf(PLAIN, content),
        pdf(PLAIN, packed(b"7 0 " + content)),
        pdf(PLAIN, packed(b"7 0 " + content, b"/Type/Obj#53tm /N 1 /First 4 /Filter/Fl")),
        pdf(PLAIN, packed(b"7 0 " + content, b"/N 1 /First 4 /Filter [ /FlateDecode ]")),
    ):
        with pytest.raises(StationError, match=what) as refused:
            check_pdf(data)
        assert refused.value.next_step


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"%PDF-1.7\n", "不完整"),
        (pdf(PLAIN)[:-20], "不完整"),
        (pdf(PLAIN, tail=b"%%EOF"), "不完整"),
        (pdf(b"<< /Encrypt 4 0 R >>"), "加密"),
        (pdf(packed(b"", b"/Type /ObjStm /Filter /LZWDecode")), "不认识的压缩"),
        (pdf(packed(b"", b"/Type /ObjStm /Filter [/FlateDecode /FlateDecode]")), "不认识的压缩"),
        (pdf(packed(b"", b"/Type /ObjStm /Filter 7 0 R")), "不认识的压缩"),
        (pdf(packed(b"", b"/Type /ObjStm /Filter /FlateDecode /Filter /LZWDecode")), "不认识的压缩"),
        (pdf(packed(b"", b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 >>")), "不认识的压缩"),
        (pdf(b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\nnot zlib\nendstream"), "已损坏"),
        (pdf(packed(b"", b"/Type /ObjStm % obj\n /Filter /FlateDecode")), "看不懂"),
    ],
)
def test_what_cannot_be_looked_through_is_refused(data, title):
    with pytest.raises(StationError, match=title):
        check_pdf(data)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pdf_check, "MAX_UNPACKED", 100_000)
    with pytest.raises(StationError, match="展开后太大"):
        check_pdf(pdf(packed(b"7 0 " + b" " * 100_000)))
    with pytest.raises(StationError, match="展开后太大"):
        check_pdf(pdf(*[packed(b"7 0 " + b" " * 60_000)] * 2))


PARTS = (b"1 0 obj", b"<<", b">>", b"/Type/ObjStm", b"/Filter/FlateDecode", b"stream\n", b"endstream", b"#4a")
MORE_PARTS = (zlib.compress(b"/JavaScript"), b"x", b"/First 3", b"/JavaScript")


@given(st.lists(st.sampled_from(PARTS + MORE_PARTS)), st.binary(max_size=40))
def test_nothing_but_a_sentence_comes_of_any_bytes(parts, noise):
    data = b"%PDF-1.7" + noise + b" ".join(parts) + b" startxref %%EOF"
    try:
        check_pdf(data)
    except StationError:
        return
    assert b"/JavaScript " not in data
