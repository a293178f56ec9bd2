"""XML from a file nobody vouches for, read as a stream: no entities, bounded depth, names and tokens, flat memory."""

from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from station_app.errors import StationError

RESAVE = "请在 WPS 中打开确认后另存为新的 xlsx，再导入。"
MAX_DEPTH = 64
MAX_NAMES = 20_000
MAX_TOKEN_BYTES = 4 * 1024 * 1024


class XmlBomb(StationError):
    """A file made to exhaust the machine, or one that nobody's spreadsheet program writes."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"表格文件不正常：{cause}", RESAVE)


def damaged(cause: str) -> StationError:
    """The refusal of a file that is broken."""
    return StationError(f"表格文件已损坏：{cause}", RESAVE)


class XmlHandler(Protocol):
    """Takes what the stream holds; ``start`` must keep count of the depth through `check_depth`."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element, its name perhaps with a prefix."""
        ...

    def end(self, name: str) -> None:
        """Take the end of an element."""
        ...

    def text(self, data: str) -> None:
        """Take character data, in pieces."""
        ...


def feed(chunks: Iterable[bytes], handler: XmlHandler) -> Iterator[None]:
    """Parse ``chunks``, pausing after each to let the caller take what was gathered. Raises StationError."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN_BYTES:
                raise XmlBomb("有一个标记长得离谱")
            if len(names) > MAX_NAMES:
                raise XmlBomb("标记名称多得离谱")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged("读到一半断了") from error
    yield


def check_depth(depth: int) -> None:
    """Refuse elements nested deeper than any spreadsheet nests them."""
    if depth > MAX_DEPTH:
        raise XmlBomb("标记嵌套太深")


def local_name(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> None:
    raise XmlBomb("含有实体定义（XML 炸弹常用手法）")


Tag = tuple[str, str, dict[str, str]]


class Collector:
    """Gathers the start tags of some elements: ``found`` holds (parent, element, attributes), names without prefix."""

    def __init__(self, wanted: frozenset[str], most: int) -> None:
        self.found: list[Tag] = []
        self._wanted = wanted
        self._most = most
        self._path: list[str] = [""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a wanted element."""
        local = local_name(name)
        if local in self._wanted:
            self.found.append((self._path[-1], local, {local_name(key): value for key, value in attributes.items()}))
            if len(self.found) > self._most:
                raise XmlBomb("样式或工作表多得离谱")
        self._path.append(local)
        check_depth(len(self._path))

    def end(self, name: str) -> None:
        """Step out of an element."""
        del name
        self._path.pop()

    def text(self, data: str) -> None:
        """Character data is of no interest."""


def collect(
    chunks: Iterable[bytes], wanted: frozenset[str], most: int = 100_000
) -> list[tuple[str, str, dict[str, str]]]:
    """Return the start tags of the wanted elements as (parent, element, attributes). Raises StationError."""
    collector = Collector(wanted, most)
    for _ in feed(chunks, collector):
        pass
    return collector.found
