"""What the papers in ../shared/documents say, read by hand: the keys that `draft` is proven against.

A clerk's own reading, row by row; no program made it. Each module holds a paper's tables as text: one line a row, cells
parted by `|`, lines that begin with `#` are comments, cells left out at the end are blank. Figures and short words
only: the sentences stay in the papers.

AMOUNTS, one line a figure, in the order of the text. A blank 地方 is the one above.

    地方 | 原文 | 判断 | 数 | 单位 | 比较 | 上限 | 性质 | 量什么 | 每 | 其中于 | 备注
    地方 | 原文 | 非目标 | 备注          (short, for a figure that is no target)

- 地方: 表1R3C3, Sheet1!C3 or 第8项, whose own number in front of its text is left out.
- 原文: as the paper writes it; `-` is a task without a number. Each run of digits stands in exactly one line, but for
  同上数 in 备注: this line has the digits of the line above, which 各 or 均 says of several things.
- 判断: 目标 or 非目标. `?`: an honest reader could differ; a program may read it either way, but has to say that it is
  unsure or why it passed it over. Its 数, 单位 … are then what it amounts to where it is taken for a target.
- 数, 上限: in 单位 as written; 95 with the unit % is 0.95 in the dataclass.
- 比较: the paper's own word; `(>=)`: that or none. 余, 多, 左右, 约, 达, 达到 are >=; 超, 超过, 突破 are >.
- 量什么: words of the sentence that what was measured must hold; with `/` between several, one of them is enough.
  Blank in a county's cell that is a bare figure.
- 备注: 各县同一标准 where each county has the same to reach, 每县 where the amount is each county's own.
- 每: what a 标准 is counted by. 其中于: what this figure is part of. In brackets: that or nothing.

ROWS of 汝州, one line an indicator, joined with DEPARTMENTS by row; 县级数 — with the unit that does it for all
(由…统一安排实施), blank where the county's cell says nothing of it; 市级数 状态 is work without a number. A note that
begins with `?`: an honest reader could part or join the rows in another way.

CRITERIA, one line an item of an acceptance standard, with BLOCKS, one line a cell of them and how many items it has.
A threshold is 原文[比较 数 单位]; with `?` behind it, it may be none. What is asked without a digit (未发生事故) is not in
the key.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import ModuleType

from model.quantity import HUNDRED, PERCENT, Comparator
from model.quantity.stated import Nature
from tests.published_keys import anyang, lushan, ruzhou, yexian, yixian

NO_NUMBER = "-"
CARRIED_OUT_FOR_ALL = "—"
_RANGE_OF_ROWS = re.compile(r"^R(\d+)-R(\d+)$")
_ROW = re.compile(r"R(\d+)")
_THRESHOLD = re.compile(
    r"^(?P<words>.+?)\[(?P<comparator>>=|<=|>|<)? ?(?P<value>[0-9.]+) (?P<unit>\S+)\](?P<open>\??)$"
)


@dataclass(frozen=True)
class FigureKey:
    """A target as it should be read; a percentage is a fraction. `comparator_is_open`: that comparator or none."""

    value: Decimal
    unit: str
    comparator: Comparator | None = None
    comparator_is_open: bool = False
    high: Decimal | None = None


@dataclass(frozen=True)
class AmountKey:
    """A figure of a task as it should be read.

    `figure` is as the paper writes it, `-` for a task without a number. `amount` is None for a task without a number
    and for a plain 非目标. Where `is_open` either reading will do that owns to a doubt or gives a reason. One of
    `measured` must stand in what is measured; it is empty in a bare figure. `repeats_above`: the digits are those of
    the line above. `is_alike`: each county has the same to reach; `is_each`: the amount is each county's own.
    """

    place: str
    figure: str
    is_target: bool
    is_open: bool
    amount: FigureKey | None
    nature: Nature | None
    measured: tuple[str, ...]
    per: str
    per_is_open: bool
    part_of: str
    part_is_open: bool
    repeats_above: bool
    is_alike: bool
    is_each: bool
    note: str


@dataclass(frozen=True)
class SharedKey:
    """The 责任单位 of a line: how many, the first and the last."""

    count: int
    first: str
    last: str


@dataclass(frozen=True)
class RowKey:
    """An indicator of a table of targets: where it stands (`twin` in the page-broken copy), its targets, its units.

    `city` and `county` are None where the paper gives them no number here; `is_state` is a city's task without one.
    `executed_by` are the units of 由…统一安排实施. `is_open`: see the package.
    """

    place: str
    twin: str
    category: str
    number: str
    measured: tuple[str, ...]
    city: FigureKey | None
    is_state: bool
    county: FigureKey | None
    executed_by: tuple[str, ...]
    leads: tuple[str, ...]
    shared: SharedKey | None
    first_check: tuple[str, ...]
    final_check: tuple[str, ...]
    is_open: bool
    note: str


@dataclass(frozen=True)
class DutyKey:
    """Who answers for a project; `project` is how its name begins."""

    place: str
    number: str
    project: str
    leads: tuple[str, ...]
    shared: SharedKey | None
    final_check: tuple[str, ...]
    person: str
    leader: str


@dataclass(frozen=True)
class ThresholdKey:
    """A level that an acceptance standard asks; `words` are as the paper writes them."""

    words: str
    amount: FigureKey
    is_open: bool


@dataclass(frozen=True)
class CriterionKey:
    """An item of an acceptance standard. `number` is empty where the paper gives none; `opening` its first words.

    `others` are its figures that are no thresholds.
    """

    place: str
    number: str
    opening: str
    thresholds: tuple[ThresholdKey, ...]
    is_veto: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class BlockKey:
    """The items of a cell. `project` and `heading` are how those begin, `count` how many items were counted by hand.

    The departments are empty where the table has no such columns.
    """

    place: str
    category: str
    project: str
    heading: str
    count: int
    criteria: tuple[CriterionKey, ...]
    leads: tuple[str, ...]
    first_check: tuple[str, ...]
    final_check: tuple[str, ...]


@dataclass(frozen=True)
class PaperKey:
    """All that was read out of a paper by hand; `twin` is its page-broken copy."""

    document: str
    twin: str
    amounts: tuple[AmountKey, ...]
    rows: tuple[RowKey, ...]
    duties: tuple[DutyKey, ...]
    blocks: tuple[BlockKey, ...]


@dataclass(frozen=True)
class _Departments:
    rows: range
    category: str
    leads: tuple[str, ...]
    shared: SharedKey | None
    first_check: tuple[str, ...]
    final_check: tuple[str, ...]


def _lines(table: str, width: int) -> Iterator[list[str]]:
    """The lines of a table, each filled up to `width` cells; a ValueError names the line that has more."""
    for line in table.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > width:
            raise ValueError(f"more than {width} cells: {line}")
        yield cells + [""] * (width - len(cells))


def _several(cell: str, by: str = "、") -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split(by) if one.strip())


def _bracketed(cell: str) -> tuple[str, bool]:
    """A cell and whether it is in brackets: (>=) is that or none."""
    is_open = cell.startswith("(") and cell.endswith(")")
    return cell[1:-1] if is_open else cell, is_open


def _figure(value: str, unit: str, comparator: str, high: str = "") -> FigureKey | None:
    if not value:
        return None
    scale = HUNDRED if unit == PERCENT else Decimal(1)
    word, is_open = _bracketed(comparator)
    return FigureKey(
        Decimal(value) / scale,
        unit,
        Comparator(word) if word else None,
        is_open,
        Decimal(high) / scale if high else None,
    )


def _shared(count: str, first: str, last: str) -> SharedKey | None:
    return SharedKey(int(count), first, last) if count else None


def _passed(place: str, figure: str, note: str) -> AmountKey:
    """The key of a figure that is plainly no target."""
    return AmountKey(
        place=place,
        figure=figure,
        is_target=False,
        is_open=False,
        amount=None,
        nature=None,
        measured=(),
        per="",
        per_is_open=False,
        part_of="",
        part_is_open=False,
        repeats_above=False,
        is_alike=False,
        is_each=False,
        note=note,
    )


def _amounts(table: str) -> Iterator[AmountKey]:
    place = ""
    for cells in _lines(table, 12):
        place = cells[0] or place
        judged = cells[2].removesuffix("?")
        if judged not in {"目标", "非目标"}:
            raise ValueError(f"neither 目标 nor 非目标: {cells}")
        if cells[2] == "非目标":
            yield _passed(place, cells[1], cells[3])
            continue
        per, per_is_open = _bracketed(cells[9])
        part_of, part_is_open = _bracketed(cells[10])
        yield AmountKey(
            place=place,
            figure=cells[1],
            is_target=judged == "目标",
            is_open=cells[2].endswith("?"),
            amount=_figure(*cells[3:7]),
            nature=Nature(cells[7]),
            measured=_several(cells[8], "/"),
            per=per,
            per_is_open=per_is_open,
            part_of=part_of,
            part_is_open=part_is_open,
            repeats_above="同上数" in cells[11],
            is_alike="各县同一标准" in cells[11],
            is_each="每县" in cells[11],
            note=cells[11],
        )


def _departments(table: str) -> Iterator[_Departments]:
    for rows, category, leads, count, first, last, first_check, final_check in _lines(table, 8):
        match = _RANGE_OF_ROWS.match(rows)
        if match is None:
            raise ValueError(f"no rows: {rows}")
        yield _Departments(
            range(int(match[1]), int(match[2]) + 1),
            category,
            _several(leads),
            _shared(count, first, last),
            _several(first_check),
            _several(final_check),
        )


def _of_row(place: str, departments: tuple[_Departments, ...]) -> _Departments | None:
    match = _ROW.search(place)
    return next((one for one in departments if match and int(match[1]) in one.rows), None)


def _rows(table: str, departments: tuple[_Departments, ...]) -> Iterator[RowKey]:
    for cells in _lines(table, 13):
        place, twin, number, measured = cells[:4]
        theirs = _of_row(place, departments)
        if theirs is None:
            raise ValueError(f"no departments: {place}")
        is_state, is_for_all = cells[4] == Nature.STATE, cells[8] == CARRIED_OUT_FOR_ALL
        yield RowKey(
            place=place,
            twin=twin,
            category=theirs.category,
            number=number,
            measured=_several(measured, "/"),
            city=None if is_state else _figure(*cells[4:8]),
            is_state=is_state,
            county=None if is_for_all else _figure(*cells[8:12]),
            executed_by=_several(cells[9]) if is_for_all else (),
            leads=theirs.leads,
            shared=theirs.shared,
            first_check=theirs.first_check,
            final_check=theirs.final_check,
            is_open=cells[12].startswith("?"),
            note=cells[12].removeprefix("?"),
        )


def _duties(table: str) -> Iterator[DutyKey]:
    for place, number, project, leads, count, first, last, final_check, person, leader in _lines(table, 10):
        shared = _shared(count, first, last)
        yield DutyKey(place, number, project, _several(leads), shared, _several(final_check), person, leader)


def _threshold(text: str) -> ThresholdKey:
    match = _THRESHOLD.match(text)
    amount = _figure(match["value"], match["unit"], match["comparator"] or "") if match else None
    if match is None or amount is None:
        raise ValueError(f"no threshold: {text}")
    return ThresholdKey(match["words"], amount, bool(match["open"]))


def _criteria(table: str) -> Iterator[CriterionKey]:
    place = ""
    for cells in _lines(table, 6):
        place = cells[0] or place
        thresholds = tuple(map(_threshold, _several(cells[3], "；")))
        yield CriterionKey(place, cells[1], cells[2], thresholds, cells[4] == "是", _several(cells[5]))


def _blocks(
    table: str, criteria: tuple[CriterionKey, ...], departments: tuple[_Departments, ...]
) -> Iterator[BlockKey]:
    for place, category, project, heading, count in _lines(table, 5):
        theirs = _of_row(place, departments)
        yield BlockKey(
            place=place,
            category=category,
            project=project,
            heading=heading,
            count=int(count),
            criteria=tuple(one for one in criteria if one.place == place),
            leads=theirs.leads if theirs else (),
            first_check=theirs.first_check if theirs else (),
            final_check=theirs.final_check if theirs else (),
        )


def _paper(module: ModuleType) -> PaperKey:
    """The key of a paper, its module's tables read; a table that the module does not have is empty."""
    table = {name: str(getattr(module, name, "")) for name in ("AMOUNTS", "ROWS", "DUTIES", "CRITERIA", "BLOCKS")}
    departments = tuple(_departments(str(getattr(module, "DEPARTMENTS", ""))))
    criteria = tuple(_criteria(table["CRITERIA"]))
    return PaperKey(
        document=str(module.DOCUMENT),
        twin=str(getattr(module, "TWIN", "")),
        amounts=tuple(_amounts(table["AMOUNTS"])),
        rows=tuple(_rows(table["ROWS"], departments)),
        duties=tuple(_duties(table["DUTIES"])),
        blocks=tuple(_blocks(table["BLOCKS"], criteria, () if table["ROWS"] else departments)),
    )


PAPERS: Mapping[str, PaperKey] = {
    "汝州": _paper(ruzhou),
    "鲁山": _paper(lushan),
    "叶县": _paper(yexian),
    "安阳": _paper(anyang),
    "黟县": _paper(yixian),
}
