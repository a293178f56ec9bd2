"""The list of an import on paper: its words, its pages, its sums."""

from station_app.reports.exchange_list import ExchangeHead, exchange_unprintable, print_exchange
from tests.reports.paper import check_pdf, text_of
from tests.reports.sample import PRINTED_AT

HEAD = ExchangeHead(
    title="导入清单",
    site="梧桐里社区联络站",
    subject="临湖街道人大街道工委　第 9 号包",
    sums="1 ＋ 0 ＝ 1 项，与清单一致",
    counts="新增 1　更新 0",
    printed_at=PRINTED_AT,
)
ROW = ("更新", "2026-00113", "办理中 → 待反馈，导入后请告诉反映人")


def test_the_list_says_what_came_and_that_it_adds_up(tmp_path):
    printed = print_exchange([ROW], HEAD)
    assert printed.pages == 1
    assert printed.data == print_exchange([ROW], HEAD).data
    check_pdf(printed.data, tmp_path)
    text = text_of(printed.data, tmp_path)
    for said in ("导入清单", "临湖街道人大街道工委 第 9 号包", HEAD.sums, "2026-00113", "导入后请告诉反映人", "经手人"):
        assert said in text


def test_an_empty_list_is_a_page_and_a_long_one_more(tmp_path):
    heard: list[tuple[int, int]] = []
    assert print_exchange([], HEAD).pages == 1
    rows = [("新增", f"2026-{number:05}", "楼道灯不亮" * (number % 9 + 1)) for number in range(120)]
    printed = print_exchange(rows, HEAD, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (printed.pages, printed.pages)
    assert printed.pages > 1
    text = text_of(printed.data, tmp_path)
    assert all(row[1] in text for row in rows)


def test_a_row_taller_than_a_page_goes_on(tmp_path):
    printed = print_exchange([("拒绝", "一个包", "没有写完的话" * 600)], HEAD)
    assert printed.pages == 4


def test_a_character_without_a_shape_is_named():
    assert exchange_unprintable([("新增", "1", "笑 \U0001f600")]) == ("\U0001f600",)
