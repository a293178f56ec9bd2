"""What a power cut could leave of a folder: all that was synced, and of the rest any part.

Of data not yet synced each sector of 512 bytes is there, not there, or garbled, whatever came after it. Of names made,
changed or removed in a folder that was not synced since, any beginning is there. A rename is there in both of its
folders or in neither; syncing a file makes nothing of its name durable.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.faults.disk import Event

SECTOR = 512


@dataclass(eq=False)
class File:
    """``durable`` are the bytes at the last sync, ``pending`` the (place, bytes) or (size, None) since."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.durable, self.pending = self.left(Fate("kept")), []

    def left(self, fate: "Fate") -> bytes:
        content = bytearray(self.durable)
        for place, data in self.pending:
            if data is None:
                if fate.keeps():
                    _resize(content, place)
                continue
            for start, end in _sectors(place, len(data)):
                piece = fate.of(data[start - place : end - place])
                if piece is not None:
                    _resize(content, max(end, len(content)))
                    content[start:end] = piece
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """``durable`` and ``live`` are names; ``pending`` are the changes since the last sync, in order."""

    durable: dict[str, "File | Folder"] = field(default_factory=dict)
    live: dict[str, "File | Folder"] = field(default_factory=dict)
    pending: list["Change"] = field(default_factory=list)

    def first(self, count: int) -> dict[str, "File | Folder"]:
        """The names after so many of the pending changes."""
        names = dict(self.durable)
        for change in self.pending[:count]:
            change.apply(self, names)
        return names


@dataclass(eq=False)
class Change:
    """Parts are (folder, name, what it becomes); None takes the name away."""

    parts: list[tuple[Folder, str, File | Folder | None]]

    def apply(self, folder: Folder, names: dict[str, File | Folder]) -> None:
        for where, name, what in self.parts:
            if where is folder:
                names.pop(name, None)
                if what is not None:
                    names[name] = what


class Fate:
    """What becomes of what was not synced: kept, dropped, or mixed (with the given chances)."""

    def __init__(self, how: str, chance: random.Random | None = None) -> None:
        self.how, self.chance = how, chance or random.Random(0)
        self.kept, self.garbled = self.chance.random(), self.chance.choice((0, 0.05, 0.5))

    def keeps(self) -> bool:
        return self.how == "kept" or (self.how == "mixed" and self.chance.random() < self.kept)

    def of(self, sector: bytes) -> bytes | None:
        if self.how == "mixed" and self.chance.random() < self.garbled:
            return self.chance.randbytes(len(sector))
        return sector if self.keeps() else None

    def many(self, count: int) -> int:
        return {"kept": count, "dropped": 0}.get(self.how, self.chance.randint(0, count))


class Disk:
    """A folder followed change by change."""

    def __init__(self, root: Path) -> None:
        """Everything that lies below ``root`` now is durable."""
        self.root, self.answers = root, list[str]()
        self._files: dict[int, File] = {}
        self._tree = self._read(root)

    def _read(self, path: Path) -> Folder:
        folder = Folder()
        for one in path.iterdir():
            if one.is_dir():
                folder.durable[one.name] = self._read(one)
            else:
                self._files[one.stat().st_ino] = File(one.read_bytes())
                folder.durable[one.name] = self._files[one.stat().st_ino]
        folder.live = dict(folder.durable)
        return folder

    def follow(self, events: Iterable[Event]) -> Self:
        for event in events:
            getattr(self, f"_on_{event.kind.lower()}")(event)
        return self

    def leave(self, target: Path, fate: Fate) -> None:
        """Write what a power cut now would leave into ``target``, a new folder."""
        counts = {folder: fate.many(len(folder.pending)) for folder in self._folders()}
        _agree(counts)
        _build(self._tree, target, counts, fate)

    def _folders(self) -> list[Folder]:
        found, waiting = dict[Folder, None](), [self._tree]
        while waiting:
            folder = waiting.pop()
            if folder not in found:
                found[folder] = None
                told = [what for change in folder.pending for _, _, what in change.parts]
                inside = [*folder.durable.values(), *folder.live.values(), *told]
                waiting += [one for one in inside if isinstance(one, Folder)]
                waiting += [where for change in folder.pending for where, _, _ in change.parts]
        return list(found)

    def _at(self, path: bytes) -> tuple[Folder, str]:
        *parents, name = Path(path.decode()).relative_to(self.root).parts
        folder: File | Folder = self._tree
        for parent in parents:
            assert isinstance(folder, Folder)
            folder = folder.live[parent]
        assert isinstance(folder, Folder)
        return folder, name

    def _change(self, *parts: tuple[Folder, str, File | Folder | None]) -> None:
        change = Change(list(parts))
        for folder in dict.fromkeys(where for where, _, _ in parts):
            change.apply(folder, folder.live)
            folder.pending.append(change)

    def _on_c(self, event: Event) -> None:
        self._files[event.inode] = File()
        self._change((*self._at(event.data), self._files[event.inode]))

    def _on_n(self, event: Event) -> None:
        self._files[event.inode] = File()

    def _on_m(self, event: Event) -> None:
        self._change((*self._at(event.data), Folder()))

    def _on_u(self, event: Event) -> None:
        self._change((*self._at(event.data), None))

    def _on_r(self, event: Event) -> None:
        (source, name), target = self._at(event.data), self._at(event.more)
        self._change((source, name, None), (*target, source.live[name]))

    def _on_w(self, event: Event) -> None:
        if file := self._files.get(event.inode):
            file.pending.append((event.place, event.data))

    def _on_s(self, event: Event) -> None:
        if file := self._files.get(event.inode):
            file.pending.append((event.place, None))

    def _on_f(self, event: Event) -> None:
        if file := self._files.get(event.inode):
            file.sync()

    def _on_d(self, event: Event) -> None:
        folder: File | Folder = self._tree
        if event.data.decode() != str(self.root):
            parent, name = self._at(event.data)
            folder = parent.live[name]
        assert isinstance(folder, Folder)
        _sync(folder, len(folder.pending))

    def _on_a(self, event: Event) -> None:
        self.answers.append(event.data.decode())


def _sync(folder: Folder, count: int) -> None:
    """The first so many changes are durable, and with each rename what came before it in its other folder."""
    done, folder.pending[:count], folder.durable = folder.pending[:count], [], folder.first(count)
    for change in done:
        for other in {where for where, _, _ in change.parts}:
            if change in other.pending:
                _sync(other, other.pending.index(change) + 1)


def _agree(counts: dict[Folder, int]) -> None:
    """Shorten what is kept until each rename is in both of its folders or in neither."""
    shortened = True
    while shortened:
        shortened = False
        for folder, count in counts.items():
            for number, change in enumerate(folder.pending[:count]):
                if any(change not in other.pending[: counts[other]] for other, _, _ in change.parts):
                    counts[folder], shortened = number, True
                    break


def _build(folder: Folder, target: Path, counts: dict[Folder, int], fate: Fate) -> None:
    target.mkdir()
    for name, what in folder.first(counts[folder]).items():
        if isinstance(what, Folder):
            _build(what, target / name, counts, fate)
        else:
            (target / name).write_bytes(what.left(fate))


def _sectors(place: int, length: int) -> Iterable[tuple[int, int]]:
    end = place + length
    while place < end:
        stop = min(end, (place // SECTOR + 1) * SECTOR)
        yield place, stop
        place = stop


def _resize(content: bytearray, size: int) -> None:
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))
