"""What an address says about where somebody lives."""

import re

from station_app.domain.text import half_width

# No estate has a longer name; a bound keeps the pattern below from taking minutes over a text that is none.
_UP_TO_NUMBERS = re.compile(r"[^\d\s,、;#-]{1,60}")
_BUILDING = re.compile(r"(?:(?:第?[一二三四五六七八九十百]+|[东西南北甲乙丙丁A-Za-z])?(?:栋|幢|号楼|单元|室|座))+$")
_KIND = re.compile(r"(?:小区|第)$")


def estate_of(address: str) -> str:
    """The estate (小区) in front of an address: ``梧桐苑小区 6 栋 1 单元`` gives ``梧桐苑``; empty without one."""
    match = _UP_TO_NUMBERS.match(half_width(address).strip())
    return _KIND.sub("", _BUILDING.sub("", match[0])) if match else ""
