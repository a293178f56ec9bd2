"""One row: what is proposed from it, what is changed and said, what is refused."""

from datetime import date, time
from pathlib import Path

import pytest

from station_app.domain.enums import AgeBand, Sex
from station_app.domain.records import EarlierAnswer
from station_app.errors import StationError
from station_app.services.ledger.reader import first_sentence
from tests.services.ledger.books import HEADERS, inline_row, raw_xlsx, read_all
from tests.services.ledger.conftest import Ledger

DATE_AND_TEXT = ("日期", "反映内容")


def test_every_field(ledger: Ledger) -> None:
    headers = (
        "编号 日期 时间 标题 反映内容 反映人 联系电话 小区 性别 年龄 来源渠道 类别 接待代表 地点 处理方式 "
        "承办单位 交办日期 办理结果 答复时间 反馈日期 满意度 记录人 备注"
    )
    cells = (
        "A-1 2019/4/8 15:40 路灯不亮 小区路灯坏了 王芳 138-1234-5678 梧桐里 女 45 来访 公共照明 张三、李四 "
        "3号楼 登记办理 物业公司 2019/4/9 已修好 2019/4/12 2019/4/13 满意 赵六 回访过"
    )
    (row,) = ledger(headers.split(), cells.split())
    assert (row.external_number, row.received_on, row.received_time) == ("A-1", date(2019, 4, 8), time(15, 40))
    assert (row.title, row.content, row.contact_name) == ("路灯不亮", "小区路灯坏了", "王芳")
    assert (row.phone, row.address, row.sex, row.age_band) == ("138-1234-5678", "梧桐里", Sex.FEMALE, AgeBand.FROM_40)
    assert (row.channel, row.topic, row.subtopic) == ("来站接待", "物业管理", "公共照明")
    assert (row.deputies, row.place, row.recorder) == (("张三", "李四"), "3号楼", "赵六")
    assert row.answer == EarlierAnswer(text="已修好", date="2019-04-12")
    kept = [
        "回访过",
        "处理方式：登记办理",
        "承办单位：物业公司",
        "交办日期：2019/4/9",
        "反馈日期：2019/4/13",
        "满意度：满意",
    ]
    assert row.remark.split("\n") == kept


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("路灯坏了。三天没人修。", "路灯坏了"),
        ("怎么办？急！", "怎么办？"),
        ("……！！\n路灯坏了\n没人修", "路灯坏了"),
        ("路" * 40, "路" * 40),
        ("路" * 41, "路" * 39 + "…"),
        ("\n\n楼道  堆物；请清理", "楼道 堆物"),
    ],
)
def test_the_first_sentence_is_the_title(content: str, title: str) -> None:
    assert first_sentence(content.strip()) == title


def test_a_row_without_title_takes_one_from_its_content(ledger: Ledger) -> None:
    (row,) = ledger(DATE_AND_TEXT, ["2019/4/8", "路灯坏了。没人修。"])
    assert row.title == "路灯坏了"
    assert any("第一句" in note for note in row.notes)


def test_a_row_without_content_takes_its_title(ledger: Ledger) -> None:
    (row,) = ledger(["日期", "标题", "反映内容"], ["2019/4/8", "长" * 60, None])
    assert row.content == "长" * 60
    assert len(row.title) == 40


def test_a_row_without_either_is_refused(ledger: Ledger) -> None:
    (row,) = ledger(["日期", "标题", "反映内容"], ["2019/4/8", None, "\u200b \t"])
    assert row.reason == "没有写反映内容"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([None, "灯坏"], "日期：没有写日期"),
        (["2019-02-29", "灯坏"], "日期：没有“2019-02-29”这一天"),
        (["2031-01-01", "灯坏"], "在今天之后"),
        (["合计", "5"], "看不懂"),
        (["2019/4/8", "灯" * 32_000 * 4], "文字太长"),
    ],
)
def test_a_refused_row_names_field_and_cause(tmp_path: Path, cells: list[str | None], reason: str) -> None:
    sheet = inline_row(*DATE_AND_TEXT) + inline_row(*(cell or "<c/>" for cell in cells))
    (row,) = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>"))
    assert reason in row.reason
    assert row.row == 2


@pytest.mark.parametrize(("text", "reason"), [("_xD83D_", "代理对"), ("_x0000_", "NUL")])
def test_broken_characters_are_refused(tmp_path: Path, text: str, reason: str) -> None:
    sheet = inline_row(*DATE_AND_TEXT) + inline_row("2019/4/8", text)
    (row,) = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>"))
    assert reason in row.reason


def test_all_texts_of_a_row_together_are_bounded(tmp_path: Path) -> None:
    headers = ["日期", *"标题 反映内容 反映人 地址 办理结果 备注 地点 承办单位".split()]
    sheet = inline_row(*headers) + inline_row("2019/4/8", *["长" * 90_000] * 8)
    (row,) = read_all(raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{sheet}</sheetData>"))
    assert "1 MiB" in row.reason


def test_dirt_is_cleaned_and_said(ledger: Ledger) -> None:
    (row,) = ledger(DATE_AND_TEXT, ["2019/4/8", "\n\t\t\u3000路灯\u200b坏了\u00a0"])
    assert row.content == "路灯坏了"
    assert any(note.startswith("反映内容：") and "看不见" in note for note in row.notes)


@pytest.mark.parametrize("text", ["䶮", "𠮷", "𬭎", "😀", "阿·乙", "<b>粗</b>", "%_'; drop table", "NEAR(a b)"])
def test_rare_and_literal_characters_stay(ledger: Ledger, text: str) -> None:
    (row,) = ledger(DATE_AND_TEXT, ["2019/4/8", text])
    assert row.content == text


@pytest.mark.parametrize(
    ("cell", "number"), [(2555, "2555"), (2555.0, "2555"), ("００７", "007"), ("A 1", "A1"), ("无", "")]
)
def test_external_numbers(ledger: Ledger, cell: str | float, number: str) -> None:
    (row,) = ledger(["编号", *DATE_AND_TEXT], [cell, "2019/4/8", "灯坏"])
    assert row.external_number == number


@pytest.mark.parametrize("cell", [1.5, 10**16, "2.02E+11", "长" * 65, True])
def test_external_numbers_that_lost_digits_or_are_none(ledger: Ledger, cell: str | float) -> None:
    (row,) = ledger(["编号", *DATE_AND_TEXT], [cell, "2019/4/8", "灯坏"])
    assert row.reason.startswith("编号：")


@pytest.mark.parametrize("name", ["匿名", "/", "不详"])
def test_a_name_that_is_none(ledger: Ledger, name: str) -> None:
    (row,) = ledger(["反映人", *DATE_AND_TEXT], [name, "2019/4/8", "灯坏"])
    assert row.contact_name == ""


def test_what_fits_no_field_goes_to_the_remark(ledger: Ledger) -> None:
    (row,) = ledger(["性别", "年龄", "时间", *DATE_AND_TEXT], ["夫妻", "中年", "饭后", "2019/4/8", "灯坏"])
    assert (row.sex, row.age_band, row.received_time) == (None, None, None)
    assert set(row.remark.split("\n")) == {"性别：夫妻", "年龄：中年", "时间：饭后"}


def test_an_unknown_channel_takes_the_default_and_keeps_its_word(ledger: Ledger) -> None:
    (row,) = ledger(["渠道", *DATE_AND_TEXT], ["飞鸽", "2019/4/8", "灯坏"])
    assert row.channel == "其他"
    assert row.remark == "来源渠道：飞鸽"
    assert any("飞鸽" in note for note in row.notes)


def test_without_default_a_missing_topic_refuses_the_row(ledger: Ledger) -> None:
    (row,) = ledger(DATE_AND_TEXT, ["2019/4/8", "灯坏"], default_topic=None)
    assert row.reason == "没有写类别"


ANSWERED = (*DATE_AND_TEXT, "答复意见", "答复时间")


@pytest.mark.parametrize(
    ("text", "day", "answer", "remark"),
    [
        ("已修好", "2019/4/12", EarlierAnswer(text="已修好", date="2019-04-12"), ""),
        ("已修好", None, EarlierAnswer(text="已修好"), ""),
        ("已修好", "当场答复", EarlierAnswer(text="已修好"), "答复日期：当场答复"),
        (None, "2019/4/12", None, "答复日期：2019-04-12"),
        ("/", "—", None, ""),
        (None, None, None, ""),
    ],
)
def test_earlier_answers(
    ledger: Ledger, text: str | None, day: str | None, answer: EarlierAnswer | None, remark: str
) -> None:
    (row,) = ledger(ANSWERED, ["2019/4/8", "灯坏", text, day])
    assert (row.answer, row.remark) == (answer, remark)


def test_a_wrong_day_of_the_answer_refuses_the_row(ledger: Ledger) -> None:
    (row,) = ledger(ANSWERED, ["2019/4/8", "灯坏", "已修好", "2019-02-30"])
    assert row.reason.startswith("答复日期：")


def test_an_answer_before_the_question_is_marked(ledger: Ledger) -> None:
    (row,) = ledger(ANSWERED, ["2019/4/8", "灯坏", "已修好", "2019-04-01"])
    assert any("早于反映日期" in note for note in row.notes)


def test_digests_tell_equal_rows_from_others(ledger: Ledger) -> None:
    base = ["A1", "2019/4/8", "王芳", "", "灯", "灯坏"]
    rows = ledger(HEADERS, base, base, [*base[:2], "李明", *base[3:]], ["A2", *base[1:5], "灯亮"])
    first, same, other_person, other_text = rows
    assert first.row_digest == same.row_digest
    assert first.row_digest != other_person.row_digest
    assert first.text_digest == other_person.text_digest
    assert first.text_digest != other_text.text_digest


def test_a_default_that_is_no_channel_is_refused_at_once(ledger: Ledger) -> None:
    with pytest.raises(StationError):
        ledger(DATE_AND_TEXT, ["2019/4/8", "灯坏"], default_channel="飞鸽")
