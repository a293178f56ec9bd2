"""person-data and erase as a terminal runs them."""

import json

RECEPTION = {
    "contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True},
    "opinions": [{"title": "车库灯不亮", "content": "吴桂珍说灯不亮。", "topic": "物业管理"}],
}


def test_a_persons_data_are_written(run, write, tmp_path):
    (serial,) = run("record", "--file", write(RECEPTION)).value["serials"]
    out = tmp_path / "资料.pdf"
    done = run("person-data", "--serial", serial, "--out", out).value
    assert (done["out"], done["pages"], done["opinions"]) == (str(out), 1, 1)
    told = json.loads((tmp_path / "资料.json").read_text("utf-8"))
    again = run("person-data", "--contact", told["contacts"][0]["uid"], "--out", tmp_path / "二.pdf")
    assert again.value["opinions"] == 1


def test_an_erase_is_tried_and_done(run, write):
    (serial,) = run("record", "--file", write(RECEPTION)).value["serials"]
    tried = run("erase", "--serial", serial, "--reason", "本人来电要求", "--dry-run").value
    assert (tried["erased"], tried["opinions"], tried["mentions"]) == (False, [serial], [f"登记 {serial}"])
    assert run("search", "吴桂珍").value["count"] == 1
    done = run("erase", "--serial", serial, "--reason", "本人来电要求", "--words").value
    assert (done["erased"], done["contacts"], done["redacted"], done["uncleared"]) == (True, 1, 1, "")
    assert run("search", "吴桂珍").value["count"] == 0
    assert "已删去" in run("show", "--serial", serial).value["facets"]["opinion.intake"]["content"]
    assert run("check").value["ok"]
    assert "没有反映人" in run("erase", "--serial", serial, "--reason", "再删").err


def test_who_and_why_must_be_said(run):
    assert run("erase", "--reason", "要求").code == 2
    assert run("erase", "--contact", "x").code == 2
    assert run("erase", "--contact", "x", "--reason", "要求").code == 1
