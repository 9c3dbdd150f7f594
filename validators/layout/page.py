"""Rules of paper, type area, grid and colour (gongwen.md A, J)."""

from collections.abc import Iterable, Iterator

from validators.layout.faces import FANG, HEI, KAI, is_of, missing_characters
from validators.layout.paper import TEXT, Paper
from validators.layout.reading import CONTROL, PRINTED, Paragraph, W, attribute, is_on, whole
from validators.layout.roles import Role

Breaches = Iterable[tuple[str, str]]
"""Each breach of one rule: where, and what is wrong."""

MILLIMETRE = 57
"""In twips, as is every length here."""

_A4 = [11906, 16838]
_NEAR_SIZE = 12
TYPE_WIDTH, TYPE_HEIGHT = 8845, 12756
_TOP, _LEFT = 2098, 1587
_LONGEST_LINE = 579
_SHORTEST_GRID = 560
_THREE = "32"
_GRID_FONT = 28


def is_near(length: int, wanted: int, tolerance: int = MILLIMETRE) -> bool:
    """Whether two lengths are alike within `tolerance`."""
    return abs(length - wanted) <= tolerance


def told_millimetres(length: int) -> str:
    """A length in twips for people."""
    return f"{length / 56.693:.0f}毫米"


def paper_size(paper: Paper) -> Breaches:
    """A1."""
    for one in paper.sections:
        sides = (one.length("w"), one.length("h"))
        is_a4 = all(is_near(*pair, _NEAR_SIZE) for pair in zip(sorted(sides), _A4, strict=True))
        if not is_a4 or (sides[0] > sides[1]) != one.is_turned:
            yield one.place, f"纸张是{'×'.join(told_millimetres(side) for side in sides)}"


def top_margin(paper: Paper) -> Breaches:
    """A2."""
    for one in paper.upright:
        if not is_near(one.length("top"), _TOP):
            yield one.place, f"上边距是{told_millimetres(one.length('top'))}"
        if one.length("gutter"):
            yield one.place, f"装订线是{told_millimetres(one.length('gutter'))}"


def left_margin(paper: Paper) -> Breaches:
    """A3."""
    for one in paper.upright:
        left = one.length("left") + one.length("gutter")
        if not is_near(left, _LEFT):
            yield one.place, f"左边距是{told_millimetres(left)}"


def type_area(paper: Paper) -> Breaches:
    """A4."""
    for one in paper.upright:
        width = one.length("w") - one.length("left") - one.length("right") - one.length("gutter")
        height = one.length("h") - one.length("top") - one.length("bottom")
        if not (is_near(width, TYPE_WIDTH) and is_near(height, TYPE_HEIGHT)):
            yield one.place, f"版心是{told_millimetres(width)}×{told_millimetres(height)}"


_FAMILIES = {role: (FANG,) for role in TEXT if role not in (Role.LEVEL_1, Role.LEVEL_2)}


def _has_han(text: str) -> bool:
    return any("\u4e00" <= one <= "\u9fff" for one in text)


def text_face(paper: Paper) -> Breaches:
    """A5: the words themselves; a lead in front of them may be set in 楷体 or 黑体."""
    for one in paper.of(*_FAMILIES):
        runs = [run for run in one.runs if _has_han(CONTROL.sub("", run.text)) or PRINTED.search(run.text)]
        for number, run in enumerate(runs):
            face = run.properties.get("rFonts/eastAsia")
            families = (FANG,) if number == len(runs) - 1 else (FANG, KAI, HEI)
            if not is_of(face, *families):
                yield one.place, f"字体是{face or '默认字体'}"
            elif run.properties.get("sz") != _THREE:
                yield one.place, f"字号是{points(run.properties.get('sz'))}"


def points(size: str | None) -> str:
    """A size in half points for people."""
    return f"{(whole(size) or 20) / 2:g}磅（三号16磅，二号22磅，四号14磅）"


def colour(paper: Paper) -> Breaches:
    """A8."""
    for one in paper.printed:
        if paper.roles[one] is Role.HEAD:
            continue
        for run in one.runs:
            shown = run.properties.get("color", "auto")
            if shown not in ("auto", "000000") and CONTROL.sub("", run.text).strip():
                yield one.place, f"字的颜色是{shown}"


def _on_the_grid(paper: Paper) -> Iterator[Paragraph]:
    """The paragraphs of the text, and blank lines among them; those above the title make room for the 版头."""
    title = paper.first(Role.TITLE)
    start = 0 if title is None else paper.position(title)
    for one in paper.of(*TEXT, Role.BLANK):
        is_text = paper.roles[one] is not Role.BLANK or (one.size >= _GRID_FONT and paper.position(one) > start)
        if one.table is None and not one.is_boxed and is_text:
            yield one


def line_pitch(paper: Paper) -> Breaches:
    """A6, A10: exact 28.95 pt, or a line grid of that pitch on which the paragraph stands."""
    for one in _on_the_grid(paper):
        grid = paper.section(one).element.find(f"{W}docGrid")
        pitch = attribute(paper.section(one).element, "docGrid", "linePitch")
        line, kind = one.length("spacing/line"), one.properties.get("spacing/lineRule")
        is_exact = kind == "exact" and _SHORTEST_GRID <= line <= _LONGEST_LINE
        is_gridded = (
            grid is not None
            and _SHORTEST_GRID <= whole(pitch) <= _LONGEST_LINE
            and kind in (None, "auto")
            and is_on(one.properties.get("snapToGrid", "1"))
        )
        if not (is_exact or is_gridded):
            yield one.place, f"行距是{line / 20:g}磅" if kind == "exact" else "行距不是固定值"


def character_pitch(paper: Paper) -> Breaches:
    """A11: text drawn together, or a grid of characters narrower than they are."""
    for one in paper.of(*TEXT):
        grid = paper.section(one).element
        is_gridded = (
            attribute(grid, "docGrid", "type") == "linesAndChars" and whole(attribute(grid, "docGrid", "charSpace")) < 0
        )
        drawn = {run.properties.get("spacing", "0") for run in one.runs if run.properties.get("sz") == _THREE}
        if not is_gridded and drawn - {"-5", "-6", "-4"}:
            yield one.place, "3号字的间距没有紧缩0.25磅"


def widow_control(paper: Paper) -> Breaches:
    """A12."""
    for one in paper.printed:
        if is_on(one.properties.get("widowControl", "1")):
            yield one.place, "开着孤行控制"


def space_around(paper: Paper) -> Breaches:
    """A13."""
    for one in paper.printed:
        for side, words in (("before", "段前"), ("after", "段后")):
            if one.table is None and one.length(f"spacing/{side}"):
                yield one.place, f"{words}有{one.length(f'spacing/{side}') / 20:g}磅间距"
            elif one.table is None and is_on(one.properties.get(f"spacing/{side}Autospacing")):
                yield one.place, f"{words}是自动间距"


def rare_characters(paper: Paper) -> Breaches:
    """J1: characters outside GB 2312, as in many names."""
    for one in paper.printed:
        for run in one.runs:
            face = run.properties.get("rFonts/eastAsia")
            if missing := missing_characters(face, run.text):
                yield one.place, f"“{missing}”不在{face}里"
