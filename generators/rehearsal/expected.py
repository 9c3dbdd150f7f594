"""The results that must come out of the synthetic month: pinned, compared with what came out, written for people.

Digests are left out of the comparison: one package packs a workbook into other bytes than another, figures and
findings must be the same everywhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from generators.rehearsal.month import indicators
from generators.report.table import Cell, Columns, write_row
from generators.sheet import SEVERITY_FILLS, Workbook, titled_sheet
from model.finding import Severity
from model.labels import CORRECTIONS_FILE
from model.quantity import PERCENT, plain, shown_percent
from model.submission import SENT_BACK, Status

_PINNED = Path(__file__).with_name("expected_results.json")
_DIGESTS = frozenset({"sha256", "seal", "previous_sha256"})
Json = dict[str, Any]
Row = Sequence[Cell | str | int | None]

_SECTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "submissions": ("收表", ("unit", "file")),
    "findings": ("问题", ("unit", "file", "cell", "rule", "indicator")),
    "figures": ("各单位的数", ("unit", "indicator")),
    "totals": ("全市的数", ("indicator",)),
    "standings": ("名次", ("unit", "project")),
    "changes": ("改报", ("unit", "indicator", "column")),
    "outputs": ("结果文件", ("file",)),
}
"""What the lists of 结果.json are called, and by which keys an entry is known."""
_FIELDS: Mapping[str, str] = {
    "status": "收表情况", "late": "迟报", "severity": "级别", "settled": "已了结", "message": "问题",
    "value": "数值", "expected": "应为", "numerator": "分子", "denominator": "分母", "text": "文字", "target": "目标",
    "completion": "完成率", "met": "达到目标", "verdict": "评定", "pace": "快慢", "gap": "与序时的差距", "rank": "名次",
    "previous": "上期数", "increment": "增量", "previous_rank": "上期名次", "carried": "沿用", "stage": "认定阶段",
    "source": "来源", "units_reported": "已报单位数", "units_asked": "应报单位数", "units_done": "完成单位数",
    "reported_value": "已报合计", "reported_target": "已报单位的目标", "score": "得分", "before": "改报前",
    "after": "改报后", "sheet": "工作表", "before_source": "改报前的来源", "after_source": "改报后的来源",
}  # fmt: skip


def expected_text() -> str:
    """The pinned results: 结果.json of the synthetic month without its digests."""
    return _PINNED.read_text(encoding="utf-8")


def without_digests(text: str) -> str:
    """A 结果.json without the digests of files and its seal, in the way in which the pinned one is written."""
    return json.dumps(_stripped(json.loads(text)), ensure_ascii=False, indent=1) + "\n"


def _stripped(stored: Any) -> Any:
    match stored:
        case dict():
            return {key: _stripped(value) for key, value in stored.items() if key not in _DIGESTS}
        case list():
            return [_stripped(one) for one in stored]
    return stored


# What differs


def differences(text: str) -> tuple[str, ...]:
    """A sentence for each place where a 结果.json of the synthetic month is not as it must be."""
    if without_digests(text) == expected_text():
        return ()
    told = tuple(_told(json.loads(expected_text()), json.loads(without_digests(text))))
    return told or ("先后或个数和应当出来的不一样",)


def _told(pinned: Json, found: Json) -> Iterator[str]:
    for key in dict.fromkeys((*pinned, *found)):
        should, came = pinned.get(key), found.get(key)
        if key in _SECTIONS:
            name, keys = _SECTIONS[key]
            yield from _differing(name, _by_identity(should or [], keys), _by_identity(came or [], keys))
        elif should != came:
            yield f"“{key}”应为“{_shown(should)}”，出来的是“{_shown(came)}”"


def _by_identity(entries: Sequence[Json], keys: Sequence[str]) -> dict[str, Json]:
    return {" ".join(str(one[key]) for key in keys if one[key]): one for one in entries}


def _differing(name: str, pinned: Mapping[str, Json], found: Mapping[str, Json]) -> Iterator[str]:
    yield from (f"{name}：少了“{one}”" for one in pinned if one not in found)
    yield from (f"{name}：多了“{one}”" for one in found if one not in pinned)
    for identity in (one for one in pinned if one in found):
        for key in dict.fromkeys((*pinned[identity], *found[identity])):
            should, came = pinned[identity].get(key), found[identity].get(key)
            if should != came:
                field = _FIELDS.get(key, key)
                yield f"{name}：{identity}的{field}应为“{_shown(should)}”，出来的是“{_shown(came)}”"


def _shown(value: object) -> str:
    match value:
        case None:
            return "空白"
        case bool():
            return "是" if value else "否"
        case dict():
            return " ".join(str(one) for one in value.values())
    return str(value)


# What must come out, for people

_RECEIVED: Columns = (("单位", 12), ("文件", 30), ("应当怎样", 16), ("迟报", 8), ("校验报告里应有的问题", 100))
_CITY: Columns = (
    ("编码", 8), ("指标", 24), ("应报单位", 10), ("已报单位", 10), ("全市", 14), ("已报合计", 14), ("完成率", 12),
    ("评定", 12),
)  # fmt: skip
_UNITS: Columns = (
    ("单位", 12), ("编码", 8), ("指标", 24), ("数", 14), ("目标", 14), ("完成率", 12), ("评定", 12), ("名次", 8),
    ("来源", 40),
)  # fmt: skip
_RANKS: Columns = (("单位", 12), ("项目", 24), ("得分", 12), ("名次", 8))


def expected_workbook() -> bytes:
    """应当出来的结果.xlsx: what must become of each file, the city's figures, the units' figures, the ranks."""
    pinned: Json = json.loads(expected_text())
    workbook = Workbook()
    _list(workbook, "收表", "演练：每份文件应当怎样", _RECEIVED, _received(pinned))
    _list(workbook, "全市", "演练：汇总表“全市”应当是", _CITY, map(_of_city, pinned["totals"]))
    _list(workbook, "各单位", "演练：各单位的数应当是", _UNITS, map(_of_unit, pinned["figures"]))
    _list(workbook, "名次", "演练：汇总表“名次”应当是", _RANKS, map(_of_standing, pinned["standings"]))
    return workbook.finished()


def _list(workbook: Workbook, name: str, title: str, columns: Columns, rows: Iterable[Row]) -> None:
    sheet = titled_sheet(workbook, name, title, columns)
    for number, cells in enumerate(rows, start=2):
        write_row(workbook, sheet, number, columns, cells)


def _received(pinned: Json) -> Iterator[Row]:
    for one in pinned["submissions"]:
        status, found = Status(one["status"]), [finding for finding in pinned["findings"] if _is_of(finding, one)]
        told = (
            f"{finding['cell'] or '整份文件'}【{Severity(finding['severity']).label}】{finding['message']}"
            for finding in found
        )
        fill = SEVERITY_FILLS["错误"] if status in (*SENT_BACK, Status.MISSING) else None
        late = "迟报" if one["late"] else ""
        yield [one["unit"], one["file"] or "（没有报）", Cell(status.label, fill=fill), late, "\n".join(told)]


def _is_of(finding: Json, submission: Json) -> bool:
    """A correction's finding is of no file of the unit: it stands with the one that counts."""
    is_same = finding["file"] == submission["file"]
    is_correction = finding["file"] == CORRECTIONS_FILE and submission["status"] == Status.ACCEPTED
    return bool(finding["unit"] == submission["unit"] and (is_same or is_correction))


def _of_city(one: Json) -> Row:
    code, is_whole = one["indicator"], one["value"] is not None
    return [
        code, _names()[code], one["units_asked"], one["units_reported"], _amount(code, one["value"]),
        "" if is_whole else _amount(code, one["reported_value"]), _percent(one["completion"]), one["verdict"],
    ]  # fmt: skip


def _of_unit(one: Json) -> Row:
    code, source = one["indicator"], one["source"]
    return [
        one["unit"], code, _names()[code], one["text"] or _amount(code, one["value"]), _amount(code, one["target"]),
        _percent(one["completion"]), one["verdict"], one["rank"],
        f"{source['file']} {source['cell']}" if source else "",
    ]  # fmt: skip


def _of_standing(one: Json) -> Row:
    return [one["unit"], one["project"] or "综合", _percent(one["score"]), one["rank"]]


def _names() -> Mapping[str, str]:
    return {code: name for code, name, _ in indicators()}


def _amount(code: str, value: str | None) -> str:
    """A figure with its unit, a rate as a percentage."""
    unit = next(unit for one, _, unit in indicators() if one == code)
    if value is None:
        return ""
    return _percent(value) if unit == PERCENT else f"{value}{unit}"


def _percent(share: str | None) -> str:
    """A share as our papers show it, at one place."""
    return "" if share is None else f"{plain(shown_percent(Decimal(share), 1))}{PERCENT}"
