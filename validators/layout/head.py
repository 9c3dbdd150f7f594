"""Rules of the 版头: everything above the red rule on page 1 (gongwen.md B)."""

import re

from validators.layout.faces import BIAO, FANG, HEI, KAI, is_of
from validators.layout.page import Breaches, is_near
from validators.layout.paper import Paper
from validators.layout.reading import Paragraph, W, whole
from validators.layout.roles import Role, is_red

_THREE = "32"
_EMU_WIDTH, _NEAR_EMU = 5616000, 72000
_RULE_SPACE = range(9, 14)
"""Points between 发文字号 and the red rule: 4 mm are 11.3."""

_SECRECY = re.compile(r"(绝密|机密|秘密)(★(\d+(年|个月|天)|长期))?$")
_NUMBER = re.compile(r"[\u4e00-\u9fff□]{1,15}〔((19|20)\d{2}|□)〕([1-9]\d*|□|　+)号$")
_NUMBER_FAULTS = (
    (r"[\[【（(［﹝]\s*\d|\d\s*[\]】）)］﹞]", "年份没有用六角括号〔〕"),
    (r"第", "序号前多了“第”"),
    (r"〕\s*0", "序号编了虚位"),
    (r"〔\d{2}〕", "年份没有写全"),
)


def _is_three(one: Paragraph, *families: str) -> bool:
    return all(
        is_of(run.properties.get("rFonts/eastAsia"), *families) and run.properties.get("sz") == _THREE
        for run in one.runs
    )


def _is_flush_left(one: Paragraph) -> bool:
    is_indented = any(one.length(f"ind/{name}") for name in ("left", "firstLine", "firstLineChars", "leftChars"))
    return one.properties.get("jc", "both") in ("left", "both", "start") and not is_indented


def copy_number(paper: Paper) -> Breaches:
    """B1."""
    for one in paper.of(Role.COPY_NUMBER):
        if not (re.fullmatch(r"\d{6}", one.text.strip()) and _is_flush_left(one) and one.size == int(_THREE)):
            yield one.place, "份号的位数、字号或位置不对"


def secrecy(paper: Paper) -> Breaches:
    """B2."""
    for one in paper.of(Role.SECRECY):
        if not (_SECRECY.match(one.text.strip()) and _is_flush_left(one) and _is_three(one, HEI)):
            yield one.place, "密级的写法、字体或位置不对"


def urgency(paper: Paper) -> Breaches:
    """B3."""
    for one in paper.of(Role.URGENCY):
        if not (one.text.strip() in ("特急", "加急") and _is_flush_left(one) and _is_three(one, HEI)):
            yield one.place, "紧急程度的写法、字体或位置不对"


def order_above(paper: Paper) -> Breaches:
    """B4."""
    wanted = (Role.COPY_NUMBER, Role.SECRECY, Role.URGENCY)
    stand = [paper.roles[one] for one in paper.of(*wanted)]
    if stand != [one for one in wanted if one in stand]:
        yield "版头", f"次序是{'、'.join(stand)}"


def organ(paper: Paper) -> Breaches:
    """B5."""
    for one in paper.of(Role.HEAD):
        faces = {run.properties.get("rFonts/eastAsia") for run in one.runs}
        if one.properties.get("jc") != "center":
            yield one.place, "没有居中"
        if not all(is_red(run.properties.get("color")) for run in one.runs):
            yield one.place, "不是红色"
        if not all(is_of(face, BIAO) for face in faces):
            yield one.place, f"字体是{'、'.join(sorted(face or '默认字体' for face in faces))}"
        if "\n" in one.text.strip():
            yield one.place, "分成了几行"


def number_line(paper: Paper) -> Breaches:
    """B8, B10: centred; a paper to a superior has it at the left, with 签发人 at the right."""
    for one in paper.of(Role.NUMBER):
        if one.properties.get("jc") != "center" and "签发人" not in one.text:
            yield one.place, "没有居中"
        if not _is_three(one, FANG, KAI):
            yield one.place, "不是3号仿宋"
        if paper.of(Role.HEAD) and paper.blanks_above(one) != 2:
            yield one.place, f"上面空了{paper.blanks_above(one)}行"


def number_form(paper: Paper) -> Breaches:
    """B8, B9: what is wrong with the number is named."""
    for one in paper.of(Role.NUMBER):
        text = re.split(r"\s*签发人", one.words.strip())[0]
        if text == "□" or _NUMBER.fullmatch(text):
            continue
        faults = [words for pattern, words in _NUMBER_FAULTS if re.search(pattern, text)]
        yield one.place, "，".join(faults) or "不是“机关代字〔年份〕序号”的样子"


def signer(paper: Paper) -> Breaches:
    """B11."""
    for one in paper.printed:
        if paper.roles[one] not in (Role.OTHER, Role.NUMBER) or "签发人" not in one.text:
            continue
        if not re.search("签发人：", one.text):
            yield one.place, "“签发人”后没有全角冒号"
        label = next(run for run in one.runs if "人" in run.text)
        if not is_of(label.properties.get("rFonts/eastAsia"), FANG):
            yield one.place, "“签发人”三字不是仿宋"
        if not is_of(one.runs[-1].properties.get("rFonts/eastAsia"), KAI):
            yield one.place, "姓名不是楷体"


def red_rule(paper: Paper) -> Breaches:
    """B13: a border under 发文字号, or a drawn line as wide as the type area."""
    for one in paper.of(Role.NUMBER):
        below = paper.printed[paper.position(one) + 1 : paper.position(one) + 4]
        near = [one, *(other for other in below if paper.roles[other] in (Role.BLANK, Role.OTHER))]
        if any(_is_drawn(other) for other in near):
            continue
        sides = ("bottom", "top")
        edges = [other for other in near if any(f"pBdr/{side}/color" in other.properties for side in sides)]
        if not edges:
            yield one.place, "下面没有分隔线"
            continue
        look = edges[0].properties
        side = "bottom" if "pBdr/bottom/color" in look else "top"
        if not is_red(look.get(f"pBdr/{side}/color")):
            yield one.place, "下面的分隔线不是红色"
        if edges[0] is one and edges[0].length(f"pBdr/{side}/space") not in _RULE_SPACE:
            yield one.place, f"与分隔线相距{edges[0].length(f'pBdr/{side}/space')}磅"
        if edges[0].length("ind/left") or edges[0].length("ind/right"):
            yield one.place, "分隔线不与版心等宽"


def _is_drawn(one: Paragraph) -> bool:
    """Whether a line as wide as the type area is drawn in the paragraph."""
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    widths = [whole(extent.get("cx")) for extent in one.element.iter(drawing)]
    is_line = one.element.find(f".//{W}pict") is not None
    return is_line or any(is_near(width, _EMU_WIDTH, _NEAR_EMU) for width in widths)
