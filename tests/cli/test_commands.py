"""Each command: its JSON, its exit code, its sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from station_app.cli import main
from station_app.services import recording
from tests.stations import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
RECEPTION = {
    "contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True},
    "opinions": [
        {"title": "车库灯不亮", "content": "七八盏灯不亮。", "topic": "物业管理"},
        {"title": "树枝挡灯", "content": "枝叶把路灯挡住了。", "topic": "园林绿化"},
    ],
}


def refused(ran, words):
    assert ran.code == 1
    assert words in ran.err
    assert ran.out == ""
    return True


def test_a_reception_is_recorded_shown_corrected_and_voided(run, write):
    saved = run("record", "--file", write(RECEPTION)).value
    assert saved["serials"] == ["17-2026-00001", "17-2026-00002"]
    assert len(saved["uid"]) == 36
    shown = run("show", "--serial", "17-2026-00001").value
    assert set(shown) == {"serial", "uid", "status", "facets", "timeline"}
    assert (shown["serial"], shown["status"]) == ("17-2026-00001", "已登记")
    assert shown["facets"]["opinion.intake"]["title"] == "车库灯不亮"
    assert [set(one) for one in shown["timeline"]] == [{"at", "what", "by"}]
    changed = run("correct", "--serial", "17-2026-00001", "--file", write({"title": "车库灯全灭了"})).value
    assert (changed["uid"], changed["serial"], changed["changed"]) == (shown["uid"], "17-2026-00001", ["标题"])
    assert run("void", "--serial", "17-2026-00002", "--reason", "记重了").value["serial"] == "17-2026-00002"
    assert run("show", "--serial", "17-2026-00002").value["status"] == "作废"
    assert run("check").value["ok"]


def test_a_box_is_opened_with_its_slips(run, write):
    slip = {"title": "荒花坛", "content": "那个花坛荒了好几年。", "topic": "园林绿化"}
    opening = {"box": {"name": "1号箱"}, "witness": "周明", "seal_intact": True, "slips_found": 3, "invalid": 1}
    assert refused(run("record-opening", "--file", write(opening)), "还有 2 张未录")
    saved = run("record-opening", "--file", write(opening | {"slips": [slip, slip]})).value
    assert saved == {"number": "17-2026-K0001", "serials": ["17-2026-00001", "17-2026-00002"]}
    empty = opening | {"box": "1号箱", "slips_found": 0, "invalid": 0}
    assert run("record-opening", "--file", write(empty)).value == {"number": "17-2026-K0002", "serials": []}
    assert "已收箱 17-2026-K0003，没有意见建议" in run("record-opening", "--file", write(empty), json=False).out
    assert run("show", "--serial", "17-2026-00001").value["status"] == "已登记"
    checked = run("check").value
    assert (checked["ok"], checked["opinions"], checked["box_openings"]) == (True, 2, 3)


def test_search_counts_and_lists_highest_first_with_void_ones(run, write):
    for _ in range(2):
        run("record", "--file", write(RECEPTION))
    run("void", "--serial", "17-2026-00003", "--reason", "记重了")
    found = run("search", "灯").value
    assert found == {"count": 4, "serials": [f"17-2026-0000{number}" for number in (4, 3, 2, 1)]}
    assert run("search", "wgz").value["count"] == 4
    assert run("search", "全灭了").value == {"count": 0, "serials": []}
    assert run("search", "17-2026-00002").value["serials"] == ["17-2026-00002"]


def test_no_more_than_fifty_serials_are_listed(run, write):
    many = {**RECEPTION, "opinions": RECEPTION["opinions"] * 30}
    run("record", "--file", write(many))
    found = run("search", "灯").value
    assert (found["count"], len(found["serials"])) == (60, 50)
    assert found["serials"][0] == "17-2026-00060"


def test_check_rebuild_backup_and_restore_agree(run, write, tmp_path):
    run("record", "--file", write(RECEPTION))
    checked = run("check").value
    assert list(checked) == ["ok", "opinions", "receptions", "box_openings", "changes", "problems"]
    assert (checked["ok"], checked["opinions"], checked["receptions"], checked["problems"]) == (True, 2, 1, [])
    assert run("rebuild").value == checked
    made = run("backup", "--to", tmp_path / "stick").value
    assert made == {
        "file": str(tmp_path / "stick" / "BACKUP-17-20260618-105200.zlb"),
        "opinions": 2,
        "changes": checked["changes"],
    }
    assert run("restore", made["file"], data=tmp_path / "neu").value == made
    assert run("check", data=tmp_path / "neu").value == checked
    with_gap = run("restore", made["file"], "--last-number", "9", data=tmp_path / "neu").value
    assert with_gap["changes"] == made["changes"] + 1
    saved = run("record", "--file", write(RECEPTION), data=tmp_path / "neu").value
    assert saved["serials"][0] == "17-2026-00010"


def test_damage_is_exit_code_1_with_the_json(run, made):
    file = made / "station.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    ran = run("check")
    assert ran.code == 1
    assert ran.value["ok"] is False
    assert "损坏" in ran.value["problems"][0]
    assert refused(run("search", "灯"), "损坏")


def test_init_makes_a_station_and_hands_the_sheet_over(run, tmp_path, write):
    ran = run("init", "--role", "station", "--site", "p01", "--name", "商务楼联络点", data=tmp_path / "neu")
    assert (ran.value["site"], ran.value["name"]) == ("P01", "商务楼联络点")
    (tmp_path / "sheet").write_text(ran.value["sheet"])
    saved = run("record", "--file", write(RECEPTION), data=tmp_path / "neu").value
    assert saved["serials"][0] == "P01-2026-00001"
    (tmp_path / "neues.txt").write_text("eine neue Parole\n")
    done = run("recover", "--sheet-file", tmp_path / "sheet", data=tmp_path / "neu", passphrase=tmp_path / "neues.txt")
    assert done.value == {"recovered": True}
    assert run("check", data=tmp_path / "neu", passphrase=tmp_path / "neues.txt").value["opinions"] == 2
    assert refused(run("check", data=tmp_path / "neu"), "口令不正确")


def test_init_keeps_the_sheet_in_a_file_outside_the_data(run, tmp_path):
    words = ("init", "--role", "station", "--site", "18", "--name", "桐花里", "--head", "林晚")
    assert refused(run(*words, "--sheet-out", tmp_path / "neu" / "sheet", data=tmp_path / "neu"), "数据文件夹")
    assert not (tmp_path / "neu").exists()
    ran = run(*words, "--sheet-out", tmp_path / "sheet", data=tmp_path / "neu")
    assert ran.value == {"site": "18", "name": "桐花里", "sheet_file": str(tmp_path / "sheet")}
    assert run("restore", tmp_path / "weg", data=tmp_path / "neu").code == 1
    sheet = (tmp_path / "sheet").read_text()
    assert refused(run(*words, "--sheet-out", tmp_path / "sheet", data=tmp_path / "zwei"), "文件已存在")
    assert refused(run(*words, "--sheet-out", tmp_path / "sheet2", data=tmp_path / "neu"), "已有站点数据")
    assert (tmp_path / "sheet").read_text() == sheet
    assert not (tmp_path / "sheet2").exists()


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--site", "十七", "站点代码"), ("--name", " ", "站点名称"), ("--head", "", "站长")],
)
def test_init_refuses_before_it_makes_anything(run, tmp_path, option, value, words):
    asked = {"--site": "18", "--name": "桐花里", "--head": "林晚"} | {option: value}
    ran = run("init", *(word for pair in asked.items() for word in pair), data=tmp_path / "neu")
    assert refused(ran, words)
    assert not (tmp_path / "neu").exists()


@pytest.mark.parametrize(
    ("content", "opens"),
    [
        (f"{PASSPHRASE}", True),
        (f"{PASSPHRASE}\r\n", True),
        (f"{PASSPHRASE}\nsecond line\n", True),
        (f"\ufeff{PASSPHRASE}\n", True),
        (f" {PASSPHRASE}\n", False),
    ],
)
def test_the_passphrase_is_the_first_line_without_its_end(run, tmp_path, content, opens):
    (tmp_path / "secret").write_bytes(content.encode())
    ran = run("search", "灯", passphrase=tmp_path / "secret")
    assert (ran.code == 0) == opens


def test_notepad_s_utf_16_is_read_too(run, tmp_path):
    (tmp_path / "secret").write_bytes(f"{PASSPHRASE}\r\n".encode("utf-16"))
    assert run("search", "灯", passphrase=tmp_path / "secret").code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "文件不存在"),
        (b"", "第一行是空的"),
        (b"\n", "第一行是空的"),
        (b"\xef\xbb\xbf", "空的"),
        (b"\xff\xfb", "UTF-8"),
    ],
)
def test_a_passphrase_file_that_is_none_is_said(run, tmp_path, content, words):
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    assert refused(run("check", passphrase=tmp_path / "secret"), words)
    assert refused(run("check", passphrase=tmp_path), "这是一个文件夹")


def test_refusals_say_what_and_what_next(run, write, tmp_path):
    assert refused(run("check", data=tmp_path / "leer"), "没有站点数据")
    assert refused(run("show", "--serial", "17-2026-00009"), "没有编号为")
    assert refused(run("show", "--serial", "neun"), "写得不对")
    assert refused(run("record", "--file", tmp_path / "weg.json"), "文件不存在")
    assert refused(run("record", "--file", write({**RECEPTION, "oppinions": []})), "oppinions")
    assert refused(run("record", "--file", write({**RECEPTION, "began": "2027-01-01T10:00"})), "将来")
    assert refused(run("restore", write({}), data=tmp_path / "neu"), "不是本程序的备份文件")
    assert refused(run("backup", "--to", tmp_path / "weg" / "weg"), "找不到备份要放的文件夹")
    assert not (tmp_path / "leer").exists()


def test_the_clock_is_the_one_asked_for(run, monkeypatch, tmp_path, write):
    ran = run("record", "--file", write(RECEPTION))
    assert ran.value["serials"][0].startswith("17-2026-")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert refused(run("check"), "1970")
    assert refused(run("init", "--site", "18", "--name", "x", data=tmp_path / "neu"), "1970")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "gestern")
    assert refused(run("check"), "SOURCE_DATE_EPOCH")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1781751120 - 86400))
    ran = run("check")
    assert (ran.code, ran.value["ok"]) == (0, True)
    assert "注意：电脑的时间比最后一次登记" in ran.err


def test_while_the_window_is_open_a_command_is_turned_away(run, made):
    from station_app.config import DataPaths
    from station_app.services.opening import hold

    with hold(DataPaths(made)):
        assert refused(run("check"), "程序已经打开")


def test_people_get_sentences(run, write, tmp_path):
    assert "已保存：17-2026-00001、17-2026-00002" in run("record", "--file", write(RECEPTION), json=False).out
    assert "数据完好：意见建议 2 条" in run("check", json=False).out
    assert run("search", "灯", json=False).out.splitlines() == ["找到 2 条", "17-2026-00002", "17-2026-00001"]
    assert "车库灯不亮" in run("show", "--serial", "17-2026-00001", json=False).out
    assert "读回核对 2 条无误" in run("backup", "--to", tmp_path, json=False).out


def test_options_may_stand_before_the_command(made, secret, capsys):
    assert main(["--json", "--data", str(made), "--passphrase-file", str(secret), "search", "灯"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 0


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["tanzen"],
        ["check"],
        ["search", "--passphrase-file", "x"],
        ["restore", "f", "--last-number", "neun"],
        ["--bogus"],
    ],
)
def test_wrong_usage_is_exit_code_2(capsys, words):
    assert main(words) == 2
    captured = capsys.readouterr()
    assert "用法不对" in captured.err
    assert captured.out == ""


def test_help_is_no_mistake(capsys):
    assert main(["--help"]) == 0
    assert "import-ledger" in capsys.readouterr().out


def test_a_bug_leaves_its_place_and_no_data(run, write, made, monkeypatch, canary):
    def broken(_station, form):
        raise ValueError(form.contact.name, canary.phone)

    monkeypatch.setattr(recording, "save_reception", broken)
    reception = {**RECEPTION, "contact": {"name": canary.name, "phone": canary.phone, "notice": True}}
    ran = run("record", "--file", write(reception))
    assert refused(ran, "程序出错了")
    assert canary.name not in ran.err
    (kept,) = (made / "crash").iterdir()
    assert "ValueError" in kept.read_text("utf-8")
    assert canary.found_in(made) == []


@pytest.mark.parametrize(("error", "words"), [(KeyboardInterrupt, "已取消"), (MemoryError, "内存不足")])
def test_what_happens_from_outside_is_no_bug(run, write, made, monkeypatch, error, words):
    def stopped(_station, _form):
        raise error

    monkeypatch.setattr(recording, "save_reception", stopped)
    assert refused(run("record", "--file", write(RECEPTION)), words)
    assert not (made / "crash").exists()


def test_a_reader_that_goes_away_early_is_no_bug(made, secret):
    options = ["--data", made, "--passphrase-file", secret, "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "station_app.cli", "check", *options],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_nothing_of_anybody_is_readable_in_the_folder(run, write, made, canary, tmp_path):
    reception = {
        "contact": {"name": canary.name, "phone": canary.phone, "notice": True},
        "opinions": [{"title": canary.text, "content": canary.text, "topic": "物业管理"}],
    }
    assert run("record", "--file", write(reception)).code == 0
    run("correct", "--serial", "17-2026-00001", "--file", write({"content": canary.text * 2}))
    run("rebuild")
    (tmp_path / "stick").mkdir()
    run("backup", "--to", tmp_path / "stick")
    run("restore", next((tmp_path / "stick").iterdir()))
    assert canary.found_in(made) == []
    assert canary.found_in(tmp_path / "stick") == []


def test_user_names_whose_passphrase_it_is(made, run, tmp_path, clock, monkeypatch):
    from station_app.config import DataPaths
    from station_app.db import slots
    from station_app.services.opening import open_station
    from station_app.services.people import persons
    from station_app.services.sign_in import give_passphrase, sit_signed_in
    from tests.stations import CHEAP, PASSPHRASE

    monkeypatch.setattr(slots, "Cost", lambda: CHEAP)
    station = open_station(DataPaths(made), PASSPHRASE, clock)
    sit_signed_in(station)
    give_passphrase(
        station, next(one.uid for one in persons(station) if one.person.name == "徐桂兰"), "allein fuer mich"
    )
    station.close()
    own = tmp_path / "own.txt"
    own.write_text("allein fuer mich\n", "utf-8")
    assert run("check", passphrase=own).code == 1
    assert run("check", "--user", "02").code == 1
    assert run("check", "--user", "02", passphrase=own).code == 0
    assert run("check", "--user", "01").code == 0
    refused = run("rebuild", "--user", "02", passphrase=own)
    assert (refused.code, "站长来做" in refused.err) == (1, True)


@pytest.mark.parametrize("number", ["1", "001", "ab", "０１"])
def test_a_user_is_two_digits(run, number):
    ran = run("check", "--user", number)
    assert ran.code == 2
    assert "--user" in ran.err
