"""Rules of the 主体: title, 主送机关, levels of the text, 附件说明, date (gongwen.md C)."""

import re
from collections.abc import Iterator
from datetime import date

from validators.layout.faces import BIAO, HEI, KAI, is_of
from validators.layout.page import Breaches, is_near, points
from validators.layout.paper import LEVELS, Paper
from validators.layout.reading import Paragraph, is_on
from validators.layout.roles import HAN_NUMBER, KINDS_OF_PAPER, Role

_TWO, _THREE = "44", "32"
_CHARACTER = 320
_NEAR_INDENT = 20
DAY = re.compile(r"((?:19|20)\d{2})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")
_LEVELS = (
    re.compile(rf"([{HAN_NUMBER}]+)、"),
    re.compile(rf"（([{HAN_NUMBER}]+)）"),
    re.compile(r"(\d+)(?:．|\.(?!\d))"),
    re.compile(r"（(\d+)）"),
)
_ODD_NUMBERS = (
    (re.compile(rf"[（(][{HAN_NUMBER}\d]+[）)]、"), "括号后多了顿号"),
    (re.compile(r"\d+、"), "“1”后用了顿号"),
    (re.compile(rf"\([{HAN_NUMBER}\d]+\)|（[{HAN_NUMBER}\d]+\)|\([{HAN_NUMBER}\d]+）"), "用了半角括号"),
    (re.compile(rf"[{HAN_NUMBER}]+[.．]"), "“一”后没有用顿号"),
)
_TITLE_SIGNS = re.compile(r"[，。；：！？,;:!?]")


def title_look(paper: Paper) -> Breaches:
    """C1; the two blank lines where there is a red rule."""
    for one in paper.of(Role.TITLE):
        for run in one.runs:
            if not is_of(run.properties.get("rFonts/eastAsia"), BIAO):
                yield one.place, f"字体是{run.properties.get('rFonts/eastAsia') or '默认字体'}"
            elif run.properties.get("sz") != _TWO:
                yield one.place, f"字号是{points(run.properties.get('sz'))}"
            elif is_on(run.properties.get("b")):
                yield one.place, "加粗了"
        if one.properties.get("jc") != "center" or one.length("ind/firstLine") or one.length("ind/firstLineChars"):
            yield one.place, "没有居中，或有首行缩进"
    for one in paper.of(Role.TITLE)[:1] if paper.of(Role.NUMBER) else ():
        if paper.blanks_above(one) != 2:
            yield one.place, f"上面空了{paper.blanks_above(one)}行"


def title_words(paper: Paper) -> Breaches:
    """C3: the end of the title, and its punctuation."""
    lines = paper.of(Role.TITLE)
    for one in lines[:1]:
        words = re.sub(r"\s", "", "".join(line.words for line in lines))
        if not re.search(rf"({KINDS_OF_PAPER}|□)(（.*）)?$", words):
            yield one.place, "没有以文种结尾"
        if signs := _TITLE_SIGNS.findall(words):
            yield one.place, f"用了“{'”“'.join(signs)}”"


def addressees(paper: Paper) -> Breaches:
    """C4."""
    for one in paper.of(Role.ADDRESSEES):
        if not one.text.rstrip().endswith("："):
            yield one.place, "末尾不是全角冒号"
        if any(one.length(f"ind/{name}") for name in ("left", "firstLine", "firstLineChars", "leftChars")):
            yield one.place, "没有顶格"
        if paper.of(Role.TITLE) and paper.blanks_above(one) != 1:
            yield one.place, f"上面空了{paper.blanks_above(one)}行"


def indent(paper: Paper) -> Breaches:
    """C7."""
    for one in paper.of(*LEVELS):
        is_two = one.length("ind/firstLineChars") == 200 or (
            "ind/firstLineChars" not in one.properties
            and is_near(one.length("ind/firstLine"), 2 * _CHARACTER, _NEAR_INDENT)
        )
        if one.text.startswith(("　", " ")):
            yield one.place, "段首打了空格"
        elif not is_two:
            yield one.place, "首行没有缩进2字符"
        if one.length("ind/left") or one.length("ind/leftChars") or one.length("ind/hanging"):
            yield one.place, "有左缩进或悬挂缩进"


def numbering(paper: Paper) -> Breaches:
    """C8: of a finished paper. A level begins anew under a higher one; 1. begins anew under a lead as well."""
    counts = [0, 0, 0, 0]
    for one in () if paper.is_template else paper.of(*LEVELS):
        told = _level(one)
        if told is None:
            counts[2:] = [0, 0]
            continue
        level, number = told
        counts[level] += 1
        counts[level + 1 :] = [0] * (3 - level)
        if number != counts[level]:
            yield one.place, f"序号应是第{counts[level]}"
            counts[level] = number


def _level(one: Paragraph) -> tuple[int, int] | None:
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(one.text):
            return level, _counted(match[1])
    return None


def _counted(word: str) -> int:
    """The value of 十二 or 12."""
    if word.isdigit():
        return int(word)
    tens, is_ten, ones = word.rpartition("十")
    digits = HAN_NUMBER[:9]
    if not is_ten:
        return digits.find(word) + 1
    return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(ones) + 1 if ones else 0)


def heading_faces(paper: Paper) -> Breaches:
    """C9."""
    for role, family in ((Role.LEVEL_1, HEI), (Role.LEVEL_2, KAI)):
        for one in paper.of(role):
            face = one.runs[0].properties.get("rFonts/eastAsia") if one.runs else family
            if not is_of(face, family):
                yield one.place, f"字体是{face or '默认字体'}，应是{family}"
            elif one.size != int(_THREE):
                yield one.place, f"字号是{points(str(one.size))}"


def odd_numbers(paper: Paper) -> Breaches:
    """C10."""
    for one in paper.of(*LEVELS):
        wrong = next((words for pattern, words in _ODD_NUMBERS if pattern.match(one.words)), None)
        if wrong:
            yield one.place, wrong


def annex_note(paper: Paper) -> Breaches:
    """C11."""
    for number, one in enumerate(paper.of(Role.ANNEX_NOTE)):
        text = one.words.strip()
        if number == 0 and not re.match(r"附件：\S", text):
            yield one.place, "“附件”后不是全角冒号"
        if re.search(r"[，。；、,.;]$", text):
            yield one.place, "名称后有标点"
        if number == 0 and paper.blanks_above(one) != 1:
            yield one.place, f"上面空了{paper.blanks_above(one)}行"
        start = one.length("ind/left") + one.length("ind/firstLine") - one.length("ind/hanging")
        in_characters = one.length("ind/firstLineChars") == 200
        if number == 0 and not in_characters and not is_near(start, 2 * _CHARACTER, 2 * _NEAR_INDENT):
            yield one.place, "没有左空二字"


def date_place(paper: Paper) -> Breaches:
    """C12, C14: 4 字 from the right with a seal, 2 字 without."""
    for one in paper.of(Role.DATE):
        right = one.length("ind/rightChars") or one.length("ind/right") * 100 // (_CHARACTER - 5)
        if one.properties.get("jc") not in ("right", "end") or not any(is_near(right, n, 15) for n in (200, 400)):
            yield one.place, "没有右空四字"


def date_form(paper: Paper) -> Breaches:
    """C16; a gap of full-width blanks is for a person to fill in."""
    for one in paper.of(Role.DATE):
        if not one.is_open and not re.search(r"　+[月日]", one.text) and not is_day(one.text.strip()):
            yield one.place, "日期的写法不对"


def is_day(text: str) -> bool:
    """Whether a text is a real date, written as C16 asks."""
    match = DAY.fullmatch(text)
    try:
        return match is not None and date(*map(int, match.groups())) is not None
    except ValueError:
        return False


def no_text_here(paper: Paper) -> Breaches:
    """C17."""
    for one in paper.printed:
        if "此页无正文" in one.text:
            yield one.place, "写了“此页无正文”"


def remark(paper: Paper) -> Breaches:
    """C18."""
    for one in paper.of(Role.REMARK):
        if not re.fullmatch("（.*）", one.text.strip()):
            yield one.place, "没有用全角圆括号"
        if one.length("ind/firstLineChars") != 200 and not is_near(one.length("ind/firstLine"), 640, _NEAR_INDENT):
            yield one.place, "没有左空二字"


def missing_parts(paper: Paper, wanted: tuple[Role, ...]) -> Iterator[tuple[str, str]]:
    """B0: what a paper with a red head cannot do without."""
    for role in wanted:
        if not paper.of(role):
            yield "全文", f"没有找到“{role}”"
