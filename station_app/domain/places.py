"""What an address says about where somebody lives."""

import re

_ESTATE = re.compile(r"[^\d\s,，、;；#]+")
_UNIT_WORDS = re.compile(r"(第|[一二三四五六七八九十东西南北]+)?(栋|幢|号楼|单元|室|座)$")


def estate_of(address: str) -> str:
    """The estate (小区) in front of an address: ``梧桐苑 6 栋 1 单元`` gives ``梧桐苑``; empty when there is none."""
    match = _ESTATE.match(address.strip())
    return _UNIT_WORDS.sub("", match[0]).strip() if match else ""
