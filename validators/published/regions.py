"""Whose paper it is, by its titles: regions (平顶山市, 鲁山县), the year, and what kind of list the projects are."""

import re
from collections import Counter
from collections.abc import Iterable

from validators.published.wording import bare

ONE_LEVEL = r"(?:自治[州县旗区]|地区|林区|特区|新区|开发区|示范区|高新区|市|县|区|旗|盟|省)"
BELOW = r"(?:自治[州县旗区]|地区|林区|特区|新区|开发区|示范区|集聚区|高新区|市|县|区|旗|盟|省|镇|乡|街道|办事处|管委会)"
DEFAULT_CATEGORY = "重点民生实事"
PROVINCIAL_CATEGORY = "省重点民生实事"

_NAME = re.compile(rf"(?:[\u4e00-\u9fff]{{1,5}}?|[\u4e00-\u9fff]{{2,10}}?(?=自治)){ONE_LEVEL}")
_BEFORE_NAME = re.compile(r"^|年度?|中共|关于|印发|转发|下达|明确|承担的|分解|实事|的|[《【（(“\s\d：:、，]")
_NO_STEM = frozenset("全我本各该城社小园片新市县地辖校景街乡镇省区")
_NO_PART_OF_NAME = re.compile(
    "重点|民生|实事|任务|责任|工作|部门|单位|农村|办公|委|政府|年|项|直|通知|完成|情况|平均"
    "|中共|关于|明确|印发|转发|下达|我"
)
_YEAR = re.compile(r"(20\d\d)年")
_YEAR_IN_WORDS = re.compile(r"二[〇○零Ｏ0][一二三四五六七八九〇○零]{2}年")
_DIGITS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_PROVINCIAL = re.compile(r"省(?:级|定)?(?:\d+件)?(?:重点)?民生实事")
_LEVELS = "省市县区旗"


def regions_in(title: str) -> tuple[str, ...]:
    """The regions that a title names, in its order; of 安阳市文峰区 the last, that is the paper's."""
    text = bare(title)
    found: list[str] = []
    for before in _BEFORE_NAME.finditer(text):
        name, end = _name_at(text, before.end())
        while end and (further := _name_at(text, end))[0]:
            name, end = further
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _name_at(text: str, start: int) -> tuple[str, int]:
    match = _NAME.match(text, start)
    if match is None:
        return "", 0
    stem = re.sub(f"{ONE_LEVEL}$", "", match[0])
    return ("", 0) if stem in _NO_STEM or _NO_PART_OF_NAME.search(match[0]) else (match[0], match.end())


def year_in(title: str) -> int | None:
    """The year that a title says: 2023年, 二〇二三年."""
    text = bare(title)
    if match := _YEAR.search(text):
        return int(match[1])
    match = _YEAR_IN_WORDS.search(text)
    return int("".join(_DIGITS.get(sign, "2") for sign in match[0][:4])) if match else None


def category_in(title: str) -> str:
    """What list the projects of a paper without sections are by its title: the province's, or just 重点民生实事."""
    return PROVINCIAL_CATEGORY if _PROVINCIAL.search(bare(title)) else DEFAULT_CATEGORY


def level_of(departments: Iterable[str]) -> str:
    """The sign with which most of the departments begin (县 of 县财政局); empty where none does."""
    signs = Counter(name[0] for name in departments if name[:1] and name[0] in _LEVELS)
    return signs.most_common(1)[0][0] if signs else ""


def region_of(titles: Iterable[str], departments: Iterable[str]) -> str:
    """The region of a paper: the first one in its titles that may have such departments; empty where none may.

    A province's title over 区… and 市… departments is that of a paper handed down: whose targets they are it does not
    say.
    """
    level = level_of(departments)
    candidates = [name for title in titles for name in regions_in(title)]
    return next((name for name in candidates if not level or name.endswith(level)), "")
