"""Names, phones and words that must be readable nowhere, and somebody who looks for them all day long."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

NAMES = ("龢㐂婳", "欧阳䶮囡")
PHONES = ("13987650421", "13712349865")
TEXTS = (
    "金丝雀唱了三声又停了半晌",
    "蓝羽毛落在七号楼的窗台上",
    "答复说鸟笼已经挂回原处了",
    "作废是因为鹦鹉学舌记重了",
    "羽毛街九弄四号阁楼左手门",
    "阁楼里的录音和照片若干张",
)


def forms() -> dict[bytes, str]:
    """What to look for, and what it is: names, phones and each eight digits of one, every four characters of a text.

    In UTF-8, UTF-16 of either order, GB18030, and escaped as JSON does it.
    """
    parts = [*NAMES, *PHONES]
    parts += [phone[at : at + 8] for phone in PHONES for at in range(4)]
    parts += [text[at : at + 4] for text in TEXTS for at in range(0, len(text) - 3, 2)]
    found = {part.encode(code): part for part in parts for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    return found | {part.encode("unicode_escape"): part for part in parts if not part.isdigit()}


@dataclass
class Seeker:
    """Looks through folders; ``looks`` counts how often, ``seen`` the names of all files that were looked into."""

    folders: list[Path]
    looks: int = 0
    seen: set[str] = field(default_factory=set)
    hits: set[str] = field(default_factory=set)
    _known: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def look(self) -> None:
        """Look into every file that is new or changed, and at its name."""
        self.looks += 1
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                self._look_at(path)

    def _look_at(self, path: Path) -> None:
        try:
            status = path.stat()
            if not path.is_file() or self._known.get(path) == (status.st_mtime_ns, status.st_size):
                return
            data = path.read_bytes()
        except OSError:
            return  # gone in this moment
        self._known[path] = (status.st_mtime_ns, status.st_size)
        self.seen.add(path.name)
        self.judge(path.name, data + path.name.encode())

    def judge(self, name: str, data: bytes) -> None:
        """Note what is readable in these bytes."""
        self.hits |= {f"{name}: {what}" for form, what in _FORMS.items() if form in data}

    @contextmanager
    def all_the_time(self):
        """Look before each rename, removal and fsync, when what is written for a moment only lies there."""
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "rename"), (Path, "unlink")):
                patch.setattr(owner, name, self._before(getattr(owner, name)))
            yield self
        self.look()

    def _before(self, real):
        def looked(*args, **kwargs):
            self.look()
            return real(*args, **kwargs)

        return looked

    # What is handed to services as their pace: they report between any two steps.
    cancelled = False

    def report(self, _done: int, _total: int, _text: str = "") -> None:
        """Look while the work is under way."""
        self.look()


_FORMS = forms()
