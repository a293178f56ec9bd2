"""What pyrage reads from and writes to: Python objects whose errors come back as they were, not as its own text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Protocol


class Output(Protocol):
    """Something with ``write``."""

    def write(self, data: bytes, /) -> int | None:
        """Take these bytes; raises OSError."""


class Source:
    """Bytes from an iterator of chunks."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self.error: BaseException | None = None

    def read(self, count: int = -1) -> bytes:
        """At most ``count`` bytes, none at the end."""
        try:
            while not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._rest = memoryview(chunk)
        except BaseException as error:
            self.error = error
            raise
        end = len(self._rest) if count < 0 else count
        taken, self._rest = bytes(self._rest[:end]), self._rest[end:]
        return taken


class Sink:
    """Bytes to ``out``; ``tick`` is told the number of bytes so far and may raise to stop it all."""

    def __init__(self, out: Output, tick: Callable[[int], None]) -> None:
        self._out = out
        self._tick = tick
        self.count = 0
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Hand on; nothing more after an error."""
        if self.error is not None:
            raise self.error
        try:
            self._out.write(data)
            self.count += len(data)
            self._tick(self.count)
        except BaseException as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing: whoever opened ``out`` flushes it."""


@contextlib.contextmanager
def own_errors(source: Source, sink: Sink) -> Iterator[None]:
    """Raise what ``source`` or ``sink`` raised first: pyrage turns it into words of its own, or even swallows it."""
    problem: BaseException | None = None
    try:
        yield
    except BaseException as error:  # noqa: BLE001  # raised below
        problem = error
    if cause := sink.error or source.error or problem:
        raise cause
