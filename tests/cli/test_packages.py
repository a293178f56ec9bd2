"""export, import, enrol, stations, reply and feedback as two terminals run them, with a stick between."""

import shutil

import pytest

RECEPTION = {
    "contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True},
    "opinions": [{"title": "车库灯不亮", "content": "七八盏灯不亮。", "topic": "物业管理"}],
}


@pytest.fixture
def centre(run, tmp_path):
    """The data folder of a centre."""
    folder = tmp_path / "中心"
    made = run("init", "--role", "centre", "--name", "临湖街道人大街道工委", data=folder)
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "优盘"
    folder.mkdir()
    return folder


@pytest.fixture
def joined(run, centre, stick):
    """The station after it has joined the centre."""
    assert run("enrol", "request", "--out", stick / "站.zlq").code == 0
    approved = run("enrol", "approve", stick / "站.zlq", "--out", stick / "站.zlc", data=centre)
    accepted = run("enrol", "accept", stick / "站.zlc")
    assert approved.value["digits"] == accepted.value["digits"]
    return approved.value


def test_both_sides_show_the_same_24_digits(run, joined, centre):
    here, there = run("enrol", "code").value, run("enrol", "code", data=centre).value
    assert here == there == {"code": joined["digits"]}
    assert len(here["code"]) == 24
    assert here["code"].isdigit()


def test_the_loop_closes_at_the_station(run, write, joined, centre, stick):
    recorded = run("record", "--file", write(RECEPTION)).value
    serial = recorded["serials"][0]
    sent = run("export", "--to", stick).value
    assert [one["export_no"] for one in sent] == [1]
    taken = run("import", stick, data=centre).value
    assert len(taken) == 1
    assert taken[0]["new"] == sent[0]["changes"]
    assert taken[0]["rejected"] == []
    assert run("show", "--serial", serial, data=centre).value["status"] == "待研判"
    assert run("reply", "--serial", serial, "--text", "物业已换灯。", "--class", "A", data=centre).code == 0
    back = run("export", "--to", stick, "--station", joined["code"], data=centre).value
    reply_handling_and_the_site_itself = 3
    assert run("import", stick / back[0]["file"]).value[0]["new"] == reply_handling_and_the_site_itself
    assert run("show", "--serial", serial).value["status"] == "待反馈"
    assert run("feedback", "--serial", serial, "--result", "满意", "--attitude", "满意").code == 0
    again = run("export", "--to", stick).value
    run("import", again[0]["file"], data=centre)
    assert run("show", "--serial", serial, data=centre).value["status"] == "办结"
    assert run("check").code == run("check", data=centre).code == 0


def test_a_second_import_says_so_and_a_lost_package_heals(run, write, joined, centre, stick):
    run("record", "--file", write(RECEPTION))
    lost = run("export", "--to", stick).value[0]
    shutil.move(lost["file"], stick.parent / "丢了.zlt")
    run("record", "--file", write(RECEPTION))
    kept = run("export", "--to", stick).value[0]
    assert kept["changes"] > lost["changes"]
    first, second = (run("import", kept["file"], data=centre).value[0] for _ in range(2))
    assert (first["new"], first["already_imported"]) == (kept["changes"], False)
    assert (second["new"], second["unchanged"], second["already_imported"]) == (0, kept["changes"], True)
    late = run("import", stick.parent / "丢了.zlt", data=centre).value[0]
    assert (late["new"], late["unchanged"]) == (0, lost["changes"])
    line = next(one for one in run("stations", data=centre).value if one["code"] == joined["code"])
    assert line | {"name": ""} == {
        "code": joined["code"],
        "name": "",
        "state": "按时",
        "last_export_no": 2,
        "missing": [],
        "opinions": 2,
    }


def test_a_preview_changes_nothing(run, write, joined, centre, stick):
    run("record", "--file", write(RECEPTION))
    run("export", "--to", stick)
    looked = run("import", stick, "--preview", data=centre).value[0]
    assert run("search", "车库灯", data=centre).value["count"] == 0
    taken = run("import", stick, data=centre).value[0]
    assert looked == taken


def test_a_refused_package_is_told_and_leaves_1(run, joined, centre, stick):
    broken = stick / "UP-17-2026-001-abcdef.zlt"
    broken.write_bytes(b"")
    ran = run("import", broken, data=centre)
    assert ran.code == 1
    assert "0 字节" in ran.value[0]["rejected"][0]["reason"]


def test_without_enrolment_nothing_is_exported(run, stick):
    ran = run("export", "--to", stick)
    assert ran.code == 1
    assert "配对" in ran.err
    assert list(stick.iterdir()) == []


def test_somebody_else_s_stick_is_not_written_to(run, joined, stick):
    (stick / "zlt-stick.json").write_text(
        '{"code":"18","format":1,"name":"青石巷","site":"%s"}' % ("5" * 8 + "-5555" * 3 + "-" + "5" * 12)
    )
    refused = run("export", "--to", stick)
    assert refused.code == 1
    assert "这是「青石巷」（18）的优盘" in refused.err + refused.out
    assert not list(stick.glob("*.zlt"))
