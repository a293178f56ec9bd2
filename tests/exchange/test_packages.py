"""A package comes back as it was sent, and opens with public programs alone."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_app.exchange.lines import write_line
from station_app.exchange.manifest import CHANGES, Sender, read_manifest
from station_app.exchange.reading import open_package
from station_app.exchange.strict import Refused
from station_app.exchange.writing import Blob, prepare, write_package
from tests.exchange.packages import INSTANCE, SITE, STREAM, Erased, blob, chain

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
PROGRAMS = ["age", "tar", "zstd"]
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(texts=st.lists(TEXT, max_size=20), blobs=st.lists(st.binary(max_size=3000), max_size=4, unique=True))
def test_what_was_sent_is_what_is_read(sending, stage_folder, texts, blobs):
    changes = chain(texts)
    sent = sending.manifest(changes)
    out = io.BytesIO()
    complete = write_package(out, sent, lambda: changes, [blob(one) for one in blobs], sending.station)
    with sending.open(out.getvalue(), stage_folder) as staged:
        for _ in range(2):
            read = list(staged.changes())
            assert [(one.name, one.header, one.salt, one.payload) for one in read] == [
                (one.name, one.header, one.salt, one.payload) for one in changes
            ]
        assert [staged.blob(hashlib.sha256(one).hexdigest()) for one in blobs] == blobs
        assert staged.manifest == complete
        assert staged.signer == sending.station.public.sign
        assert staged.sha256 == hashlib.sha256(out.getvalue()).hexdigest()


def test_the_facts_of_a_header_are_at_hand(sending, stage_folder):
    with sending.open(sending.package(["一", "二"]), stage_folder) as staged:
        first, second = staged.changes()
    assert second.facts.prev == (first.name,)
    assert (second.facts.stream, second.facts.seq, second.facts.uid) == (STREAM, 2, "uid-2")


def test_text_that_looks_like_an_escape_is_text(sending, stage_folder):
    texts = ["C:\\u0000\\ud800", '"p":null', "\x1f\u2028"]
    with sending.open(sending.package(texts), stage_folder) as staged:
        assert [json.loads(one.payload)["text"] for one in staged.changes()] == texts


def test_an_erased_payload_travels_without_salt(sending, stage_folder):
    whole = chain(["要删除的"])[0]
    erased = sending.with_lines([write_line(Erased(whole.header))])
    with sending.open(erased, stage_folder) as staged:
        (line,) = staged.changes()
    assert (line.name, line.salt, line.payload) == (whole.name, None, None)


def test_unknown_keys_are_kept(sending, stage_folder):
    extra = {"later": {"a": [1]}}
    with sending.open(sending.package([], extra=extra), stage_folder) as staged:
        assert staged.manifest.extra == extra
        assert read_manifest(staged.manifest.to_bytes()) == staged.manifest


def test_the_signed_part_is_the_same_each_time(sending):
    changes = chain(["甲", "乙"])
    one, two = (prepare(sending.manifest(changes), lambda: changes, [], sending.station) for _ in range(2))
    assert one.manifest_bytes == two.manifest_bytes


def test_the_size_is_known_before_and_told_while_writing(sending):
    prepared = sending.prepared(["路灯"] * 50, [os.urandom(200_000)])
    out, told = io.BytesIO(), []
    prepared.write(out, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(out.getvalue()), prepared.size)
    assert prepared.size - 2048 <= len(out.getvalue()) <= prepared.size


def test_stopping_by_the_progress(sending):
    class Cancelled(Exception):
        pass

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        sending.prepared(["路灯"]).write(io.BytesIO(), stop)


def test_changes_that_differ_the_second_time_stop_the_export(sending):
    lists = [chain(["甲"]), chain(["乙"])]
    prepared = prepare(sending.manifest(lists[0]), lambda: lists.pop(0), [], sending.station)
    with pytest.raises(Refused, match="导出时记录变了"):
        prepared.write(io.BytesIO())


@pytest.mark.parametrize("now", [b"1234", b"12", b"abc"])
def test_a_blob_that_is_not_what_its_name_says_stops_the_export(sending, now):
    sent = Blob(hashlib.sha256(b"123").hexdigest(), 3, lambda: io.BytesIO(now))
    prepared = prepare(sending.manifest([]), list, [sent], sending.station)
    with pytest.raises(Refused, match="导出时附件变了"):
        prepared.write(io.BytesIO())


def test_what_is_over_a_cap_is_not_exported(sending):
    with pytest.raises(Refused, match="附件超过 20 MB"):
        prepare(sending.manifest([]), list, [Blob("0" * 64, 20 * 1024 * 1024 + 1, io.BytesIO)], sending.station)
    with pytest.raises(Refused, match="一条记录超过 2 MB"):
        sending.prepared(["长" * 700_000])
    with pytest.raises(Refused, match="清单超过 1 MB"):
        sending.prepared([], roster="名" * 400_000)
    many = [Blob(f"{number:064x}", 20 * 1024 * 1024, io.BytesIO) for number in range(103)]
    with pytest.raises(Refused, match="超过 2,048 MB"):
        prepare(sending.manifest([]), list, many, sending.station)


def test_the_predecessor_is_named(sending, stage_folder):
    sender = Sender(SITE, INSTANCE, "b" * 32)
    with sending.open(sending.package([], sender=sender), stage_folder) as staged:
        assert staged.manifest.sender == sender


@pytest.mark.skipif(bool(MISSING), reason=f"programs not installed: {', '.join(MISSING)}")
def test_public_programs_open_it(sending, tmp_path):
    photo = os.urandom(100_000)
    (tmp_path / "key.txt").write_text(sending.centre.identity)
    (tmp_path / "package.zlt").write_bytes(sending.package(["路灯不亮"], [photo]))
    command = "age -d -i key.txt package.zlt | tar xv && zstd -q -d changes.jsonl.zst"
    run = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    name = f"blob/{hashlib.sha256(photo).hexdigest()}"
    assert run.stdout.split() == ["manifest.json", "manifest.sig", CHANGES, name]
    assert (tmp_path / name).read_bytes() == photo
    assert "路灯不亮" in (tmp_path / "changes.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
def test_memory_is_flat(sending, tmp_path):
    run = subprocess.run(
        [sys.executable, Path(__file__).with_name("memory.py"), tmp_path], capture_output=True, text=True, check=True
    )
    assert float(run.stdout) < 100, "MiB more at 200 MiB of attachments than before the first"


def test_nothing_readable_in_package_or_stage(sending, stage_folder, canary, tmp_path):
    text = f"{canary.name} {canary.phone} {canary.text}"
    with sending.open(sending.package([text] * 2000, [text.encode() * 5000]), stage_folder):
        mine = [one for one in Path("/proc/self/fd").iterdir() if str(stage_folder) in os.path.realpath(one)]
        (tmp_path / "copy").write_bytes(b"".join(one.read_bytes() for one in mine))
        assert mine
        assert canary.found_in(tmp_path) == []


def test_the_stick_may_go_once_it_is_open(sending, stage_folder):
    path = stage_folder / "a.zlt"
    path.write_bytes(sending.package(["路灯"] * 3))
    with open_package(path, [sending.centre.identity], lambda _: [sending.station.public.sign], stage_folder) as staged:
        path.unlink()
        assert len(list(staged.changes())) == 3
