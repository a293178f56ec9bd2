"""Opinions with texts of real length: public messages of citizens where they lie beside the project, else made up."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from station_app.db.search import SearchDoc
from station_app.domain.serials import Serial

MESSAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "citizen-messages.xlsx"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英建华国庆"
_LETTERS = "abcdefghjklmnpqrstwxyz"
_ESTATES = "梧桐苑 东门小区 桂花里 滨江花园 A市A5区 解放路".split()
_FIRST_YEAR = 2017
_YEARS = 10


def opinions(number: int) -> Iterator[SearchDoc]:
    """So many opinions of one station over ten years, in the order of their serials; always the same."""
    chance = random.Random(20260618)
    for index in range(number):
        title, content = messages()[index % len(messages())]
        cut = chance.randrange(len(content))
        year, place = divmod(index, -(-number // _YEARS))
        serial = Serial("17", _FIRST_YEAR + year, place + 1)
        yield SearchDoc(
            id=serial.sort_key(),
            serial=str(serial),
            title=title,
            content=content[cut:] + content[:cut],
            place=f"{chance.choice(_ESTATES)}{chance.randrange(1, 30)}栋",
            names=" ".join(_name(chance) for _ in range(3)),
            initials=" ".join("".join(chance.choices(_LETTERS, k=3)) for _ in range(3)),
        )


@cache
def messages() -> list[tuple[str, str]]:
    """Titles and contents."""
    return _real() if MESSAGES.exists() else _made_up()


def source() -> str:
    """Where the texts come from, for the table."""
    return "real texts" if MESSAGES.exists() else "made-up texts"


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2))


def _real() -> list[tuple[str, str]]:
    import openpyxl

    book = openpyxl.load_workbook(MESSAGES, read_only=True)
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    return [(str(row[2]).strip(), "\n".join(str(row[4]).split())) for row in rows if row[4]]


def _made_up() -> list[tuple[str, str]]:
    """Texts whose characters are as unevenly frequent as those of real ones (Zipf), 20 to 1,500 characters long."""
    chance = random.Random(7)
    signs = ["的", "，", "。", "小", "区", *map(chr, range(0x4E00, 0x4E00 + 2500))]
    weights = [1 / (rank + 3) for rank in range(len(signs))]
    lengths = [min(1500, max(20, int(chance.lognormvariate(5.4, 0.8)))) for _ in range(1000)]
    return [
        ("".join(chance.choices(signs, weights, k=18)), "".join(chance.choices(signs, weights, k=n))) for n in lengths
    ]
