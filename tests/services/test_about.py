"""What the program says of itself."""

import tomllib
from pathlib import Path

from station_app.config import resource_path
from station_app.services.about import data_folder, inside_data, parts

ROOT = Path(__file__).resolve().parents[2]


def test_every_pinned_library_is_named_with_its_version_and_licence():
    pinned = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {one.partition("==")[0] for one in pinned}
    listed = {part.name: part for part in parts()}
    assert names <= listed.keys()
    assert all(listed[name].version and listed[name].licence for name in names)


def test_every_licence_that_is_shipped_can_be_read():
    shipped = [*resource_path("fonts").glob("*LICENSE*"), *resource_path("icons").glob("LICENSE*")]
    assert sorted(part.text for part in parts() if part.text) == sorted(file.read_text("utf-8") for file in shipped)


def test_what_lies_in_the_data_folder_is_known(station, tmp_path):
    folder = Path(data_folder(station))
    assert inside_data(station, folder / "恢复单.pdf")
    assert inside_data(station, folder / "backups" / ".." / "恢复单.pdf")
    assert not inside_data(station, tmp_path / "恢复单.pdf")
