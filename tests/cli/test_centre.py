"""A centre on the command line."""

import pytest

NAME = "临湖街道人大工委"


@pytest.fixture
def new_centre(run, tmp_path):
    """Make a centre in a folder of its own; keywords of the test are further options."""

    def make(*options, folder="中心"):
        return run("init", "--role", "centre", "--name", NAME, *options, data=tmp_path / folder)

    return make


def test_a_centre_is_made_with_both_its_keys(new_centre, run, tmp_path):
    made = new_centre("--head", "孙倩").value
    assert (made["site"], made["name"]) == ("00", NAME)
    assert made["recovery_key"].startswith("AGE-SECRET-KEY-1")
    assert len(made["sheet"].split("-")) == 7
    assert run("check", data=tmp_path / "中心").value["ok"]


def test_the_offline_key_goes_into_a_file_of_ones_own(new_centre, tmp_path):
    made = new_centre(
        "--code", "z0", "--recovery-key-out", tmp_path / "离线.txt", "--sheet-out", tmp_path / "单.txt"
    ).value
    assert set(made) == {"site", "name", "sheet_file", "recovery_key_file"}
    assert made["site"] == "Z0"
    key = tmp_path / "离线.txt"
    assert key.read_text("utf-8").startswith("AGE-SECRET-KEY-1")
    assert key.stat().st_mode & 0o077 == 0
    assert not any(b"AGE-SECRET-KEY" in file.read_bytes() for file in (tmp_path / "中心").rglob("*") if file.is_file())


def test_the_offline_key_is_not_put_beside_the_data_nor_over_another(new_centre, tmp_path):
    (tmp_path / "有.txt").write_text("旧")
    inside = new_centre("--recovery-key-out", tmp_path / "中心" / "离线.txt")
    assert (inside.code, "离线恢复密钥不能存在数据文件夹里" in inside.err) == (1, True)
    over = new_centre("--recovery-key-out", tmp_path / "有.txt")
    assert (over.code, "文件已存在" in over.err) == (1, True)
    assert (tmp_path / "有.txt").read_text() == "旧"
    assert not (tmp_path / "中心" / "station.db").exists()


def test_one_file_for_both_keys_leaves_nothing(new_centre, tmp_path):
    file = tmp_path / "都在这.txt"
    assert new_centre("--recovery-key-out", file, "--sheet-out", file).code == 1
    assert not file.exists()
    assert not (tmp_path / "中心" / "station.db").exists()


@pytest.mark.parametrize(
    "words", [("--name", "甲"), ("--name", "甲", "--site", "17", "--recovery-key-out", "离线.txt")]
)
def test_a_station_needs_its_code_and_has_no_offline_key(run, tmp_path, words):
    assert run("init", *words, data=tmp_path / "站").code == 2


def test_what_the_centre_records_is_at_once_for_it_to_judge(new_centre, run, write, tmp_path):
    new_centre()
    reception = {"contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True}}
    reception["opinions"] = [{"title": "车库灯不亮", "content": "七八盏灯不亮。", "topic": "物业管理"}]
    saved = run("record", "--file", write(reception), data=tmp_path / "中心").value
    assert saved["serials"] == ["00-2026-00001"]
    assert run("show", "--serial", "00-2026-00001", data=tmp_path / "中心").value["status"] == "待研判"


RECEPTION = {
    "contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True},
    "opinions": [{"title": "车库灯不亮", "content": "七八盏灯不亮。", "topic": "物业管理"}],
}


def test_the_centre_answers_and_its_clerk_gives_the_feedback(new_centre, run, write, tmp_path):
    new_centre()
    where = {"data": tmp_path / "中心"}
    (serial,) = run("record", "--file", write(RECEPTION), **where).value["serials"]
    answered = run("reply", "--serial", serial, "--text", "已修好。", "--class", "A", **where)
    assert answered.value == {"serial": serial, "status": "待反馈"}
    refused = run("reply", "--serial", serial, "--text", "已修好。", "--class", "A", **where)
    assert (refused.code, "待反馈" in refused.err) == (1, True)
    missed = run("feedback", "--serial", serial, **where)
    assert missed.value == {"serial": serial, "status": "待反馈"}
    told = run("feedback", "--serial", serial, "--result", "满意", "--attitude", "满意", **where)
    assert told.value == {"serial": serial, "status": "办结"}


def test_a_station_does_not_answer_as_the_centre(run, write):
    (serial,) = run("record", "--file", write(RECEPTION)).value["serials"]
    refused = run("reply", "--serial", serial, "--text", "已修好。", "--class", "A")
    assert (refused.code, "由中心来做" in refused.err) == (1, True)
