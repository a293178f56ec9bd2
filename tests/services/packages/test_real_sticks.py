"""Sticks with real file systems: full, write-protected, pulled out while writing, somebody else's, and their names."""

import resource
from pathlib import Path

import pytest

from station_app.db.faults import StorageProblem
from station_app.errors import StationError
from station_app.exchange import stick as stick_module
from station_app.exchange.volumes import StickLabel, write_label
from station_app.services.attachments import add_bytes
from station_app.services.packages import sending, sticks, taking
from station_app.services.packages.sending import Step
from tests.domain.test_pdf_check import PLAIN, pdf
from tests.exchange import network
from tests.services.opinions import record
from tests.services.packages.loop import LoopStick, NotHere


@pytest.fixture(params=["FAT32", "exFAT", "ext4"])
def stick(request, tmp_path):
    made = LoopStick(request.param, tmp_path / "stick.img", tmp_path / "上报 优盘")
    try:
        made.make()
        made.plug_in()
    except NotHere as reason:
        pytest.skip(f"{request.param}: {reason}")
    yield made
    made.unplug()


@pytest.fixture
def before(net, stick):
    """The package that lies on the stick already, with its bytes; the next one is about 1.5 MB."""
    network.take_in(net.station)
    (sent,) = sending.export(net.station, stick.folder)
    paper = add_bytes(net.station, "信.pdf", pdf(PLAIN, b"(" + bytes(range(256)) * 6000 + b")"))
    record(net.station, {"attachments": (paper,)})
    return sent.file, sent.file.read_bytes()


def refusal(net, folder, **more):
    with pytest.raises(StorageProblem) as refused:
        sending.export(net.station, folder, **more)
    return refused.value


def packages(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix in {".zlt", ".part"})


def test_written_unplugged_and_taken(net, stick, before):
    file, _data = before
    (second,) = sending.export(net.station, stick.folder)
    stick.unplug()
    stick.plug_in()
    assert packages(stick.folder) == sorted([file.name, second.file.name])
    first, then = taking.take(net.centre, [stick.folder])
    assert (first.problem, then.problem) == (None, None)
    assert len(network.titles(net.centre)) == 2


def test_full_beforehand(net, stick, before):
    stick.fill(300_000)
    problem = refusal(net, stick.folder)
    assert problem.title.startswith("优盘满了，还差 1.")
    assert problem.next_step.startswith("请删去旧文件或换一只")
    assert packages(stick.folder) == [before[0].name]
    assert before[0].read_bytes() == before[1]


def test_full_while_writing(net, stick, before, monkeypatch):
    stick.fill(300_000)
    monkeypatch.setattr(stick_module, "require_room", lambda *_: None)
    assert refusal(net, stick.folder).title.startswith("优盘满了，还差 ")
    assert packages(stick.folder) == [before[0].name]
    assert before[0].read_bytes() == before[1]


def test_write_protected(net, stick, before):
    file, data = before
    stick.unplug()
    stick.plug_in(read_only=True)
    problem = refusal(net, stick.folder)
    assert problem.title == "优盘是只读的，写不进去"
    assert "写保护开关" in problem.next_step
    assert packages(stick.folder) == [file.name]
    assert file.read_bytes() == data


class Puller:
    """A pace that pulls the stick out when the writing has begun."""

    cancelled = False

    def __init__(self, stick):
        self.stick, self.left = stick, None

    def report(self, done, total, text=""):
        if self.left is None and "正在写到优盘" in text and done:
            self.left = self.stick.pull_out()


def test_pulled_out_while_writing(net, stick, before, tmp_path):
    file, data = before
    stick.unplug()
    stick.plug_in()
    puller = Puller(stick)
    problem = refusal(net, stick.folder, pace=puller)
    assert problem.title in {"优盘拔出来了，没有写完", "优盘读写出错，没有写成", "优盘是只读的，写不进去"}
    assert problem.next_step.endswith("原来的包没有动。")
    stick.unplug()
    again = LoopStick(stick.kind, puller.left, tmp_path / "再插")
    again.plug_in()
    try:
        assert (again.folder / file.name).read_bytes() == data
        assert sending.export(net.station, again.folder)[0].export_no == 2
        assert [name for name in packages(again.folder) if name.endswith(".part")] == []
    finally:
        again.unplug()


def test_pulled_out_before_it_is_read_back(net, stick, before):
    stick.unplug()
    stick.plug_in()

    def pull(step):
        if step is Step.WRITTEN:
            stick.pull_out()

    assert refusal(net, stick.folder, on_step=pull).next_step.endswith("原来的包没有动。")
    assert sending.next_contents(net.station).number == 2


def test_one_file_is_too_large_for_it(net, stick, before):
    """The system itself refuses what is beyond a limit, as FAT32 does at 4 GiB."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        problem = refusal(net, stick.folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert problem.title == "包太大，这只优盘存不下"
    assert "4 GB" in problem.next_step
    assert packages(stick.folder) == [before[0].name]


def test_over_4_gib_in_one_file(stick):
    """FAT32 ends there, exFAT knows no holes in a file."""
    if stick.kind == "ext4":
        pytest.skip("ext4 holds a file of any size with holes")

    def far(out):
        out._file.seek(2**32)
        out.write(b"end")

    with pytest.raises(StorageProblem) as refused:
        stick_module.write_file(stick.folder, "UP-17-2026-001-000000.zlt", 0, far)
    assert refused.value.title.startswith("包太大" if stick.kind == "FAT32" else "优盘满了")
    assert packages(stick.folder) == []


def test_somebody_else_s(net, stick):
    other = net.made["18"]
    write_label(stick.folder, StickLabel(other.uid, "18", "青石巷社区联络站"))
    seen = sticks.folder(net.station.identity, stick.folder)
    assert (seen.owner, seen.ours) == ("青石巷社区联络站", False)
    with pytest.raises(StationError, match="这是「青石巷社区联络站」（18）的优盘"):
        sticks.require_own(net.station.identity, stick.folder)
    sticks.require_own(net.centre.identity, stick.folder)


def test_names_keep_whatever_case_the_stick_gives_them(net, stick, before):
    file, _data = before
    upper = file.with_name(file.name.upper())
    file.rename(file.with_name("zwischen"))
    file.with_name("zwischen").rename(upper)
    for name in ("说明.txt", "._UP-17-2026-001-abcdef.zlt", "UP-17-2026-009-abcdef.zlt.part"):
        (stick.folder / name).write_bytes(b"x")
    (report,) = taking.take(net.centre, [stick.folder])
    assert report.problem is None
    assert report.file.name == upper.name
    assert Path(stick.folder / "说明.txt").read_bytes() == b"x"
