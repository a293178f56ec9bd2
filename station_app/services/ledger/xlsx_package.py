"""The zip file around a spreadsheet, opened so that no size it claims or hides can exhaust the machine."""

import errno
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station_app.errors import StationError
from station_app.services.ledger.source import SAVE_AS_XLSX, not_a_table, reading
from station_app.services.ledger.xml_feed import XmlBomb, damaged

MAX_ENTRIES = 10_000
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_PART_BYTES = 2 * 1024 * 1024 * 1024
MAX_SMALL_PART_BYTES = 16 * 1024 * 1024
MAX_STRINGS_PART_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED_FLAG = 0x1
# What zipfile and zlib raise on bytes that are not what they claim to be.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class _ShortReads(io.BufferedReader):
    """Refuses the one long read by which zipfile takes a whole central directory into memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise XmlBomb("压缩包目录大得离谱")
        return super().read(size)


class XlsxPackage:
    """An opened xlsx: its parts by name, read in chunks. Close it after use."""

    def __init__(self, path: Path) -> None:
        """Open the file and look at what it claims of itself. Raises StationError."""
        self._path = path
        with _telling(path):
            self._file = _ShortReads(io.FileIO(path, "rb"))
            try:
                self._zip = zipfile.ZipFile(self._file)
                self._parts = {info.filename: info for info in self._zip.infolist()}
                self._check()
            except BaseException:
                self._file.close()
                raise

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()
        self._file.close()

    def has(self, name: str) -> bool:
        """Tell whether the package has a part of that name."""
        return name in self._parts

    def chunks(self, name: str, most: int = MAX_SMALL_PART_BYTES) -> Iterator[bytes]:
        """Read one part piece by piece; StationError when it is missing, damaged or longer than ``most`` bytes."""
        info = self._parts.get(name)
        if info is None:
            raise damaged("缺少一部分内容")
        if info.file_size > most:
            raise XmlBomb(f"展开后有 {info.file_size // 2**20} MiB，超过上限 {most // 2**20} MiB")
        with _telling(self._path), self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk

    def _check(self) -> None:
        if len(self._zip.infolist()) > MAX_ENTRIES:
            raise XmlBomb(f"里面有 {len(self._zip.infolist())} 个文件，最多 {MAX_ENTRIES} 个")
        size = self._path.stat().st_size
        for info in self._zip.infolist():
            _check_part(info, size)
        if "_rels/.rels" not in self._parts or "[Content_Types].xml" not in self._parts:
            raise not_a_table("压缩包" if "mimetype" not in self._parts else "另一种格式的文档")


def _check_part(info: zipfile.ZipInfo, package_bytes: int) -> None:
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise StationError("这个文件设了密码", "请在 WPS 中打开它，取消密码并另存为 xlsx，再导入。")
    if info.compress_type not in _PLAIN_METHODS:
        raise StationError("这个文件用了表格不会用的压缩方式", f"{SAVE_AS_XLSX}，再导入新文件。")
    if info.file_size > MAX_PART_BYTES:
        raise XmlBomb(f"展开后有 {info.file_size // 2**20} MiB，超过上限 {MAX_PART_BYTES // 2**20} MiB")
    if info.file_size > max(_RATIO_COUNTS_FROM, MAX_RATIO * min(info.compress_size, package_bytes)):
        raise XmlBomb(f"压缩比超过 {MAX_RATIO} 倍")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn what zipfile and zlib raise on a damaged file into StationError."""
    cut = damaged("内容不完整（可能没有拷贝完）")
    with reading(path):
        try:
            yield
        except _DAMAGE as error:
            raise cut from error
        except OSError as error:
            # zipfile seeks to wherever a damaged directory sends it, which the system answers with EINVAL.
            if error.errno == errno.EINVAL:
                raise cut from error
            raise
