"""register, sheet and opening as a terminal runs them."""

from openpyxl import load_workbook

RECEPTION = {
    "contact": {"name": "吴桂珍", "phone": "13800005678", "notice": True},
    "opinions": [{"title": "车库灯不亮", "content": "七八盏灯不亮😀。", "topic": "物业管理"}],
}


def test_a_register_is_written_counted_and_the_same_again(run, write, tmp_path):
    run("record", "--file", write(RECEPTION))
    out, again = tmp_path / "簿.pdf", tmp_path / "预览.pdf"
    first = run("register", "--year", 2026, "--out", out).value
    assert first == {"out": str(out), "rows": 1, "pages": 1, "reprint": 0, "unprintable": ["😀"]}
    preview = run("register", "--from", "2026-01-01", "--to", "2026-12-31", "--preview", "--out", again).value
    assert preview["reprint"] == 0
    assert again.read_bytes() == out.read_bytes()
    ran = run("register", "--year", 2026, "--out", out, json=False)
    assert "重印 第 1 次" in ran.out
    assert "😀" in ran.out
    assert run("check").value["ok"]


def test_an_unmasked_register_needs_a_reason(run, write, tmp_path):
    run("record", "--file", write(RECEPTION))
    out = tmp_path / "簿.xlsx"
    ran = run("register", "--year", 2026, "--unmasked", "--out", out)
    assert (ran.code, ran.out, out.exists()) == (1, "", False)
    assert "原因" in ran.err
    done = run("register", "--year", 2026, "--unmasked", "--reason", "街道核对", "--out", out).value
    assert (done["rows"], done["pages"], done["reprint"]) == (1, None, 0)
    cells = [cell.value for row in load_workbook(out).active for cell in row]
    assert {"吴桂珍", "13800005678"} <= set(cells)


def test_a_register_of_chosen_channels(run, write, tmp_path):
    run("record", "--file", write(RECEPTION))
    out = tmp_path / "簿.xlsx"
    done = run("register", "--year", 2026, "--channel", "电话", "--channel", "来站接待", "--out", out).value
    assert done["rows"] == 1
    assert run("register", "--year", 2026, "--channel", "电话", "--out", out).value["rows"] == 0
    refused = run("register", "--year", 2026, "--channel", "来站", "--out", out)
    assert (refused.code, "来源渠道" in refused.err) == (1, True)


def test_a_period_must_be_one(run, tmp_path):
    out = tmp_path / "簿.pdf"
    for words in (("--year", 2026, "--to", "2026-06-30"), ("--from", "2026-06-01"), ("--from", "六月", "--to", "七月")):
        assert run("register", *words, "--out", out).code == 1
    assert run("register", "--out", out).code == 2
    assert run("register", "--year", 2026, "--from", "2026-06-01", "--out", out).code == 2
    assert not out.exists()


def test_sheets_and_openings(run, write, tmp_path):
    (serial,) = run("record", "--file", write(RECEPTION)).value["serials"]
    out = tmp_path / "表.pdf"
    done = run("sheet", "--serial", serial, "--out", out).value
    assert done == {"out": str(out), "pages": 1, "reprint": 0, "unprintable": ["😀"]}
    assert run("sheet", "--serial", serial, "--out", out).value["reprint"] == 1
    assert run("sheet", "--blank", "--out", out).value["reprint"] == 0
    assert run("sheet", "--out", out).code == 2
    box = {"box": {"name": "1号箱"}, "witness": "周明", "seal_intact": True, "slips_found": 0, "invalid": 0}
    number = run("record-opening", "--file", write(box)).value["number"]
    assert run("opening", "--number", number, "--out", out).value["pages"] == 1
    assert out.read_bytes().startswith(b"%PDF")
    assert run("opening", "--number", "17-2026-K0044", "--out", out).code == 1
