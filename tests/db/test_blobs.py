"""Attachments: encrypted, named by content, whole or missing."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.db.blobs import BlobStore, MissingBlob, new_identity
from station_app.db.faults import Damaged, StorageProblem


@pytest.fixture
def blobs(paths):
    return BlobStore(paths.blobs, new_identity())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=5000))
def test_the_same_bytes_come_back_under_their_hash(blobs, data):
    name = blobs.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert blobs.put(data) == name
    assert blobs.get(name) == data
    assert blobs.verify(name)


def test_nothing_readable_on_the_disk(blobs, paths, canary):
    blobs.put(f"{canary.name} {canary.phone} {canary.text}".encode() * 100)
    assert canary.found_in(paths.folder) == []


def test_names_are_the_stored_ones_only(blobs):
    names = sorted(blobs.put(bytes([number])) for number in range(5))
    (blobs.folder / f"{'0' * 64}.part").touch()
    (blobs.folder / "note.age").touch()
    assert list(blobs.names()) == names
    blobs.sweep()
    assert not list(blobs.folder.glob("*.part"))
    assert list(BlobStore(blobs.folder / "gone", "").names()) == []


def test_a_removed_blob_is_missing(blobs):
    name = blobs.put(b"1")
    blobs.remove(name)
    blobs.remove(name)
    assert not blobs.exists(name)
    assert not blobs.verify(name)
    with pytest.raises(MissingBlob):
        blobs.get(name)


@pytest.mark.parametrize("place", range(0, 230, 23))
def test_a_damaged_blob_is_found_and_mended_by_storing_it_again(blobs, place):
    name = blobs.put(b"content")
    path = blobs.folder / f"{name}.age"
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1
    path.write_bytes(data)
    with pytest.raises(Damaged):
        blobs.get(name)
    assert not blobs.verify(name)
    blobs.put(b"content")
    assert blobs.get(name) == b"content"


def test_a_blob_under_another_s_name_is_damage(blobs):
    first, second = blobs.put(b"1"), blobs.put(b"2")
    (blobs.folder / f"{first}.age").replace(blobs.folder / f"{second}.age")
    with pytest.raises(Damaged):
        blobs.get(second)


def test_another_identity_cannot_read(blobs):
    name = blobs.put(b"1")
    with pytest.raises(Damaged):
        BlobStore(blobs.folder, new_identity()).get(name)


@pytest.mark.parametrize("name", ["", "../station", "A" * 64, "0" * 63, f"{'0' * 64}\n"])
def test_a_name_is_a_hash_or_nothing(blobs, name):
    with pytest.raises(ValueError, match="64 hex"):
        blobs.get(name)


@pytest.mark.parametrize(("owner", "step"), [(os, "fsync"), (os, "fdopen"), (Path, "replace"), (Path, "mkdir")])
def test_a_full_disk_leaves_no_half_blob(blobs, monkeypatch, owner, step):
    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(owner, step, full)
    with pytest.raises(StorageProblem, match="磁盘已满"):
        blobs.put(b"1")
    monkeypatch.undo()
    assert list(blobs.names()) == []
    assert not blobs.folder.exists() or not list(blobs.folder.iterdir())
