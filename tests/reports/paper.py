"""Looks at finished PDFs with the tools of poppler and qpdf; a test is skipped where they are not installed."""

import shutil
import subprocess
from pathlib import Path

import pytest


def check_pdf(data: bytes, folder: Path) -> None:
    """Assert that qpdf finds nothing wrong."""
    run = subprocess.run([_tool("qpdf"), "--check", _file(data, folder)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def text_of(data: bytes, folder: Path) -> str:
    """What one copies out of it, in the order in which it was drawn."""
    command = [_tool("pdftotext"), "-raw", "-enc", "UTF-8", _file(data, folder), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def picture_of(data: bytes, folder: Path, page: int = 1, dpi: int = 24) -> list[list[int]]:
    """A page as rows of grey levels from 0 to 255."""
    from PIL import Image

    target = folder / "page"
    command = [_tool("pdftoppm"), "-r", str(dpi), "-gray", "-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run([*command, _file(data, folder), target], check=True, capture_output=True)
    with Image.open(target.with_suffix(".pgm")) as image:
        wide, high = image.size
        levels = list(image.tobytes())
    return [levels[row * wide : (row + 1) * wide] for row in range(high)]


def _file(data: bytes, folder: Path) -> Path:
    file = folder / "paper.pdf"
    file.write_bytes(data)
    return file


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
