"""Which words stand in the files of a data folder, in plain or under its key, in live records or stale pages."""

import io
import tarfile
from pathlib import Path

from station_app.db.keys import DatabaseKey

_PAGE, _RESERVE, _SALT, _IV = 4096, 80, 16, 16


def found_in(folder: Path, key: DatabaseKey, words: tuple[str, ...]) -> set[str]:
    """Those of ``words`` that stand anywhere below ``folder``."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            found |= _words_of(path.name, path.read_bytes(), key, words)
    return found


def _words_of(name: str, data: bytes, key: DatabaseKey, words: tuple[str, ...]) -> set[str]:
    plain = [data]
    if name.endswith((".db", ".part")):
        plain += pages(data, key)
    elif name.endswith("-wal"):
        plain += [page for start in range(32, len(data), _PAGE + 24) for page in pages(data[start + 24 :][:_PAGE], key)]
    elif name.endswith(".zlb"):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            inner = [(one.name, archive.extractfile(one).read()) for one in archive.getmembers()]
        return set().union(*(_words_of(one, content, key, words) for one, content in inner))
    return {word for word in words if any(word.encode() in part for part in plain)}


def pages(data: bytes, key: DatabaseKey) -> list[bytes]:
    """The decrypted pages of SQLCipher 4, free room and stale cells included."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    found = []
    for start in range(0, len(data) - _PAGE + 1, _PAGE):
        page = data[start : start + _PAGE]
        body = page[_SALT if page.startswith(key.salt) else 0 : _PAGE - _RESERVE]
        cipher = Cipher(algorithms.AES(key.key), modes.CBC(page[_PAGE - _RESERVE :][:_IV])).decryptor()
        found.append(cipher.update(body) + cipher.finalize())
    return found
