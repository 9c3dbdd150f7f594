"""The form that the level above sent to this level (`run --fill`): opened, told from all else, its rows read.

It is recognised as a submission is, with this level's 地区 for the one reporting unit, but nothing is guessed: a form
whose unit or period is not written in it is refused.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from model.breakdown import Basics, Breakdown
from model.fault import JobFault
from model.filling import AskedRow, FormCell, FormFromAbove
from model.labels import FORMS_FOLDER, RESULTS_FOLDER, SUBMISSIONS_FOLDER, FormColumn
from model.quantity import halfwidth
from model.unit import Unit
from validators.grid import Attachment, Cell, Grid, Paper, Unreadable
from validators.period_folder import PeriodFolder
from validators.reading import is_passed_over, name_below, open_file
from validators.recognition import (
    TOTAL_WORDS,
    Layout,
    Recognised,
    SentRow,
    plain_label,
    recognise,
    written_units,
)

_GOVERNMENT = "人民政府"
_ASK_AGAIN = "请用上级下发的、本期的填报表"


def read_form_from_above(path: Path, opened: PeriodFolder) -> FormFromAbove:
    """The rows that the form asks; raises `JobFault` for what is not this level's form for this period."""
    _refuse_wrong_place(path, opened)
    name = name_below(path, path.parent)
    paper = _paper(path, name)
    region = opened.breakdown.basics.region
    this_level = Unit(region, "", "", tuple(_other_names(region)))
    # Nothing of the level above is known but whom it asks.
    seen_from_above = Breakdown(Basics("", opened.period.year, ""), (), (this_level,), {})
    _refuse_other_unit(paper, name, seen_from_above, region)
    recognised = recognise(paper, seen_from_above, opened.period)
    _refuse_unrecognised(recognised, paper, name, opened)
    grids = {grid.name: grid for grid in paper.grids}
    rows = tuple(
        _asked_row(grids[table.layout.sheet], table.layout, row)
        for table in recognised.tables
        for row in table.rows
        if _is_of_indicator(row)
    )
    if not rows:
        raise JobFault(f"“{name}”里没有一行指标，{_ASK_AGAIN}。")
    return FormFromAbove(name, rows)


def _other_names(region: str) -> Iterator[str]:
    """What else is this region for certain: 平顶山市人民政府 for 平顶山市, and the other way round."""
    yield f"{region}{_GOVERNMENT}"
    bare = halfwidth(region).removesuffix(_GOVERNMENT)
    if bare:
        yield bare


# What is refused


def _refuse_wrong_place(path: Path, opened: PeriodFolder) -> None:
    """Raises `JobFault` for a path at which no form from above can lie."""
    name = name_below(path, path.parent)
    if path.is_dir():
        raise JobFault(f"--fill 后面的“{name}”是文件夹，请写上级下发的那一份填报表（.xlsx）。")
    if not path.is_file():
        raise JobFault(f"没有找到 --fill 后面的文件“{path}”，请核对路径。")
    if is_passed_over(path.name):
        raise JobFault(f"“{name}”是表格程序打开文件时的临时文件，{_ASK_AGAIN}本身。")
    if path.suffix.lower() != ".xlsx":
        raise JobFault(f"“{name}”不是 .xlsx 文件，请向上级要 .xlsx 的填报表，或用 Excel、WPS 另存为 .xlsx 后重来。")
    what = {
        SUBMISSIONS_FOLDER: "是下级报来的",
        FORMS_FOLDER: "是发给下级的",
        RESULTS_FOLDER: "是这个工具写出的",
    }
    for folder, words in what.items():
        if path.resolve().is_relative_to(opened.path / folder):
            raise JobFault(f"“{name}”在本期的“{folder}”文件夹里，{words}，{_ASK_AGAIN}，放在别处。")


def _paper(path: Path, name: str) -> Paper:
    match list(open_file(path, name)):
        case [Paper() as paper] if any(grid.is_word_table for grid in paper.grids):
            raise JobFault(f"“{name}”其实是 Word 文件，只是名字像表格，{_ASK_AGAIN}（.xlsx）。")
        case [Paper(has_macros=True)]:
            raise JobFault(f"“{name}”带有宏，下发的填报表没有宏，{_ASK_AGAIN}。")
        case [Paper() as paper]:
            return paper
        case [Unreadable(file, _, what, _)] if file == name:
            raise JobFault(f"“{name}”{what}。能打开的，请去掉密码、另存为 .xlsx 后重来；打不开的，请上级重发一份。")
        case [Attachment()]:
            raise JobFault(f"“{name}”里没有表格，{_ASK_AGAIN}（.xlsx）。")
        case _:
            raise JobFault(f"“{name}”其实是压缩包，请解压后写其中的填报表。")


def _refuse_other_unit(paper: Paper, name: str, seen_from_above: Breakdown, region: str) -> None:
    """Raises `JobFault` where the stamp or the head names another unit."""
    for written in written_units(paper):
        if all(seen_from_above.unit_named(one) is None for one in (written, plain_label(written))):
            raise JobFault(
                f"“{name}”的填报单位是“{written}”，不是本级（基本信息的地区“{region}”）的表，"
                f"{_ASK_AGAIN}；若是同一个地方，请把“地区”写得和上级的一样。"
            )


def _refuse_unrecognised(recognised: Recognised, paper: Paper, name: str, opened: PeriodFolder) -> None:
    """Raises `JobFault` for what is no form, is of another period, or does not say whose it is or of which period."""
    rules = {one.rule: one for one in recognised.findings}
    if other := rules.get("W04"):
        raise JobFault(f"“{name}”不是本期的表：{other.message}本期是{opened.period.title}，{_ASK_AGAIN}。")
    if "W02" in rules:
        raise JobFault(f"“{name}”不是填报表：没有找到编码、指标、本期累计等列，{_ASK_AGAIN}。")
    is_named = bool(written_units(paper)) or (recognised.unit is None and recognised.units)
    if not is_named or "W23" in rules:
        raise JobFault(f"“{name}”里没有写填报单位，看不出是不是发给本级的，{_ASK_AGAIN}。")
    if "W25" in rules or "W27" in rules:
        raise JobFault(f"“{name}”里看不出是哪一期，{_ASK_AGAIN}。")
    if recognised.status is not None:
        why = next((one.message for one in reversed(recognised.findings) if one.holds), "")
        raise JobFault(f"“{name}”认不准：{why}{_ASK_AGAIN}。")


# Rows


def _is_of_indicator(row: SentRow) -> bool:
    """Whether a row asks for a figure: it has a name with a unit or a target, or a code in digits. Headings do not."""
    code, name, unit = (halfwidth(row.text(one)) for one in (FormColumn.CODE, FormColumn.NAME, FormColumn.UNIT))
    if name in TOTAL_WORDS or code in TOTAL_WORDS or name == code:
        return False
    is_asked = unit not in ("", name) or bool(row.text(FormColumn.TARGET))
    return (bool(name) and is_asked) or any(one.isdigit() for one in code)


def _asked_row(grid: Grid, layout: Layout, row: SentRow) -> AskedRow:
    cells = {
        column: _form_cell(grid, (row.number, place), row.cells.get(column)) for column, place in layout.columns.items()
    }
    return AskedRow(grid.name, row.number, cells)


def _form_cell(grid: Grid, place: tuple[int, int], cell: Cell | None) -> FormCell:
    is_covered = grid.merged.get(place, place) != place
    address = grid.address(*place)
    if cell is None:
        return FormCell(address, is_covered=is_covered)
    content = cell.content if isinstance(cell.content, Decimal) else cell.text or None
    return FormCell(address, content, cell.formula, is_covered)
