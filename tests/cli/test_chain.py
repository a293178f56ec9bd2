"""The commands one after the other, each a process of its own, over the old ledger of a real town."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT.parent / "shared" / "data" / "citizen-messages.xlsx"
PASSPHRASE = "梧桐里的钥匙 2026"


@pytest.fixture
def run(tmp_path):
    """Run a command in a terminal that knows no Chinese; gives its JSON."""
    (tmp_path / "口令").write_text(PASSPHRASE, "utf-8")

    def command(name, *words, data="站"):
        options = ["--data", tmp_path / data, "--passphrase-file", tmp_path / "口令", "--json"]
        environment = {**os.environ, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
        arguments = [sys.executable, "-m", "station_app.cli", name, *options, *words]
        ran = subprocess.run(arguments, env=environment, cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr.decode()
        return json.loads(ran.stdout.decode())

    return command


@pytest.mark.skipif(not MESSAGES.exists(), reason="the real ledger does not lie beside the project")
def test_set_up_take_over_search_check_rebuild_back_up_and_restore(run, tmp_path):
    run("init", "--role", "station", "--site", "17", "--name", "梧桐里社区联络站", "--sheet-out", tmp_path / "sheet")
    preview = run("import-ledger", MESSAGES, "--dry-run")
    taken = run("import-ledger", MESSAGES)
    assert preview == {**taken, "import": None}
    assert taken["rows"] == taken["new"] + taken["unchanged"] + len(taken["rejected"]) == 1403
    assert len(taken["rejected"]) <= 14
    found = run("search", "物业")
    assert 0 < found["count"] < taken["new"]
    checked = run("check")
    assert (checked["ok"], checked["opinions"], checked["problems"]) == (True, taken["new"], [])
    assert run("rebuild") == checked
    assert run("search", "物业") == found
    made = run("backup", "--to", tmp_path / "U盘")
    assert (made["opinions"], made["changes"]) == (checked["opinions"], checked["changes"])
    assert run("restore", made["file"], data="新站") == made
    assert run("check", data="新站") == checked
    assert run("search", "物业", data="新站") == found
    again = run("import-ledger", MESSAGES, data="新站")
    assert (again["import"], again["new"], again["unchanged"]) == (None, 0, taken["new"])
