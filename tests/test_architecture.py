"""The rules of the house: who imports whom, how long a file may be, and where words and colours live."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "station_app").rglob("*.py"))
OUTSIDE_UI = [path for path in SOURCES if "ui" not in path.relative_to(ROOT).parts]
AROUND = [path for folder in ("tests", "installer") for path in sorted((ROOT / folder).rglob("*.py"))]
PYTHON = [ROOT / "main.py", *SOURCES, *AROUND]
HEAVY = {"reportlab", "openpyxl", "cryptography", "docx", "lxml", "PIL", "pypinyin", "pyrage", "segno", "stdnum"}
TEXT_SUFFIXES = {".py", ".toml", ".md", ".sh", ".json", ".ts", ".qss", ".svg", ".lock", ".ini", ".nsi", ""}

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60


# Whom of our own each part of station_app may import, besides itself.
NEIGHBOURS = {
    "errors": set(),
    "domain": {"errors"},
    "config": {"errors"},
    "db": {"domain", "errors"},
    "journal": {"db", "domain", "errors"},
    "exchange": {"journal", "db", "domain", "errors"},
    "reports": {"domain", "errors"},
    "services": {"exchange", "reports", "journal", "db", "config", "domain", "errors"},
    "ui": {"services", "domain", "errors"},
    "cli": {"services", "domain", "errors"},
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def complaints(paths: list[Path], look: Callable[[ast.Module], Iterator[tuple[int, str]]]) -> list[str]:
    """Each finding of ``look`` as "file:line what"."""
    return [f"{name_of(path)}:{line} {what}" for path in paths for line, what in look(parse(path))]


def test_the_storeys_are_kept():
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of each module or name imported, `from a import b` as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


@pytest.mark.parametrize("part", NEIGHBOURS)
def test_each_part_imports_its_neighbours_only(part):
    def strangers(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for line, name in imported(tree):
            package, _, rest = name.partition(".")
            if package == "station_app" and rest.split(".")[0] not in {part, "__version__", *NEIGHBOURS[part]}:
                yield line, name

    ours = [path for path in SOURCES if path.relative_to(ROOT / "station_app").parts[0].removesuffix(".py") == part]
    assert complaints(ours, strangers) == []


def test_the_domain_needs_the_standard_library_only():
    def foreign(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for line, name in imported(tree):
            if name.split(".")[0] not in {"station_app", *sys.stdlib_module_names}:
                yield line, name

    ours = [*sorted((ROOT / "station_app/domain").rglob("*.py")), ROOT / "station_app/errors.py"]
    assert complaints(ours, foreign) == []


def test_heavy_libraries_wait_until_they_are_used():
    late = ("station_app/reports/", "station_app/exchange/", "station_app/db/migrations/")
    modules = [name_of(path) for path in SOURCES if not name_of(path).startswith(late)]
    names = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in modules]
    code = (
        f"import importlib, sys\nfor name in {names!r}:\n    importlib.import_module(name)\n"
        f"    early = {HEAVY!r} & set(sys.modules)\n    assert not early, (name, early)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_no_file_is_too_long():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON}
    assert {name: length for name, length in lengths.items() if length > MAX_FILE_LINES} == {}


def test_no_function_is_too_long():
    def long_ones(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    yield node.lineno, f"{node.name} has {length} lines"

    assert complaints(PYTHON, long_ones) == []


def test_no_path_of_somebody_s_machine():
    machine = re.compile("[/\\\\](?:home|root|work|Users)[/\\\\]")
    folders = ("station_app", "tests", "installer", "resources", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    found = [
        f"{name_of(path)}: {machine.search(text).group()}"
        for path in files
        if path.suffix in TEXT_SUFFIXES and "__pycache__" not in path.parts
        for text in [path.read_text(encoding="utf-8", errors="replace")]
        if machine.search(text)
    ]
    assert found == []


def test_colours_are_named_in_the_theme_only():
    colour = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")

    def colours(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and colour.search(node.value):
                yield node.lineno, colour.search(node.value).group()

    painters = [path for path in sorted((ROOT / "station_app/ui").rglob("*.py")) if path.name != "theme.py"]
    assert complaints([*painters, *OUTSIDE_UI], colours) == []


def test_what_is_translated_is_a_plain_literal():
    def computed(tree: ast.Module) -> Iterator[tuple[int, str]]:
        for node in ast.walk(tree):
            called = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
            place = {"tr": 0, "translate": 1}.get(called)
            if place is None or not is_qt_call(node, called) or len(node.args) <= place:
                continue
            text = node.args[place]
            if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
                yield node.lineno, ast.unparse(node)

    def is_qt_call(node: ast.Call, called: str) -> bool:
        owner = ast.unparse(getattr(node.func, "value", node.func))
        return called == "tr" or owner.endswith(("QCoreApplication", "QApplication"))

    assert complaints(SOURCES, computed) == []


def public_names(body: list[ast.stmt], inside: str = "") -> Iterator[tuple[int, str, ast.AST]]:
    """Classes, functions and methods that another module may use."""
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        yield node.lineno, inside + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public_names(node.body, f"{node.name}.")


def is_told_elsewhere(name: str, node: ast.AST) -> bool:
    """Whether the base class or library documents it: Qt's own virtual methods, peewee's Meta, overloads, setters."""
    method = name.rpartition(".")[2]
    decorators = [ast.unparse(mark) for mark in getattr(node, "decorator_list", [])]
    marked = any(mark.endswith((".setter", "overload", "override")) for mark in decorators)
    qt_virtual = "." in name and method != method.lower() and not isinstance(node, ast.ClassDef)
    return marked or qt_virtual or method == "Meta"


def test_every_public_name_says_what_it_is():
    def silent(tree: ast.Module) -> Iterator[tuple[int, str]]:
        if not ast.get_docstring(tree):
            yield 1, "module"
        for line, name, node in public_names(tree.body):
            if not ast.get_docstring(node) and not is_told_elsewhere(name, node):
                yield line, name

    frozen = ROOT / "station_app/db/migrations"
    assert complaints([path for path in SOURCES if path.parent != frozen], silent) == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "X" + "XX"])
def test_nothing_is_left_for_later(word):
    marked = re.compile(rf"\b{word}\b")
    assert [name_of(path) for path in PYTHON if marked.search(path.read_text(encoding="utf-8"))] == []
