"""Where things lie, and how the window looks before the database opens."""

import json
import sys
from pathlib import Path

import pytest

from station_app.config import LocalSettings, default_data_folder, resource_path
from station_app.errors import StationError


def test_settings_come_back(tmp_path):
    LocalSettings("dark", 150).save(tmp_path / "settings.json")
    assert LocalSettings.load(tmp_path / "settings.json") == LocalSettings("dark", 150)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"theme": 1, "scale": "x"}',
        b'{"theme": "pink", "scale": 5000}',
        b'{"scale": true}',
        b'{"scale": NaN}',
        b"[" * 100_000,
    ],
)
def test_damaged_settings_are_the_default_ones(tmp_path, content):
    (tmp_path / "settings.json").write_bytes(content)
    assert LocalSettings.load(tmp_path / "settings.json") == LocalSettings()


def test_one_bad_setting_does_not_spoil_the_other(tmp_path):
    (tmp_path / "settings.json").write_text(json.dumps({"theme": "light", "scale": 99}))
    assert LocalSettings.load(tmp_path / "settings.json") == LocalSettings("light", 100)


def test_settings_that_cannot_be_saved_say_so(tmp_path):
    with pytest.raises(StationError, match="没有存下来"):
        LocalSettings().save(tmp_path / "nowhere" / "settings.json")


def test_the_data_folder_is_the_platform_s(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "/data here")
    monkeypatch.setenv("LOCALAPPDATA", "/local data")
    for platform, parent in (("linux", Path("/data here")), ("win32", Path("/local data"))):
        monkeypatch.setattr(sys, "platform", platform)
        assert default_data_folder().parent == parent
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_data_folder().parent == Path.home() / ".local" / "share"


def test_resources_are_found_in_a_checkout_and_in_a_frozen_build(tmp_path, monkeypatch):
    assert resource_path(".").is_dir()
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "a.txt").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("a.txt") == tmp_path / "resources" / "a.txt"
    with pytest.raises(StationError, match="不完整"):
        resource_path("b.txt")
