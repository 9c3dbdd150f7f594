"""Rules of the page number (gongwen.md E)."""

import re

from validators.layout.faces import SONG, is_of
from validators.layout.page import Breaches, is_near
from validators.layout.paper import Paper
from validators.layout.reading import Paragraph, Section, W, attribute, is_on, text_within

_FOUR = "28"
_FOOTER, _NEAR_FOOTER = 1434, 85
"""From the paper's edge to the footer: 25.3 mm, and 1.5 mm to either side."""


def _is_number(one: Paragraph) -> bool:
    fields = "".join(part.text or "" for part in one.element.iter(f"{W}instrText"))
    simple = "".join(part.get(f"{W}instr", "") for part in one.element.iter(f"{W}fldSimple"))
    return re.search(r"\bPAGE\b", fields + simple) is not None


def _lines(section: Section) -> dict[str, Paragraph]:
    """The lines with the page number by the kind of footer."""
    found = {kind: next(filter(_is_number, lines), None) for kind, lines in section.footers.items() if kind != "first"}
    return {kind: line for kind, line in found.items() if line is not None}


def form(paper: Paper) -> Breaches:
    """E1."""
    for section in paper.sections:
        lines = _lines(section)
        if not lines:
            yield section.place, "页脚里没有页码"
        for one in lines.values():
            text = re.sub(r"\s+", " ", text_within(one.element)).strip()
            if not re.fullmatch("— ?(\\d+ )?—", text):
                yield section.place, f"页码写成了“{text}”"
            looks = {(run.properties.get("rFonts/eastAsia"), run.properties.get("sz")) for run in one.runs}
            if any(not is_of(face, SONG) or size != _FOUR for face, size in looks):
                yield section.place, "页码不是4号宋体"


def height(paper: Paper) -> Breaches:
    """E2."""
    for section in paper.upright:
        if _lines(section) and not is_near(section.length("footer"), _FOOTER, _NEAR_FOOTER):
            yield section.place, f"页脚距边界{section.length('footer') / 567:.1f}厘米"


def sides(paper: Paper) -> Breaches:
    """E3; a frame that Word itself moves to the outer side does as well."""
    for section in paper.sections:
        lines = _lines(section)
        if not lines or any(one.properties.get("framePr/xAlign") == "outside" for one in lines.values()):
            continue
        if not is_on(attribute_of_switch(paper)) or not lines.keys() >= {"default", "even"}:
            yield section.place, "没有分单双页"
            continue
        for kind, side, words in (
            ("default", "right", "单页码没有居右空一字"),
            ("even", "left", "双页码没有居左空一字"),
        ):
            one = lines[kind]
            has_gap = one.length(f"ind/{side}Chars") == 100 or is_near(one.length(f"ind/{side}"), 280, 40)
            if one.properties.get("jc", "left") not in (side, {"right": "end", "left": "start"}[side]) or not has_gap:
                yield section.place, words


def attribute_of_switch(paper: Paper) -> str | None:
    """What w:evenAndOddHeaders says; None where it is not there."""
    switch = None if paper.settings is None else paper.settings.find(f"{W}evenAndOddHeaders")
    return None if switch is None else switch.get(f"{W}val", "1")


def runs_on(paper: Paper) -> Breaches:
    """E5."""
    for section in paper.sections[1:]:
        if attribute(section.element, "pgNumType", "start") is not None:
            yield section.place, "页码重新从头编"
