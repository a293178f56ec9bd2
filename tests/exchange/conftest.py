"""Two installations that send each other packages."""

from pathlib import Path

import pytest

from tests.exchange.packages import Sending


@pytest.fixture(scope="session")
def sending() -> Sending:
    return Sending()


@pytest.fixture
def stage_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "暂存"
    folder.mkdir()
    return folder
