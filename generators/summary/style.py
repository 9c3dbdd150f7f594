"""How 汇总表.xlsx looks: typefaces, number formats, colours of the verdicts, widths and the printed page."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generators.sheet import HEADING_FONT, Workbook, lines_of, share_format
from model.figure import Verdict
from model.indicator import Indicator, Kind
from model.target import Target

BAND_COLOUR = "#F2F2F2"
INK, LINK_COLOUR, QUIET_COLOUR = "#000000", "#1F4E79", "#595959"
LINE_HEIGHT, A4, UNBOUNDED = 15.0, 9, 0
RANK_FORMAT, ANY_FORMAT = "0", "General"

_GREEN, _RED, _AMBER, _GREY, _BLUE = (
    ("#E2EFDA", "#375623"),
    ("#F8CBAD", "#833C0B"),
    ("#FFF2CC", "#7F6000"),
    ("#EDEDED", "#595959"),
    ("#DDEBF7", "#1F4E79"),
)
VERDICT_COLOURS: dict[Verdict, tuple[str, str]] = {
    Verdict.DONE: _GREEN,
    Verdict.MET: _GREEN,
    Verdict.ON_PACE: _BLUE,
    Verdict.UNDER_WAY: _BLUE,
    Verdict.LAGGING: _RED,
    Verdict.NOT_MET: _RED,
    Verdict.NOT_STARTED: _AMBER,
    Verdict.NOT_REPORTED: _GREY,
}
"""Ground and ink of each word; the word itself always stands in the cell too."""

COMPLETION_SCALE: Mapping[str, object] = {
    "type": "2_color_scale", "min_type": "num", "min_value": 0, "min_color": "#FFFFFF",
    "max_type": "num", "max_value": 1, "max_color": "#A9C4E0",
}  # fmt: skip
"""The darker, the nearer to 100%. Bars of Excel 2007 would show some of their length at 0%."""
SCORE_SCALE: Mapping[str, object] = {
    "type": "3_color_scale", "min_color": "#F4B9A0", "mid_color": "#FFFFFF", "max_color": "#A9CCE3",
    "mid_type": "percentile", "mid_value": 50,
}  # fmt: skip
"""From the lowest score to the highest; the figure stands in each cell, since both ends print alike in grey."""


def arrows(step: Decimal, level: Decimal = Decimal(0)) -> dict[str, object]:
    """Arrows up above `level`, down below its negative, sideways between; figures stand in multiples of `step`.

    The bounds lie between two figures, since programs do not agree on what happens at a bound.
    """
    bound = float(level + step / 2)
    icons = [{"criteria": ">=", "type": "number", "value": one} for one in (bound, -bound)]
    return {"type": "icon_set", "icon_style": "3_arrows", "icons": icons}


def decimals_format(digits: int) -> str:
    """`0` or `0.00`: no separators, as the office's own tables have them."""
    return "0." + "0" * digits if digits else "0"


def value_format(indicator: Indicator) -> str:
    """How figures of `indicator` are shown, at its 小数位."""
    return share_format(indicator.digits) if indicator.is_percent else decimals_format(indicator.digits)


def target_format(indicator: Indicator, target: Target | None) -> str:
    """How a target is shown: as the office states it (6.9, 65%), without zeros at its end."""
    digits = 0 if target is None or target.value is None else indicator.shown_digits_of(target.value)
    return decimals_format(digits) + ("%" if indicator.is_percent else "")


def increment_format(indicator: Indicator) -> str:
    """How a difference of two figures of `indicator` is shown."""
    return decimals_format(indicator.digits) + ("%" if indicator.is_percent else "")


def struck_format(indicator: Indicator) -> str:
    """核减: a difference, of which none is a dash, so that the others stand out; a percentage at one place more."""
    shown = decimals_format(indicator.digits + 1) + "%" if indicator.is_percent else decimals_format(indicator.digits)
    return f"{shown};-{shown};–"


def gap_format(indicator: Indicator, completion_digits: int) -> str:
    """差距 with its sign: percentage points, or the indicator's own unit written out where it is no percentage."""
    if indicator.is_percent or (indicator.kind is Kind.AMOUNT and indicator.has_completion):
        shown, unit = decimals_format(completion_digits if indicator.has_completion else indicator.digits), ""
    else:
        shown, unit = decimals_format(indicator.digits), f'"{indicator.unit.replace(chr(34), "")}"'
    return f"+{shown}{unit};-{shown}{unit};{shown}{unit}"


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """The height, in points, of a row whose wrapped texts stand in columns of these widths."""
    return LINE_HEIGHT * max((lines_of(text, width) for text, width in cells), default=1) + 3


class Styles:
    """The formats of one workbook by what they are for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._rule_formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def title(self) -> Format:
        return self._workbook.look(grid=False, font_name=HEADING_FONT, font_size=16, align="center")

    def subtitle(self) -> Format:
        return self._workbook.look(grid=False, align="center", font_color=QUIET_COLOUR)

    def section(self) -> Format:
        return self._workbook.look(grid=False, font_name=HEADING_FONT, font_size=12, text_wrap=False)

    def paragraph(self) -> Format:
        return self._workbook.look(grid=False, valign="top")

    def head(self) -> Format:
        return self._workbook.header()

    def band(self) -> Format:
        return self._workbook.look(font_name=HEADING_FONT, bg_color=BAND_COLOUR)

    def phrase(self) -> Format:
        return self._workbook.look(font_color=QUIET_COLOUR, indent=1)

    def text(self, *, align: str = "left", colour: str = INK) -> Format:
        return self._workbook.look(align=align, font_color=colour)

    def single_line(self, *, align: str = "left", colour: str = INK) -> Format:
        """Text of a long list, where every row is one line high."""
        return self._workbook.look(grid=False, align=align, font_color=colour, text_wrap=False)

    def code(self, *, grid: bool = True) -> Format:
        """A 编码 is text: 1.10 is not 1.1."""
        return self._workbook.look(grid=grid, align="center", num_format="@")

    def number(self, num_format: str, *, colour: str = INK, grid: bool = True) -> Format:
        return self._workbook.look(grid=grid, align="right", num_format=num_format, font_color=colour)

    def partial(self, num_format: str) -> Format:
        """What only some of the units make up: in grey and italics, so that print without colour tells it too."""
        return self._workbook.look(align="right", num_format=num_format, font_color=QUIET_COLOUR, italic=True)

    def mark_partial(self, sheet: Worksheet, place: tuple[int, int], criterion: str) -> None:
        """Gives the cell of `place` the look of `partial` where a formula holds."""
        look = self._rule_format(font_color=QUIET_COLOUR, italic=True)
        sheet.conditional_format(*place, *place, {"type": "formula", "criteria": criterion, "format": look})

    def link(self, *, align: str = "left") -> Format:
        return self._workbook.look(align=align, font_color=LINK_COLOUR, underline=1)

    def colour_verdicts(self, sheet: Worksheet, first_row: int, column: int, last_row: int) -> None:
        """Colours the cells of a column (rows and columns from 0) by the verdict's word in them."""
        for verdict, colours in VERDICT_COLOURS.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{verdict.value}"', "format": self._coloured(colours)}
            sheet.conditional_format(first_row, column, last_row, column, rule)

    def mark_where(self, sheet: Worksheet, place: tuple[int, int, int, int], criterion: str) -> None:
        """Marks the cells of `place` (first row, first column, last row, last column) for which a formula holds."""
        sheet.conditional_format(*place, {"type": "formula", "criteria": criterion, "format": self._coloured(_AMBER)})

    def _coloured(self, colours: tuple[str, str]) -> Format:
        """Ground and ink that a rule gives to cells."""
        ground, ink = colours
        return self._rule_format(bg_color=ground, font_color=ink)

    def _rule_format(self, **properties: object) -> Format:
        """What a rule gives to cells; made once, however many cells and sheets have the rule."""
        key = tuple(properties.items())
        if key not in self._rule_formats:
            self._rule_formats[key] = self._workbook.book.add_format(properties)
        return self._rule_formats[key]


def set_page(sheet: Worksheet, *, repeat: tuple[int, int] | None = None) -> None:
    """A4 landscape, one page wide, page numbers in the footer; `repeat` are the rows (from 0) on every page."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, UNBOUNDED)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C&10第 &P 页，共 &N 页")
    sheet.center_horizontally()
    if repeat is not None:
        sheet.repeat_rows(*repeat)
