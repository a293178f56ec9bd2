"""What can be told of a package without opening it: is it one at all, and in what way is it damaged?"""

from __future__ import annotations

from pathlib import Path

from station_app.exchange import tarring
from station_app.exchange.manifest import read_manifest
from station_app.exchange.stage import Stage
from station_app.exchange.strict import ASK_AGAIN, MAX_MANIFEST_BYTES, MAX_PACKAGE_BYTES, MIB, UNCHANGED, Refused

GARBLED = "这个包已损坏，内容对不上"
_MAGIC = b"age-encryption.org/v1\n"
_CHOOSE = f"包的文件名形如 UP-17-2026-082-3fa9c1.zlt，请重新选择；{UNCHANGED}"
_OTHERS = (
    (b"manifest.json\0", "这是备份文件，不是上报包或回传包"),
    (b"PK\x03\x04", "这是 Excel、Word 或压缩文件，不是上报包或回传包"),
    (b"Rar!", "这是压缩文件，不是上报包或回传包"),
    (b"\x89PNG", "这是图片，不是上报包或回传包"),
    (b"\xff\xd8\xff", "这是图片，不是上报包或回传包"),
    (b"%PDF", "这是 PDF 文件，不是上报包或回传包"),
    (b"SQLite format 3\0", "这是数据库文件，不是上报包或回传包"),
)
_AGE_CHUNK, _AGE_TAG, _AGE_NONCE = 64 * 1024, 16, 16


def require_package(path: Path) -> int:
    """The size of a file that begins as a package does; raises Refused, OSError."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("这个包是空的（0 字节）", f"优盘可能拔得太早。{ASK_AGAIN}")
    if size > MAX_PACKAGE_BYTES:
        raise Refused(f"这个包超过 {MAX_PACKAGE_BYTES // MIB:,} MB，没有打开", ASK_AGAIN)
    with path.open("rb") as file:
        start = file.read(512)
    if not start.startswith(_MAGIC):
        raise _not_one(start)
    return size


def damage(path: Path, size: int, stage: Stage) -> Refused:
    """In what way a file is damaged whose front ``stage`` holds: cut short, with more behind it, or altered.

    Told from the sizes in the manifest, if that much could be read; it only chooses the words.
    """
    meant = _meant_size(path, stage)
    if meant is None:
        return Refused("这个包已损坏或没有写完整", f"优盘可能拔得太早。{ASK_AGAIN}")
    if size < meant:
        return Refused(f"这个包不完整，少了 {meant - size:,} 字节", f"优盘可能拔得太早。{ASK_AGAIN}")
    if size > meant:
        return Refused(f"这个包的后面多出 {size - meant:,} 字节", ASK_AGAIN)
    return Refused(GARBLED, ASK_AGAIN)


def _not_one(start: bytes) -> Refused:
    if _MAGIC.startswith(start):
        return Refused(f"这个包不完整，只有 {len(start)} 字节", f"优盘可能拔得太早。{ASK_AGAIN}")
    if start.startswith(b"{") and b"zlt-enrolment-" in start:
        return Refused("这是入网文件，不是上报包或回传包", f"请在入网向导里打开它；{UNCHANGED}")
    if start.startswith(b"age-encryption.org/"):
        return Refused("这个包的加密方式来自更新的版本，或文件头已损坏", f"请把本程序更新到最新版本；{ASK_AGAIN}")
    told = next((words for magic, words in _OTHERS if start.startswith(magic)), "这不是上报包或回传包")
    return Refused(told, _CHOOSE)


def _meant_size(path: Path, stage: Stage) -> int | None:
    try:
        size = tarring.size_in(stage.read(0, tarring.BLOCK), tarring.MANIFEST, MAX_MANIFEST_BYTES)
        manifest = read_manifest(stage.read(tarring.BLOCK, size))
    except Refused:
        return None
    plain = tarring.total(size, [manifest.section.size, *(blob.size for blob in manifest.blobs)])
    return _head_size(path) + _AGE_NONCE + plain + -(-plain // _AGE_CHUNK) * _AGE_TAG


def _head_size(path: Path) -> int:
    with path.open("rb") as file:
        start = file.read(64 * 1024)
    return start.index(b"\n", start.index(b"\n--- ") + 1) + 1
