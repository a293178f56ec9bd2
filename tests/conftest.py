"""What all tests share: a screenless Qt, a fixed zone and clock, a folder of one's own, and canaries to grep for."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from station_app.domain.clock import FixedClock

pytest_plugins = ["tests.stations"]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SOURCE_DATE_EPOCH", None)
os.environ["TZ"] = "CST-8"
time.tzset()

# No deadline: the machine may be busy. In CI always the same examples, so that a change is judged by what it changes.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


class ScreenlessRuns:
    """Spares the X server that pytest-xvfb would start when Qt draws without a screen."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_xvfb_disable(self) -> bool:
        """Tell pytest-xvfb to stay away."""
        return os.environ["QT_QPA_PLATFORM"] == "offscreen"


def pytest_configure(config: pytest.Config) -> None:
    """Register before pytest-xvfb is asked."""
    config.pluginmanager.register(ScreenlessRuns())


@pytest.fixture(scope="session", autouse=True)
def user_folders_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the settings and data of the person who runs the tests out of reach."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder whose path has Chinese and a blank in it, as a user's may."""
    folder = tmp_path / "联络站 数据"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def session_clock() -> FixedClock:
    """18 June 2026, 10:52, China Standard Time."""
    return FixedClock(datetime(2026, 6, 18, 10, 52, tzinfo=timezone(timedelta(hours=8))))


@pytest.fixture
def clock(session_clock: FixedClock) -> FixedClock:
    """The moment at which a test's station stands."""
    return session_clock


@dataclass(frozen=True)
class Canary:
    """Personal data that must be nowhere readable: put it into records, then look for it in the files."""

    name: str = "龢㐂婳"
    phone: str = "13987650421"
    text: str = "金丝雀唱了三声"

    def found_in(self, folder: Path) -> list[str]:
        """Return "file: what" for each canary readable in any file below ``folder``, in UTF-8, UTF-16 or GB18030."""
        secrets = {"name": self.name, "phone": self.phone, "text": self.text}
        forms = {
            (what, secret.encode(encoding))
            for what, secret in secrets.items()
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
        } | {(what, secret.encode("unicode_escape")) for what, secret in secrets.items()}
        contents = [(path, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
        found = {f"{path.name}: {what}" for path, content in contents for what, form in forms if form in content}
        names = {path.name for path, _ in contents}
        named = {f"{name}: {what}" for name in names for what, secret in secrets.items() if secret in name}
        return sorted(found | named)


@pytest.fixture
def canary() -> Canary:
    """A name, a phone and a text that occur nowhere else."""
    return Canary()


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are named by their kind only: keys and salts in them differ from run to run, and workers compare names."""
    return "bytes" if isinstance(val, bytes) else None
