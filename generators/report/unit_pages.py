"""The sheet 分单位: a page to print for each unit that has something to mend, all others in a list at the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generators import wording
from generators.report.table import Columns, write_band, write_row
from generators.report.told import Told, handling, place_cell, severity_cell
from generators.sheet import Workbook, titled_sheet
from model.finding import Finding
from model.grouping import FindingGroup
from model.labels import SUBMISSIONS_FOLDER
from model.submission import Status, Submission

UNIT_PAGES = "分单位"
UNKNOWN = "认不出单位的文件"
_COLUMNS: Columns = (
    ("序号", 5), ("级别", 7), ("指标", 20), ("单元格", 16), ("问题", 38), ("应为", 19), ("怎样改", 23),
)  # fmt: skip
_PRINT_SCALE = 80
"""Percent at which the columns fit A4 landscape even where Calibri is missing and columns come out a third wider.

Fitting to the width is no way here: by its manual Excel then takes no notice of page breaks.
"""
_FIRST_ROW = 2


@dataclass(frozen=True)
class _Band:
    text: str
    level: int = 0


@dataclass(frozen=True)
class _Line:
    number: int
    group: FindingGroup
    names_file: bool


@dataclass
class UnitPages:
    """The rows of the sheet before they are written, so that other sheets can lead to a unit.

    `starts` and `breaks` count rows from the first one below the labels.
    """

    rows: list[_Band | _Line] = field(default_factory=list)
    starts: dict[str | None, int] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)

    @property
    def links(self) -> Mapping[str | None, str]:
        """The link to each unit's place; under None that of the files whose unit is not known."""
        return {unit: f"internal:'{UNIT_PAGES}'!A{start + _FIRST_ROW + 1}" for unit, start in self.starts.items()}


def unit_pages(told: Told) -> UnitPages:
    """The pages in the breakdown's order, those of departments that only check figures, then files of no unit.

    At the end who has nothing to mend, then who is missing; of such departments 核验情况 tells.
    """
    pages = UnitPages()
    quiet: list[str] = []
    for unit in (*(one.name for one in told.results.breakdown.units), *told.checking_departments, None):
        groups = told.by_unit.get(unit, ())
        if any(group.first.holds for group in groups) or (groups and unit is None):
            pages.breaks.append(len(pages.rows))
            pages.starts[unit] = len(pages.rows)
            pages.rows += _page(unit, groups, told.submissions_of(unit))
        elif unit is not None and told.results.intake.submissions_of(unit):
            quiet.append(unit)
    _add_quiet_units(pages, quiet, told)
    return pages


def write_unit_pages(workbook: Workbook, told: Told, pages: UnitPages) -> None:
    """Writes the sheet; beyond 1,023 pages Excel keeps no more breaks."""
    sheet = titled_sheet(workbook, UNIT_PAGES, f"{told.title}重点民生实事校验情况（分单位）", _COLUMNS)
    for row, one in enumerate(pages.rows, start=_FIRST_ROW):
        match one:
            case _Band(text, level):
                write_band(workbook, sheet, row, _COLUMNS, text, level=level)
            case _Line(number, group, names_file):
                place = _place_words(group.first, group.place, names_file)
                cells = (number, severity_cell(group), told.labels(group.codes), place_cell(group, place))
                remedy = group.remedy if not group.first.settled else handling(group)
                write_row(workbook, sheet, row, _COLUMNS, (*cells, group.message, group.expected, remedy))
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.center_horizontally()
    sheet.set_h_pagebreaks([start + _FIRST_ROW for start in pages.breaks if start])


def _page(unit: str | None, groups: Sequence[FindingGroup], arrived: Iterable[Submission]) -> Iterator[_Band | _Line]:
    yield _Band(unit or UNKNOWN, level=2)
    for words in _arrival_words(arrived) if unit else ():
        yield _Band(f"{words}。")
    to_mend = [group for group in groups if group.first.holds]
    to_know = [group for group in groups if not group.first.holds]
    names_file = unit is None or len({group.first.file for group in groups}) > 1
    for heading, lines in (("须改正或说明", to_mend), ("以下供了解，数照样采用", to_know)):
        if lines:
            yield _Band(f"{heading}：{sum(group.count for group in lines)} 处", level=1)
        yield from (_Line(number, group, names_file) for number, group in enumerate(lines, start=1))


def _add_quiet_units(pages: UnitPages, quiet: Sequence[str], told: Told) -> None:
    intake = told.results.intake
    missing = [unit for unit in quiet if any(one.status is Status.MISSING for one in intake.submissions_of(unit))]
    sound = [unit for unit in quiet if unit not in missing]
    if quiet:
        pages.breaks.append(len(pages.rows))
    if sound:
        pages.rows.append(_Band(f"没有须改正或说明的单位（{len(sound)} 个）", level=2))
    for unit in sound:
        pages.starts[unit] = len(pages.rows)
        pages.rows.append(_Band(f"{unit}：{'；'.join(_arrival_words(told.submissions_of(unit)))}。"))
        groups = told.by_unit.get(unit, ())
        names_file = len({group.first.file for group in groups}) > 1
        pages.rows += (_Line(number, group, names_file) for number, group in enumerate(groups, start=1))
    if missing:
        pages.starts |= dict.fromkeys(missing, len(pages.rows))
        pages.rows.append(_Band(f"未报的单位（{len(missing)} 个）", level=2))
        pages.rows.append(_Band(f"{'、'.join(missing)}。"))


def _arrival_words(arrived: Iterable[Submission]) -> Iterator[str]:
    """Who reported what, when, and what became of it, a phrase a file; attachments are only counted."""
    attachments = 0
    for one in arrived:
        if one.status is Status.ATTACHMENT:
            attachments += 1
            continue
        day = f"{wording.day(one.filled_on)}填报" if one.filled_on else ""
        by = f"填报人{one.filled_by}" if one.filled_by else ""
        late = "迟报" if one.late else ""
        yield "，".join(filter(None, (one.file or "", one.status.label, day, by, late, one.remark)))
    if attachments:
        yield f"附件 {attachments} 份"


def _place_words(first: Finding, place: str, names_file: bool) -> str:
    file = (first.file or "").removeprefix(f"{SUBMISSIONS_FOLDER}/")
    return " ".join(filter(None, (file if names_file or not place else "", place)))
