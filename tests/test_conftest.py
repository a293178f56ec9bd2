"""The net itself: a canary in a file is found, whatever the encoding."""

import pytest


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "unicode_escape"])
@pytest.mark.parametrize("what", ["name", "phone", "text"])
def test_a_canary_in_a_file_is_found(tmp_path, canary, what, encoding):
    (tmp_path / "under").mkdir()
    (tmp_path / "under" / "log.txt").write_bytes(b"x" + getattr(canary, what).encode(encoding) + b"y")
    assert canary.found_in(tmp_path) == [f"log.txt: {what}"]


def test_a_clean_folder_holds_none(tmp_path, canary):
    (tmp_path / "log.txt").write_text("nothing here")
    assert canary.found_in(tmp_path) == []


def test_a_file_name_gives_a_canary_away(tmp_path, canary):
    (tmp_path / f"{canary.phone}.pdf").write_bytes(b"")
    assert canary.found_in(tmp_path) == [f"{canary.phone}.pdf: phone"]
