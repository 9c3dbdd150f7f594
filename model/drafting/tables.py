"""The tables of a drafted breakdown: lines of cells by label, known again by their keys."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from model.drafting.draft import Draft, DraftedDuty, DraftedIndicator, DraftedStandard, DraftedUnit, Source
from model.drafting.quotation import places_of, quotation
from model.labels import (
    NOT_ASKED,
    YES,
    Basic,
    BasicColumn,
    DraftColumn,
    IndicatorColumn,
    ProjectColumn,
    Sheet,
    StandardColumn,
    UnitColumn,
)
from model.quantity import halfwidth

_SAID_AGAIN = 12
"""Of a proposed text, how many signs at most are said again beside the reason; a list of departments is not."""
_SEVERAL_ROWS = 4
"""From how many rows on a reason can be common to most of them."""
_Label = TypeVar("_Label", bound=str)
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*%?")
_BRACKETED = re.compile("（[^（）]*）")
_PARTS_A_LIST = re.compile(r"[、,;\n]")
"""What parts the codes of a cell: a name with one of these cannot stand among them."""

KEY_LABEL = "起草键"
"""The hidden column at the far right of a drafted sheet that holds `Line.key`: sorting and inserting leave it be."""


@dataclass(frozen=True)
class Line:
    """A line of a table. `cells` are texts by label, a blank cell being left out.

    `key` is by what a later draft of the same or a changed paper knows the line again; `doubts` colours it; `sources`
    are the words that it rests on.
    """

    key: str
    cells: Mapping[str, str]
    doubts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class DraftTable:
    """A sheet of the drafted workbook: its name, the labels in their order, its lines."""

    sheet: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]


def tables_of(draft: Draft) -> tuple[DraftTable, ...]:
    """The sheets 指标, 验收标准, 填报单位, 项目, 基本信息 of the draft.

    Doubts and the words that a line rests on stand in cells too, in columns that a breakdown's reader ignores
    (`DraftColumn`); a reason that most rows have is not repeated in each. A key is made of names without their figures,
    so that it outlasts a changed number; the second of two alike is numbered.
    """
    return (
        _indicators(draft),
        _table(Sheet.STANDARDS, _STANDARD_LABELS, (_standard(one, draft) for one in draft.standards)),
        _table(Sheet.UNITS, _UNIT_LABELS, map(_unit, draft.units)),
        _table(Sheet.PROJECTS, tuple(ProjectColumn), map(_duty, draft.duties)),
        _table(Sheet.BASICS, (*BasicColumn, DraftColumn.DOUBT, DraftColumn.HINT), _basics(draft)),
    )


_STANDARD_LABELS = (
    StandardColumn.CODE, StandardColumn.NUMBER, StandardColumn.STANDARD, DraftColumn.THRESHOLDS, DraftColumn.DOUBT,
    StandardColumn.VETO, DraftColumn.PLACE,
)  # fmt: skip
_UNIT_LABELS = (*UnitColumn, DraftColumn.DOUBT)


def _table(sheet: str, labels: Iterable[str], lines: Iterable[Line]) -> DraftTable:
    return DraftTable(sheet, tuple(map(str, labels)), _numbered(lines))


def _numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines whose key another has before them carry a number behind it."""
    seen: Counter[str] = Counter()
    numbered = []
    for line in lines:
        seen[line.key] += 1
        count = seen[line.key]
        numbered.append(line if count == 1 else replace(line, key=f"{line.key}#{count}"))
    return tuple(numbered)


def _key(*parts: str) -> str:
    return "/".join(_FIGURES.sub("", halfwidth(part)) for part in parts)


def _cells(cells: Mapping[_Label, str]) -> dict[str, str]:
    """`cells` without the blank ones, their labels as plain texts."""
    return {str(label): str(text) for label, text in cells.items() if text}


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


def _doubts(doubts: Iterable[str]) -> str:
    return "\n".join(doubts)


# 指标


def _indicators(draft: Draft) -> DraftTable:
    own = list(IndicatorColumn)
    behind = own.index(IndicatorColumn.TASK) + 1
    labels = (
        *own[:behind], DraftColumn.QUOTED, DraftColumn.DOUBT, *own[behind:], *(unit.name for unit in draft.units),
        DraftColumn.REASON, DraftColumn.PLACE,
    )  # fmt: skip
    common = _common_reasons(draft)
    return _table(Sheet.INDICATORS, labels, (_indicator(one, draft, common) for one in draft.indicators))


def _common_reasons(draft: Draft) -> frozenset[tuple[str, str]]:
    """The reasons, each with its column, that most rows share: they tell nothing of a row of their own.

    Names in brackets, which differ from row to row, do not make another reason (see `_bare_reason`).
    """
    counts = Counter((label, _bare_reason(why)) for one in draft.indicators for label, why in one.reasons.items())
    rows = len(draft.indicators)
    return frozenset(reason for reason, count in counts.items() if rows >= _SEVERAL_ROWS and 2 * count > rows)


def _bare_reason(why: str) -> str:
    return _BRACKETED.sub("", why)


def _indicator(one: DraftedIndicator, draft: Draft, common: frozenset[tuple[str, str]]) -> Line:
    proposed = {
        IndicatorColumn.CODE: one.code,
        IndicatorColumn.CATEGORY: one.category,
        IndicatorColumn.PROJECT: one.project,
        IndicatorColumn.NAME: one.name,
        IndicatorColumn.TASK: one.task,
        IndicatorColumn.UNIT: one.unit,
        IndicatorColumn.KIND: one.kind,
        IndicatorColumn.ROLLUP: one.rollup,
        IndicatorColumn.ACCRUAL: one.accrual,
        IndicatorColumn.SCHEDULE: one.schedule,
        IndicatorColumn.DIRECTION: one.direction,
        IndicatorColumn.COMPARATOR: one.comparison,
        IndicatorColumn.DIGITS: str(one.digits),
        IndicatorColumn.PART_OF: one.part_of,
        IndicatorColumn.LEAD: _joined(one.leads),
        IndicatorColumn.SHARED: _joined(one.shared),
        IndicatorColumn.FIRST_CHECK: _joined(one.first_check),
        IndicatorColumn.FINAL_CHECK: _joined(one.final_check),
        IndicatorColumn.TARGET: one.target,
    }
    cells: dict[str, str] = {str(label): text for label, text in proposed.items()}
    # A blank cell asks the unit; one of which the draft says nothing is not asked.
    targets = {unit.name: one.unit_targets.get(unit.name, NOT_ASKED) for unit in draft.units}
    told = {
        DraftColumn.QUOTED: quotation(one.sources).text,
        DraftColumn.DOUBT: _doubts(one.doubts),
        DraftColumn.REASON: "；".join(
            _reason(label, cells.get(label, ""), why)
            for label, why in one.reasons.items()
            if (label, _bare_reason(why)) not in common
        ),
        DraftColumn.PLACE: places_of(one.sources),
    }
    key = _key(one.category, one.project, one.name)
    return Line(key, _cells({**cells, **targets, **told}), one.doubts, one.sources)


def _reason(label: str, proposed: str, why: str) -> str:
    """Why a column holds what was proposed: a person may have put something else there since."""
    return f"{label}“{proposed}”：{why}" if 0 < len(proposed) <= _SAID_AGAIN else f"{label}：{why}"


# The other sheets


def _standard(one: DraftedStandard, draft: Draft) -> Line:
    names = [indicator.name for indicator in draft.indicators if indicator.code in one.codes]
    cells = {
        StandardColumn.CODE: _codes_of(one, draft),
        StandardColumn.NUMBER: one.number,
        StandardColumn.STANDARD: one.text,
        DraftColumn.THRESHOLDS: "；".join(one.thresholds),
        DraftColumn.DOUBT: _doubts(one.doubts),
        StandardColumn.VETO: YES if one.is_veto else "",
        DraftColumn.PLACE: places_of(one.sources),
    }
    # Numbers of items outlast a new paper, codes need not: a row put in between moves all that follow.
    key = f"{_key(one.project, _joined(names))}/{one.number}"
    return Line(key, _cells(cells), one.doubts, one.sources)


def _codes_of(one: DraftedStandard, draft: Draft) -> str:
    """Codes, else the project; one whose name would be taken apart as a list is told by the codes of its rows."""
    if one.codes or not _PARTS_A_LIST.search(one.project):
        return _joined(one.codes) or one.project
    return _joined(indicator.code for indicator in draft.indicators if indicator.project == one.project)


def _unit(one: DraftedUnit) -> Line:
    cells = {UnitColumn.NAME: one.name, UnitColumn.KIND: one.kind, DraftColumn.DOUBT: _doubts(one.doubts)}
    return Line(one.name, _cells(cells), one.doubts)


def _duty(one: DraftedDuty) -> Line:
    cells = {
        ProjectColumn.CATEGORY: one.category,
        ProjectColumn.NUMBER: one.number,
        ProjectColumn.PROJECT: one.project,
        ProjectColumn.DEPARTMENT: one.department,
        ProjectColumn.PERSON: one.person,
        ProjectColumn.LEADER: one.leader,
        ProjectColumn.CONTACT: one.contact,
        ProjectColumn.TELEPHONE: one.telephone,
    }
    return Line(_key(one.category, one.project, one.department), _cells(cells))


_TOLD_BY_PAPERS = "印发任务分解通知、通报时用，可以以后再填"
_HINTS = {
    Basic.REGION: "平顶山市、叶县这样写",
    Basic.YEAR: "四位的年份",
    Basic.LEVEL: "省、市或县",
    Basic.ISSUER: _TOLD_BY_PAPERS,
    Basic.ISSUER_CODE: _TOLD_BY_PAPERS,
    Basic.ADDRESSEES: _TOLD_BY_PAPERS,
    Basic.COPIES: _TOLD_BY_PAPERS,
    Basic.PRINTER: _TOLD_BY_PAPERS,
}
"""The items that nothing stands in for (contract section 2)."""


def _basics(draft: Draft) -> Iterable[Line]:
    year = "" if draft.year is None else str(draft.year)
    known = {Basic.REGION: draft.region, Basic.YEAR: year, Basic.LEVEL: draft.level}
    for item, hint in _HINTS.items():
        text = known.get(item, "")
        doubts = ("文件里没有看出来，请填写",) if item in known and not text else ()
        cells = {
            BasicColumn.ITEM: item,
            BasicColumn.CONTENT: text,
            DraftColumn.DOUBT: _doubts(doubts),
            DraftColumn.HINT: hint,
        }
        yield Line(item, _cells(cells), doubts)
