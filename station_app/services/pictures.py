"""Pictures decoded whole, turned upright and written anew: nothing but the pixels is kept."""

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from station_app.errors import StationError

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 40_000_000
PNG = "image/png"
JPEG = "image/jpeg"
_QUALITY = 88
_ORIENTATION = 0x0112
_JPEG_MODES = ("L", "RGB")
# What Pillow raises for data that is broken in one way or another.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)


def clean_picture(data: bytes, media: str) -> bytes:
    """The picture upright, without position, camera, comment or preview; raises StationError for one that is not whole.

    The same data gives the same bytes. Its size is judged by the header, before anything is unpacked.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # of broken notes of the camera, which are dropped anyway
            image = _open(data, media)
            _check_size(image.size)
            image.load()
            return _encode(_upright(image), media)
    except _BROKEN as error:
        raise StationError("图片不完整或已损坏", "请从原处重新复制一份，或重新拍照、截图。") from error
    except MemoryError as error:
        raise StationError("内存不够，打不开这张图片", "请关闭其他程序，或把图片缩小后再试。") from error


def picture_thumbnail(data: bytes, media: str, size: int) -> bytes:
    """A PNG of a picture that ``clean_picture`` made, inside ``size`` × ``size`` pixels."""
    image = _open(data, media)
    image.draft("RGB", (size * 2, size * 2))
    image.thumbnail((size, size))
    return _encode(image if image.mode in {"L", "RGB", "RGBA"} else image.convert("RGBA"), PNG)


def _open(data: bytes, media: str) -> "Image.Image":
    """Read the header only. Unlike Image.open this neither guesses the format nor warns of large sizes."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    return (PngImageFile if media == PNG else JpegImageFile)(io.BytesIO(data))


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise StationError(
            f"图片太大：{width} × {height}，约 {width * height / 1e6:.0f} 百万像素",
            f"最多 {MAX_PIXELS // 1_000_000} 百万像素，请缩小后再添加，或用手机截图。",
        )


def _upright(image: "Image.Image") -> "Image.Image":
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(_orientation(image))
    return image if turn is None else image.transpose(turn)


def _orientation(image: "Image.Image") -> int:
    """As the camera says; upright when its notes cannot be read."""
    try:
        said = image.getexif().get(_ORIENTATION)
    except _BROKEN:
        return 1
    return said if isinstance(said, int) else 1


def _encode(image: "Image.Image", media: str) -> bytes:
    transparency = image.info.get("transparency")
    image.info = {} if transparency is None or media == JPEG else {"transparency": transparency}
    out = io.BytesIO()
    if media == JPEG:
        upright = image if image.mode in _JPEG_MODES else image.convert("RGB")
        upright.save(out, "JPEG", quality=_QUALITY)
    else:
        image.save(out, "PNG")
    return out.getvalue()
