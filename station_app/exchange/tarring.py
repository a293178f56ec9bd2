"""The tar inside a package, in one exact form: each header is the one that this program would write.

So no name can point elsewhere, no size can lie, and nothing but regular files gets in.
"""

from __future__ import annotations

import tarfile

from station_app.exchange.manifest import CHANGES
from station_app.exchange.strict import ASK_AGAIN, Refused

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SIGNATURE_BYTES = 64
BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)


def blob_name(sha256: str) -> str:
    """The name of an attachment in the tar."""
    return f"blob/{sha256}"


def header(name: str, size: int) -> bytes:
    """The 512 bytes before a file: mode 0644, no owner, no time."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")


def padding(size: int) -> bytes:
    """The zeros after ``size`` bytes of a file."""
    return bytes(-size % BLOCK)


def room(size: int) -> int:
    """The bytes that a file of that size takes."""
    return BLOCK + size + -size % BLOCK


def size_in(block: bytes, name: str, limit: int) -> int:
    """The size that the header of ``name`` gives; raises Refused unless it is exactly such a header."""
    info = _parsed(block)
    _refuse_tricks(info, name)
    if not 0 <= info.size <= limit:
        raise Refused(f"包里的「{name}」过大", ASK_AGAIN)
    if block != header(name, info.size):
        raise Refused(f"包里「{name}」的文件头被改动过", ASK_AGAIN)
    return info.size


def total(manifest: int, sizes: list[int]) -> int:
    """The length of the tar: manifest, signature, then files of these sizes."""
    return room(manifest) + room(SIGNATURE_BYTES) + sum(room(size) for size in sizes) + len(END)


def _parsed(block: bytes) -> tarfile.TarInfo:
    if not any(block):
        raise Refused("这个包不完整，少了文件", ASK_AGAIN)
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError) as error:
        raise Refused("包里的文件头看不懂", ASK_AGAIN) from error


def _refuse_tricks(info: tarfile.TarInfo, name: str) -> None:
    if info.type not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
        raise Refused("包里有链接或其他不该有的东西", f"请不要使用它，并告诉街道中心。{ASK_AGAIN}")
    if info.name != name:
        where = "清单" if name == MANIFEST else "签名" if name == SIGNATURE else "记录" if name == CHANGES else "附件"
        raise Refused(f"包里的文件名不对：该是{where}的地方是「{info.name[:40]!a}」", ASK_AGAIN)
