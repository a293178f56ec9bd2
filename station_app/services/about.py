"""What this program is and what it is made of: version, libraries, fonts and icons with their licences."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from station_app import __version__
from station_app.config import resource_path
from station_app.services.station import Station

_LIBRARIES = {
    "PySide6": "LGPL-3.0",
    "sqlcipher3": "zlib",
    "peewee": "MIT",
    "cryptography": "Apache-2.0 / BSD-3-Clause",
    "pyrage": "MIT",
    "openpyxl": "MIT",
    "defusedxml": "PSF-2.0",
    "pillow": "MIT-CMU",
    "pypinyin": "MIT",
    "reportlab": "BSD-3-Clause",
    "python-docx": "MIT",
    "zstandard": "BSD-3-Clause",
    "psutil": "BSD-3-Clause",
    "python-stdnum": "LGPL-2.1",
    "segno": "BSD-3-Clause",
}
_SHIPPED = (
    ("Noto Sans SC", "SIL OFL 1.1", "fonts/NotoSansSC-LICENSE.txt"),
    ("Noto Serif SC", "SIL OFL 1.1", "fonts/NotoSerifSC-LICENSE.txt"),
    ("HanaMinB", "花园字体许可 / SIL OFL 1.1", "fonts/HanaMinB-LICENSE.txt"),
    ("Tabler Icons", "MIT", "icons/LICENSE"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Something of others in this program: ``text`` is the whole licence where we ship it."""

    name: str
    version: str
    licence: str
    text: str = ""


def parts() -> tuple[Part, ...]:
    """Return fonts and icons with their licence texts, then the libraries; an unknown version is empty."""
    shipped = (Part(name, "", terms, resource_path(file).read_text("utf-8")) for name, terms, file in _SHIPPED)
    return (*shipped, *(Part(name, _version(name), terms) for name, terms in _LIBRARIES.items()))


def data_folder(station: Station) -> str:
    """Return where the data of this station lie."""
    return str(station.store.paths.folder)


def inside_data(station: Station, path: Path) -> bool:
    """Whether a path lies in the data folder, where nothing readable may be kept."""
    return path.resolve().is_relative_to(station.store.paths.folder.resolve())


def version() -> str:
    """Return the version of the program."""
    return __version__


def _version(name: str) -> str:
    try:
        return metadata(name)["Version"]
    except PackageNotFoundError:  # a frozen build carries no metadata
        return ""
