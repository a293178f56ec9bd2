"""Names of files handed in by people, made fit to be shown, stored and written out again on any system."""

import re

from station_app.domain.text import TextRefused, clean_line

MAX_NAME = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\..*)?", re.IGNORECASE)


def clean_file_name(raw: str, suffixes: tuple[str, ...], fallback: str) -> str:
    """The last part of ``raw`` as a plain name that ends with one of ``suffixes`` (the first if it has another).

    Folders, what no system allows in a name, and names of devices are dropped; ``fallback`` (without suffix) stands for
    a name of which nothing is left.
    """
    name = _line(re.split(r"[/\\]", raw)[-1])
    stem, dot, end = name.rpartition(".")
    suffix = f".{end.lower()}" if dot and f".{end.lower()}" in suffixes else suffixes[0]
    stem = _FORBIDDEN.sub("_", stem if dot else name).strip(" .")[:MAX_NAME].rstrip(" .")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem or fallback}{suffix}"


def _line(text: str) -> str:
    try:
        return clean_line(text).text
    except TextRefused:
        return ""
