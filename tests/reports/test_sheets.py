"""The forms: what stands on them, and where what does not fit goes."""

from dataclasses import fields, replace

import pytest

from station_app.reports.notice import notice_unprintable, print_notice
from station_app.reports.opening_sheet import opening_unprintable, print_opening_sheet
from station_app.reports.opinion_sheet import print_opinion_sheet, sheet_unprintable
from station_app.reports.receipt import print_receipt
from station_app.reports.records import NoticeDay, OpeningSlip
from station_app.reports.recovery_sheet import print_recovery_sheet
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import PRINTED_AT
from tests.reports.sheets import NOTICE, OPENING, OPINION, RECEIPT, RECOVERY, SHEET_HEAD

PRINTED = {
    "登记表": lambda: print_opinion_sheet(OPINION, SHEET_HEAD),
    "空白登记表": lambda: print_opinion_sheet(None, SHEET_HEAD),
    "开箱记录": lambda: print_opening_sheet(OPENING, SHEET_HEAD),
    "回执": lambda: print_receipt(RECEIPT, SHEET_HEAD),
    "接待公告": lambda: print_notice(NOTICE, SHEET_HEAD),
    "恢复单": lambda: print_recovery_sheet(RECOVERY, PRINTED_AT),
}


def bare(data: bytes, folder) -> str:
    return "".join(text_of(data, folder).split())


@pytest.mark.parametrize("name", PRINTED)
def test_each_form_is_a_sound_file_and_always_the_same(name, tmp_path):
    printed = PRINTED[name]()
    assert printed.pages == 1
    assert PRINTED[name]().data == printed.data
    check_pdf(printed.data, tmp_path)


def test_an_opinion_s_sheet_holds_all_its_values(tmp_path):
    text = bare(print_opinion_sheet(OPINION, SHEET_HEAD).data, tmp_path)
    chosen = {"kind", "outcome", "attitude"}
    for field in fields(OPINION):
        if field.name not in chosen:
            assert "".join(getattr(OPINION, field.name).split()) in text, field.name


def test_the_blank_sheet_is_the_same_drawing_without_values(tmp_path):
    blank = bare(print_opinion_sheet(None, SHEET_HEAD).data, tmp_path)
    for label in ("反映人", "性别年龄", "反映内容", "代表签名", "站长签名", "告知："):
        assert label in blank
    assert "刘长顺" not in blank


def test_a_choice_ticks_a_box():
    ticked = print_opinion_sheet(OPINION, SHEET_HEAD).data
    assert print_opinion_sheet(replace(OPINION, kind="投诉"), SHEET_HEAD).data != ticked


def test_what_does_not_fit_goes_on_a_further_page(tmp_path):
    content = "".join(chr(0x4E00 + index) for index in range(1200))
    address = "梧桐苑" * 40
    printed = print_opinion_sheet(replace(OPINION, content=content, address=address), SHEET_HEAD)
    text = text_of(printed.data, tmp_path)
    assert printed.pages == text.count("LH07-2026-00118") > 1
    joined = "".join(text.split()).replace("（见续页）", "")
    assert f"住址：{address}" in joined
    assert "见续页" in text.split("\f")[0]
    assert set(content) <= set(joined)


def test_a_sheet_printed_again_says_so(tmp_path):
    assert "重印第1次" in bare(print_opinion_sheet(OPINION, replace(SHEET_HEAD, reprint=1)).data, tmp_path)


def test_unprintable_characters_are_listed():
    assert sheet_unprintable(replace(OPINION, remark="好😀")) == ("😀",)
    assert opening_unprintable(replace(OPENING, remark="😀")) == ("😀",)
    assert notice_unprintable(replace(NOTICE, words="😀")) == ("😀",)


def test_an_opening_lists_its_slips(tmp_path):
    text = bare(print_opening_sheet(OPENING, SHEET_HEAD).data, tmp_path)
    for part in (
        "收到3张，录入2张，无效1张",
        "陈立新见证徐桂兰",
        "旧0231新0232",
        "LH07-2026-00119",
        "当场清点，无争议。",
    ):
        assert part in text
    for slip in OPENING.slips:
        assert slip.text in text


def test_many_and_long_slips_take_more_pages(tmp_path):
    long = "".join(chr(0x4E00 + index) for index in range(1500))
    slips = (
        *(replace(OPENING.slips[0], text=f"第{index}条") for index in range(60)),
        OpeningSlip(serial="", text=long),
    )
    printed = print_opening_sheet(replace(OPENING, slips=slips), SHEET_HEAD)
    text = bare(printed.data, tmp_path)
    assert printed.pages > 2
    assert f"第{printed.pages}页共{printed.pages}页" in text
    for index in range(60):
        assert f"第{index}条" in text
    assert set(long) <= set(text)
    assert "续" in text


def test_long_facts_of_an_opening_go_to_the_remark(tmp_path):
    place, remark = "梧桐苑东门岗亭旁边" * 4, "说明" * 300
    text = bare(print_opening_sheet(replace(OPENING, place=place, remark=remark), SHEET_HEAD).data, tmp_path)
    assert "（见备注）" in text
    assert "（见下表末行）" in text
    assert text.count("说明") == 300


def test_a_receipt_tells_nothing_of_the_matter(tmp_path):
    text = bare(print_receipt(RECEIPT, SHEET_HEAD).data, tmp_path)
    for part in ("LH07-2026-00118", "2026年6月3日", "0731-80001234", "梧桐里社区服务中心一楼"):
        assert part in text


def test_a_notice_with_many_days_goes_on(tmp_path):
    days = tuple(NoticeDay(when=f"{number}月8日", place="站里", deputies="陈立新" * 30) for number in range(1, 13))
    printed = print_notice(replace(NOTICE, days=days), SHEET_HEAD)
    text = bare(printed.data, tmp_path)
    assert printed.pages > 1
    assert f"—{printed.pages}—" in text
    assert all(f"{number}月8日" in text for number in range(1, 13))


def test_the_recovery_sheet_shows_the_key_in_groups(tmp_path):
    text = bare(print_recovery_sheet(RECOVERY, PRINTED_AT).data, tmp_path)
    for number, group in enumerate(RECOVERY.key.split("-"), 1):
        assert f"{number}{group}" in text


def test_long_names_are_squeezed_or_broken(tmp_path):
    head = replace(SHEET_HEAD, site="临湖街道梧桐里社区代表联络站" * 3)
    assert head.site in bare(print_opinion_sheet(OPINION, head).data, tmp_path)
    assert head.site in bare(print_receipt(RECEIPT, head).data, tmp_path)
    title = "临湖街道人大代表联络站接待群众公告" * 2
    assert title in bare(print_notice(replace(NOTICE, title=title), SHEET_HEAD).data, tmp_path)
