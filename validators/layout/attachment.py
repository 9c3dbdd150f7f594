"""Rules of the 附件, its tables and its turned pages (gongwen.md F, G)."""

import re
from typing import Any

from validators.layout.faces import HEI, is_of
from validators.layout.page import TYPE_HEIGHT, TYPE_WIDTH, Breaches, is_near, told_millimetres
from validators.layout.paper import Paper
from validators.layout.reading import Paragraph, W, attribute, is_on, rows_of, text_within, whole
from validators.layout.roles import Role

_THREE = "32"
_TURNED = {"top": 1588, "bottom": 1474, "left": 1984, "right": 2098}
_NAMES = {"top": "上", "bottom": "下", "left": "左", "right": "右"}


def own_page(paper: Paper) -> Breaches:
    """F1."""
    last = paper.imprint()[-1:]
    for one in paper.of(Role.ANNEX_NUMBER):
        if paper.position(one) and not _begins_page(paper, one):
            yield one.place, "没有另起一页"
        if last and paper.position(last[0]) < paper.position(one):
            yield one.place, "排在版记之后"


def _begins_page(paper: Paper, one: Paragraph) -> bool:
    before = paper.printed[paper.position(one) - 1]
    if before.section != one.section:
        return attribute(paper.section(one).element, "type") in (None, "nextPage", "oddPage", "evenPage")
    return is_on(one.properties.get("pageBreakBefore")) or before.is_split_at("page") or one.is_split_at("page")


def annex_number(paper: Paper) -> Breaches:
    """F2."""
    for one in paper.of(Role.ANNEX_NUMBER):
        if not re.fullmatch(r"附件(\d*|□)", one.words.strip()):
            yield one.place, "多了标点或空格"
        if not all(is_of(run.properties.get("rFonts/eastAsia"), HEI) for run in one.runs) or one.size != int(_THREE):
            yield one.place, "不是3号黑体"
        if one.length("ind/firstLine") or one.length("ind/firstLineChars") or one.length("ind/left"):
            yield one.place, "没有顶格"


def annex_title(paper: Paper) -> Breaches:
    """F3: below its number; a paper whose own title has this style has none."""
    numbers = paper.of(Role.ANNEX_NUMBER)
    titles = [one for one in paper.of(Role.ANNEX_TITLE) if numbers and paper.position(one) > paper.position(numbers[0])]
    notes = "".join(_bare(one.text) for one in paper.of(Role.ANNEX_NOTE))
    for one in titles:
        above = paper.above(one, lambda other: not other.is_blank)
        if above is not None and paper.roles[above] is Role.ANNEX_NUMBER and paper.blanks_above(one) != 1:
            yield one.place, f"与“附件”之间空了{paper.blanks_above(one)}行"
        if one.properties.get("jc") != "center":
            yield one.place, "没有居中"
        if notes and not _is_named(_bare(one.text), notes):
            yield one.place, "与附件说明里的名称不一致"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_named(title: str, notes: str) -> bool:
    """Whether the 附件说明 tells this name and nothing after it."""
    return re.search(rf"(?:附件：|\d[.．]){re.escape(title)}(?=\d+[.．]|附件：|$)", notes) is not None


def _place(table: Any) -> str:
    head = text_within(rows_of(table)[0])[:12]
    return f"表头为“{head}……”的表"


def repeated_head(paper: Paper) -> Breaches:
    """F5."""
    for table in paper.grids():
        if not is_on(_of_row(rows_of(table)[0], "tblHeader")):
            yield _place(table), "表头没有设为重复"


def _of_row(row: Any, name: str) -> str | None:
    found = row.find(f"{W}trPr/{W}{name}")
    return None if found is None else found.get(f"{W}val", "1")


def whole_rows(paper: Paper) -> Breaches:
    """F6."""
    for table in paper.grids():
        split = [row for row in rows_of(table) if not is_on(_of_row(row, "cantSplit"))]
        if split:
            yield _place(table), f"有{len(split)}行允许跨页断开"


def table_width(paper: Paper) -> Breaches:
    """F7."""
    for table in paper.grids():
        width = sum(whole(one.get(f"{W}w")) for one in table.find(f"{W}tblGrid"))
        most = TYPE_HEIGHT if paper.section_of_table(table).is_turned else TYPE_WIDTH
        if width > most + _TOLERANCE:
            yield _place(table), f"宽{told_millimetres(width)}"


_TOLERANCE = 20


def off_the_grid(paper: Paper) -> Breaches:
    """F8: where the section has a line grid."""
    for one in paper.of(Role.CELL):
        grid = attribute(paper.section(one).element, "docGrid", "type")
        if grid in ("lines", "linesAndChars", "snapToChars") and is_on(one.properties.get("snapToGrid", "1")):
            yield one.place, "对齐到网格"


def turned_margins(paper: Paper) -> Breaches:
    """G3."""
    for one in paper.turned:
        wrong = [side for side, wanted in _TURNED.items() if not is_near(one.length(side), wanted)]
        if wrong:
            told = "、".join(f"{_NAMES[side]}{told_millimetres(one.length(side))}" for side in wrong)
            yield one.place, f"边距是{told}"


def back_to_upright(paper: Paper) -> Breaches:
    """G4."""
    for one in paper.of(Role.NUMBER, Role.TITLE, Role.COPIES, Role.PRINTED):
        if paper.section(one).is_turned and paper.upright:
            yield one.place, "排在横排的一节里"
    imprint = paper.imprint()
    if imprint and not paper.upright:
        yield imprint[0].place, "全文都是横排"
