"""The lists and receipts of the exchange, and how reports are summed up."""

import pytest

from station_app.db.statements import rows
from station_app.errors import StationError
from station_app.services.packages import history, sending, taking
from station_app.services.packages.paper import write_receipt, write_report
from station_app.services.packages.summary import refused_words, sum_words, summarise, summarise_kept
from tests.reports.paper import text_of
from tests.services.packages_pair import Pair
from tests.services.packages_pair import pair as pair_up


@pytest.fixture
def pair(station, centre, tmp_path) -> Pair:
    return pair_up(station, centre, tmp_path / "优盘")


def test_a_run_of_several_packages_adds_up(pair):
    for number in range(3):
        pair.record(f"第 {number} 件")
        sending.export(pair.station, pair.stick)
    seen = summarise(pair.centre, taking.preview(pair.centre, [pair.stick]))
    assert (seen.packages, seen.title) == (3, "梧桐里社区联络站　3 个包")
    assert seen.total == sum(seen.counts.values())
    assert sum_words(seen).startswith("3 个包；")
    taken = summarise(pair.centre, taking.take(pair.centre, [pair.stick]))
    assert taken.counts == seen.counts
    again = summarise(pair.centre, taking.take(pair.centre, [pair.stick]))
    assert again.counts["不变"] == again.total == taken.total
    assert sum_words(again).endswith("3 个包以前导入过")


def test_what_waits_names_the_package_to_look_for(pair, tmp_path):
    """The second package is lost, the third builds on it: the centre had said that it held the second."""
    pair.record("一")
    pair.up()
    pair.down()
    pair.record("二")
    (lost,) = sending.export(pair.station, pair.stick)
    later = tmp_path / "后来"
    later.mkdir()
    pair.record("三")
    claimed = rows(pair.station.db, "SELECT h.change_id FROM stream_head h")
    assert claimed
    head = rows(pair.station.db, "SELECT name, id FROM change WHERE facet = 'opinion.intake' ORDER BY id DESC LIMIT 2")
    pair.station.db.execute_sql("UPDATE claim SET head = ? WHERE stream LIKE 'S:%'", (head[1]["name"],))
    (sent,) = sending.export(pair.station, later)
    (report,) = taking.preview(pair.centre, [sent.file])
    seen = summarise(pair.centre, [report])
    (line,) = [one for one in seen.lines if one.outcome == "等前包"]
    assert line.lead == "第 2 号包"
    assert line.words == f"{seen.counts['等前包']} 项要等第 2 号包，先存着，到了自动补上"
    taking.take(pair.centre, [sent.file])
    kept = summarise_kept(pair.centre, history.kept_report(pair.centre, history.history(pair.centre)[0].id))
    assert [one.lead for one in kept.lines if one.outcome == "等前包"] == ["第 2 号包"]
    healed = summarise(pair.centre, taking.take(pair.centre, [lost.file]))
    assert healed.late == seen.counts["等前包"]
    assert "另补上先前存着的" in sum_words(healed)


def test_the_list_of_an_import_is_written_and_noted(pair, tmp_path):
    pair.record()
    (report,) = pair.up()
    out = tmp_path / "清单.pdf"
    paper = write_report(pair.centre, summarise(pair.centre, [report]), out, done=True)
    text = text_of(out.read_bytes(), tmp_path)
    assert "导入清单" in text
    assert "17-2026-00001" in text
    assert paper.pages == 1
    assert rows(pair.centre.db, "SELECT 1 FROM audit WHERE subject = '导入清单'")
    with pytest.raises(StationError, match="文件名要以"):
        write_report(pair.centre, summarise(pair.centre, [report]), tmp_path / "清单.txt", done=False)


def test_a_refused_file_is_in_the_list_with_its_reason(pair, tmp_path):
    wrong = tmp_path / "UP-17-2026-001-abcdef.zlt"
    wrong.write_bytes(b"nothing")
    summary = summarise(pair.centre, taking.preview(pair.centre, [wrong]))
    assert refused_words(summary).startswith("UP-17-2026-001-abcdef.zlt 不能导入：")
    out = tmp_path / "预览.pdf"
    write_report(pair.centre, summary, out, done=False)
    assert "导入预览清单" in text_of(out.read_bytes(), tmp_path)


def test_the_receipt_of_a_package_says_how_far_it_got(pair, tmp_path):
    pair.record()
    pair.up()
    (sent,) = history.history(pair.station)
    out = tmp_path / "回执.pdf"
    write_receipt(pair.station, sent, out)
    text = text_of(out.read_bytes(), tmp_path)
    for said in ("导出回执", sent.file_name, "1 条登记", "还没有，已等 0 天"):
        assert said in text
