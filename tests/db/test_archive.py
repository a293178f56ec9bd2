"""The backup file: in its one form it is taken, and anything else is refused in its own words."""

import hashlib
import io
import json
import tarfile

import pytest

from station_app.db import archive
from station_app.db.archive import BadBackup, describe, manifest_bytes, read_archive, total_size, write_archive

FILES = {"slots.json": b"{}", "station.db": b"\x17" * 700, f"blobs/{'a' * 64}.age": b"blob", "drafts.db": b""}


def seal(manifest):
    return hashlib.sha256(manifest).hexdigest()


def silent(_count):
    pass


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def file(tmp_path, source):
    return write(tmp_path / "BACKUP.zlb", source)


def write(target, source, facts=None, names=tuple(FILES)):
    members = [describe(name, source / name) for name in names]
    manifest = manifest_bytes(facts or {"site": "17"}, members)
    with target.open("wb") as opened:
        digest = write_archive(opened, manifest, seal(manifest), members, source.joinpath, silent)
    assert digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert target.stat().st_size == total_size(manifest, members)
    return target


def forge(target, names, *, facts=None):
    """A file with a correct seal whose manifest names what it likes."""
    members = [archive.Member(name, 4, hashlib.sha256(b"evil").hexdigest()) for name in names]
    manifest = manifest_bytes(facts or {}, members)
    source = target.with_name("evil")
    source.write_bytes(b"evil")
    with target.open("wb") as opened:
        write_archive(opened, manifest, seal(manifest), members, lambda _name: source, silent)
    return target


def read_whole(path):
    """What restoring does before it believes a file."""
    found = read_archive(path)
    if seal(found.manifest) != found.mac:
        raise BadBackup("seal")
    found.verify(silent)
    return found


def test_what_was_written_is_read_back(file, tmp_path):
    found = read_whole(file)
    assert found.facts["site"] == "17"
    target = tmp_path / "target"
    target.mkdir()
    counted = []
    found.extract([member.name for member in found.members], target, counted.append)
    assert {name: (target / name).read_bytes() for name in FILES} == FILES
    assert sum(counted) == sum(map(len, FILES.values()))
    assert found.read("slots.json") == b"{}"


def test_any_tar_program_can_read_it(file):
    with tarfile.open(file) as opened:
        content = {member.name: opened.extractfile(member).read() for member in opened.getmembers()}
    assert {name: content[name] for name in FILES} == FILES
    assert json.loads(content["manifest.json"])["site"] == "17"


def test_a_file_cut_anywhere_is_refused(file):
    whole = file.read_bytes()
    for end in range(0, len(whole), 7):
        file.write_bytes(whole[:end])
        with pytest.raises(BadBackup):
            read_whole(file)


def test_a_flipped_bit_anywhere_is_found(file):
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(BadBackup):
            read_whole(file)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data[:0], "是空的"),
        (lambda data: b"PK\x03\x04" + data, "不是本程序的备份文件"),
        (lambda data: data[:1500], "不完整：只有 1,500 字节"),
        (lambda data: data[:-1], "应有"),
        (lambda data: data + b"\0" * 512, "末尾多出 512 个字节"),
        (lambda data: data.replace(b"\x17", b"\x18", 1), "已损坏：station.db"),
        (lambda data: data.replace(b'"17"', b'"18"', 1), "seal"),
    ],
)
def test_each_fault_is_told_in_its_own_words(file, spoil, words):
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(BadBackup) as refusal:
        read_whole(file)
    assert words in refusal.value.title


@pytest.mark.parametrize(
    "name", ["../station.db", "/etc/passwd", "blobs/../../x.age", "C:\\x", "blobs/CON", "station.db\n", "slots.json/x"]
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    with pytest.raises(BadBackup) as refusal:
        read_archive(forge(tmp_path / "evil.zlb", [name]))
    assert "不该有的文件" in refusal.value.title


def test_a_name_twice_is_refused(tmp_path):
    with pytest.raises(BadBackup):
        read_archive(forge(tmp_path / "evil.zlb", ["slots.json", "slots.json"]))


def test_a_link_is_no_file(file, source):
    """A header of another kind than the one we write, with a right checksum."""
    whole = file.read_bytes()
    info = tarfile.TarInfo("slots.json")
    info.type, info.linkname, info.mode = tarfile.SYMTYPE, "/etc/passwd", 0o600
    ours = tarfile.TarInfo("slots.json")
    ours.size, ours.mode = 2, 0o600
    assert whole.count(ours.tobuf(tarfile.GNU_FORMAT)) == 1
    file.write_bytes(whole.replace(ours.tobuf(tarfile.GNU_FORMAT), info.tobuf(tarfile.GNU_FORMAT)))
    with pytest.raises(BadBackup):
        read_whole(file)


def test_a_later_format_asks_for_a_later_program(file):
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"format":1', b'"format":2', 1))
    with pytest.raises(BadBackup) as refusal:
        read_archive(file)
    assert "更新版本" in refusal.value.title


@pytest.mark.parametrize(
    "manifest",
    [
        b"[]",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b'{"format":1}',
        b'{"format":true,"members":[]}',
        b'{"format":1,"members":[1]}',
        b'{"format":1,"members":[{}]}',
        b'{"format":1,"members":[{"name":"slots.json","size":-1,"sha256":""}]}',
        b'{"format":1,"members":[{"name":7,"size":1,"sha256":""}]}',
        b'{"format":1,"members":[{"name":"slots.json","size":1e300,"sha256":""}]}',
        b'{"format":1,"format":1,"members":[]}',
    ],
)
def test_a_manifest_that_makes_no_sense_is_damage(tmp_path, manifest):
    file = tmp_path / "x.zlb"
    with file.open("wb") as opened:
        write_archive(opened, manifest, seal(manifest), [], tmp_path.joinpath, silent)
    with pytest.raises(BadBackup):
        read_archive(file)


def test_a_member_that_is_not_there_is_named(file):
    with pytest.raises(BadBackup) as refusal:
        read_archive(file).read("blobs/" + "b" * 64 + ".age")
    assert "缺少" in refusal.value.title


def test_a_member_that_changed_after_it_was_hashed_is_found(tmp_path, source):
    members = [describe("slots.json", source / "slots.json")]
    (source / "slots.json").write_bytes(b"[]")
    manifest = manifest_bytes({}, members)
    opened = io.BytesIO()
    write_archive(opened, manifest, seal(manifest), members, source.joinpath, silent)
    file = tmp_path / "x.zlb"
    file.write_bytes(opened.getvalue())
    with pytest.raises(BadBackup):
        read_archive(file).verify(silent)
