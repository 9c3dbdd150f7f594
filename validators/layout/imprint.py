"""Rules of the 版记: 抄送, 印发 and the lines around them (gongwen.md D)."""

import re
from typing import Any

from validators.layout.faces import FANG, is_of
from validators.layout.main_text import DAY, is_day
from validators.layout.page import TYPE_WIDTH, Breaches, is_near, points
from validators.layout.paper import Paper
from validators.layout.reading import Paragraph, W, attribute, whole
from validators.layout.roles import Role

_FOUR = "28"
_CHARACTER = 280
_NEAR_INDENT = 20
_THICK, _THIN = range(7, 10), range(4, 8)
"""Eighths of a point: 0.35 mm is 8, 0.25 mm is 6."""


def _edges(paper: Paper) -> list[int]:
    """How thick the lines above and below each part of the 版记 are, from the top, 0 where there is none."""
    found: list[int] = []
    for one in paper.imprint():
        cell = next(one.element.iterancestors(f"{W}tc"), None)
        for side in ("top", "bottom"):
            own = attribute(cell, f"tcPr/tcBorders/{side}", "sz")
            found.append(whole(own or _of_table(one, side) or one.properties.get(f"pBdr/{side}/sz")))
    return found


def _of_table(one: Paragraph, side: str) -> str | None:
    if one.table is None:
        return None
    rows = list(one.table.iterchildren(f"{W}tr"))
    row = next(one.element.iterancestors(f"{W}tr"))
    is_outer = row is (rows[0] if side == "top" else rows[-1])
    return attribute(one.table, f"tblPr/tblBorders/{side if is_outer else 'insideH'}", "sz")


def lines(paper: Paper) -> Breaches:
    """D2: lines there, and as wide as the type area."""
    parts = paper.imprint()
    if not parts:
        return
    edges = _edges(paper)
    if not edges[0] or not edges[-1]:
        yield parts[0].place, "版记的首末没有分隔线"
    for table in {one.table for one in parts if one.table is not None}:
        if not is_near(_width(table), TYPE_WIDTH):
            yield parts[0].place, "版记的表格不与版心等宽"
        margins = [attribute(table, f"tblPr/tblCellMar/{side}", "w") for side in ("left", "right")]
        if any(one != "0" for one in margins) and attribute(table, "tblPr/tblInd", "w") in (None, "0"):
            if attribute(table, "tblPr/jc") != "center":
                yield parts[0].place, "版记的表格向左伸出了版心"


def _width(table: Any) -> int:
    grid = table.find(f"{W}tblGrid")
    return 0 if grid is None else sum(whole(one.get(f"{W}w")) for one in grid)


def weights(paper: Paper) -> Breaches:
    """D2, what the standard recommends: outer lines thick, inner ones thin."""
    parts, edges = paper.imprint(), _edges(paper)
    if not parts or not edges[0] or not edges[-1]:
        return
    if edges[0] not in _THICK or edges[-1] not in _THICK:
        yield parts[0].place, f"首末两条线是{edges[0] / 8:g}磅和{edges[-1] / 8:g}磅"
    inner = [one for one in edges[1:-1] if one]
    if not paper.is_template and any(one not in _THIN for one in inner):
        yield parts[0].place, f"中间的线是{max(inner) / 8:g}磅"


def _faces(one: Paragraph) -> str | None:
    """What is wrong with the look of a line of the 版记."""
    for run in one.runs:
        if not is_of(run.properties.get("rFonts/eastAsia"), FANG):
            return f"字体是{run.properties.get('rFonts/eastAsia') or '默认字体'}"
        if run.properties.get("sz") != _FOUR:
            return f"字号是{points(run.properties.get('sz'))}"
    return None


def _sides(one: Paragraph) -> tuple[bool, bool]:
    """Whether one 字 is left blank at the left and at the right."""
    start = one.length("ind/left") - one.length("ind/hanging") + one.length("ind/firstLine")
    in_characters = (one.length("ind/leftChars") - one.length("ind/hangingChars"), one.length("ind/rightChars"))
    return (
        is_near(start, _CHARACTER, _NEAR_INDENT) or in_characters[0] == 100,
        is_near(one.length("ind/right"), _CHARACTER, _NEAR_INDENT) or in_characters[1] == 100,
    )


def copies(paper: Paper) -> Breaches:
    """D3."""
    for one in paper.of(Role.COPIES):
        if not re.fullmatch(r"抄送：.*。", one.words.strip(), re.DOTALL):
            yield one.place, "“抄送”后不是全角冒号，或末尾没有句号"
        if wrong := _faces(one):
            yield one.place, wrong
        if not all(_sides(one)):
            yield one.place, "左右没有各空一字"


def printed(paper: Paper) -> Breaches:
    """D5; a gap of full-width blanks is for a person to fill in."""
    for one in paper.of(Role.PRINTED):
        day = re.search(r"(\S*?\d{2,4}\s*[年.\-/].*)印发$", one.text.strip())
        if day and "　" not in day[1] and not one.is_open:
            own = DAY.search(day[1])
            if own is None or not is_day(own.group()) or not day[1].endswith(own.group()):
                yield one.place, "印发日期的写法不对"
        if wrong := _faces(one):
            yield one.place, wrong
        if not _sides(one)[0]:
            yield one.place, "左边没有空一字"
