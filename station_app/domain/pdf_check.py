"""What a PDF may not hold: programs, things to start, files inside. Found in plain and in packed objects alike."""

import re
import zlib
from collections.abc import Iterator

from station_app.errors import StationError

MAX_UNPACKED = 32 * 1024 * 1024
_TAIL = 4096
_DICTIONARY_REACH = 64 * 1024
_NEXT_STEP = "请在 WPS 里打开它，用「打印 → 导出为 PDF」另存一份，或截图添加。"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_END = rb"(?![A-Za-z0-9_.+-])"
_REFUSED = {
    "脚本": re.compile(rb"/JavaScript" + _END),
    "启动程序的动作": re.compile(rb"/Launch" + _END),
    "夹带的文件": re.compile(rb"/EmbeddedFiles?" + _END),
    "多媒体": re.compile(rb"/RichMedia\w*" + _END),
    "动态表单（XFA）": re.compile(rb"/XFA" + _END),
    "发送数据的动作": re.compile(rb"/(?:SubmitForm|ImportData)" + _END),
}
_ENCRYPTED = re.compile(rb"/Encrypt" + _END)
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _END)
_FIRST_OBJECT = re.compile(rb"/First" + _END)
_PACKING = re.compile(rb"/(?:Filter|DecodeParms|F)" + _END)
_DEFLATED_ONLY = re.compile(rb"/Filter\s*(?:/(?:FlateDecode|Fl)(?![\w#])|\[\s*/(?:FlateDecode|Fl)\s*\])")


def check_pdf(data: bytes) -> None:
    """Raise StationError that says what is wrong with a PDF; it is not drawn, only looked through."""
    if b"startxref" not in data or b"%%EOF" not in data[-_TAIL:]:
        raise StationError("PDF 不完整", "请从原处重新复制一份再试。")
    plain = _unescaped(data)
    if _ENCRYPTED.search(plain):
        raise StationError("PDF 有密码或加密，看不到里面有什么", _NEXT_STEP)
    _refuse_active(plain)
    for objects in _packed_objects(data, len(_OBJECT_STREAM.findall(plain))):
        _refuse_active(_unescaped(objects))


def _refuse_active(plain: bytes) -> None:
    for what, pattern in _REFUSED.items():
        if pattern.search(plain):
            raise StationError(f"PDF 里有{what}，不能添加", _NEXT_STEP)


def _packed_objects(data: bytes, mentioned: int) -> Iterator[bytes]:
    """The content of each object stream, unpacked; what cannot be found and unpacked for certain is refused.

    ``mentioned`` is how many the whole file speaks of.
    """
    left = MAX_UNPACKED
    for match in _STREAM.finditer(data):
        dictionary = _dictionary_before(data, match.start())
        mentioned -= len(_OBJECT_STREAM.findall(dictionary))
        holds_objects = _OBJECT_STREAM.search(dictionary) or _FIRST_OBJECT.search(dictionary)
        if holds_objects and _PACKING.search(dictionary):
            if len(_PACKING.findall(dictionary)) > 1 or not _DEFLATED_ONLY.search(dictionary):
                raise StationError("PDF 用了不认识的压缩方式，看不到里面有什么", _NEXT_STEP)
            objects = _unpack(data, match.end(), left)
            left -= len(objects)
            yield objects
    if mentioned:
        raise StationError("PDF 的结构看不懂，不知道里面有什么", _NEXT_STEP)


def _dictionary_before(data: bytes, end: int) -> bytes:
    start = data.rfind(b"obj", max(0, end - _DICTIONARY_REACH), end)
    return _unescaped(data[max(start, 0) : end])


def _unescaped(data: bytes) -> bytes:
    """With names written as ``/J#61va`` made plain."""
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _unpack(data: bytes, start: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        objects = unpacker.decompress(memoryview(data)[start:], limit + 1)
    except zlib.error as error:
        raise StationError("PDF 里有一段已损坏", _NEXT_STEP) from error
    if len(objects) > limit:
        raise StationError("PDF 展开后太大", _NEXT_STEP)
    return objects
