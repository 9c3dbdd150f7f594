"""A small year with a row of each way to roll up and to judge, for the tests of 汇总表.xlsx."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from generators.summary import summary_workbook
from model.breakdown import Breakdown
from model.figure import History
from model.indicator import Accrual, Direction, Kind, Rollup
from model.results import Results
from tests import years
from tests.years import Sent, a_year, an_adjustment, as_previous, row

MISSING_UNIT = "鲁山县"
COUNTIES = ("宝丰县", "郏县", "叶县", "鲁山县")


def counties(*targets: str | None) -> dict[str, str | None]:
    """A target for each county, in order."""
    return dict(zip(COUNTIES, targets, strict=True))


SUMMED = row("1.1", city="100", asked=counties("30", "30", "20", "20"), project="就业")
TEN = row("1.10", asked=counties("5", "5", "5", "5"), project="就业")
PART = row("1.2", city="50", asked=counties("20", "10", "10", "10"), part_of="1.1", project="就业")
SCALED = row(
    "1.3", city="0.9万人以上", asked=counties("0.3", "0.3", "0.3", "0.1"), unit="万人", digits=4, project="就业"
)
WEIGHTED = row(
    "2.1", Kind.RATE, Rollup.WEIGHTED, city="90%", asked=counties("90%", "90%", "90%", "90%"),
    denominator="应查人数", accrual=Accrual.STOCK, digits=1, project="健康",
)  # fmt: skip
EACH = row(
    "2.2", Kind.RATE, Rollup.EACH, city="65%", asked=counties("65%", "65%", "65%", "65%"),
    denominator="应筛人数", accrual=Accrual.STOCK, digits=1, project="健康",
)  # fmt: skip
RANGE = row("2.3", Kind.AMOUNT, Rollup.EACH, asked=counties("2—3个", "2—3个", "1", "1"), unit="个", project="健康")
MEAN = row(
    "3.1", Kind.PROGRESS, Rollup.MEAN, city="100%", asked=counties("100%", "100%", "100%", "100%"), project="建设"
)
MILESTONE = row("3.2", city="8", asked=counties("2", "2", "2", "2"), schedule="8月25日100%", project="建设")
NOT_ADDED = row("3.3", Kind.AMOUNT, Rollup.NONE, asked=counties("87", "45", "45", None), project="建设")
CEILING = row(
    "3.4", Kind.STANDARD, Rollup.NONE, asked=counties("15", "15", "20", "20"), unit="分钟", digits=1,
    direction=Direction.LOWER, accrual=Accrual.STOCK, project="建设",
)  # fmt: skip
OWN = row("4.1", Kind.AMOUNT, Rollup.OWN_LEVEL, city="13", 市民政局=None, 宝丰县="4", project="城市")
STATE = row("4.2", Kind.STATE, Rollup.OWN_LEVEL, 市民政局=None, 市教育局=None, schedule="不比", project="城市")
ZERO = row("4.3", city="0", asked={"宝丰县": "0"}, direction=Direction.LOWER, project="城市")
ROWS = (
    SUMMED, TEN, PART, SCALED, WEIGHTED, EACH, RANGE, MEAN, MILESTONE, NOT_ADDED, CEILING, OWN, STATE, ZERO,
)  # fmt: skip

LAST_MONTH: Mapping[str, Mapping[str, Sent]] = {
    "1.1": {"宝丰县": "20", "郏县": "15", "叶县": "10", "鲁山县": "10"},
    "2.1": {"宝丰县": ("80", "100"), "郏县": ("85", "100")},
    "3.1": {"宝丰县": "50%", "郏县": "40%", "叶县": "60%", "鲁山县": "50%"},
    "4.2": {"市民政局": "未启动", "市教育局": "推进中"},
}
IN_JULY: Mapping[str, Mapping[str, Sent]] = {"1.1": {"宝丰县": "12", "郏县": "15"}, "4.2": {"市民政局": "未启动"}}
SENT: Mapping[str, Mapping[str, Sent]] = {
    "1.1": {"宝丰县": "30", "郏县": "21", "叶县": "14", "鲁山县": "19.992"},
    "1.10": {"宝丰县": "5", "郏县": "4", "叶县": "0"},
    "1.2": {"宝丰县": "15", "郏县": "7", "叶县": "7", "鲁山县": "2"},
    "1.3": {"宝丰县": "0.1", "郏县": "0.2", "叶县": "0.6", "鲁山县": "0"},
    "2.1": {"宝丰县": ("95", "100"), "郏县": ("1799", "2000"), "叶县": ("90", "100"), "鲁山县": ("50", "60")},
    "2.2": {"宝丰县": ("70", "100"), "郏县": ("66", "100"), "叶县": ("64", "100")},
    "2.3": {"宝丰县": "2", "郏县": "3", "叶县": "1"},
    "3.1": {"宝丰县": "70%", "郏县": "80%", "叶县": "75%", "鲁山县": "75%"},
    "3.2": {"宝丰县": "2", "郏县": "2", "叶县": "1", "鲁山县": "0"},
    "3.3": {"宝丰县": "88", "郏县": "44", "叶县": "44", "鲁山县": "3"},
    "3.4": {"宝丰县": "14.5", "郏县": "15.4", "叶县": "19", "鲁山县": "20.04"},
    "4.1": {"市民政局": "10", "宝丰县": "3"},
    "4.2": {"市民政局": "推进中", "市教育局": "已完成"},
    "4.3": {"宝丰县": "0"},
}


def summary_year(**basics: Any) -> Breakdown:
    return a_year(*ROWS, **basics)


def summary_results(sent: Mapping[str, Mapping[str, Sent]] = SENT, **basics: Any) -> Results:
    """September's results after July's and August's; 鲁山县 has not reported two rows, 1.10 and 2.2."""
    breakdown = summary_year(**basics)
    july = as_previous(years.results(breakdown, IN_JULY, "2023-07"))
    august = as_previous(years.results(breakdown, LAST_MONTH, "2023-08", july))
    assert july.outcome is not None
    assert august.outcome is not None
    results = years.results(breakdown, sent, "2023-09", august)
    return replace(results, history=History((july.outcome, august.outcome)))


def adjusted_results() -> Results:
    """September's results with a county's target changed in July and the city's own in September."""
    adjustments = (
        an_adjustment("1.1", "叶县", "25", "2023-07", SUMMED.indicator),
        an_adjustment("1.1", "", "110", "2023-09", SUMMED.indicator),
    )
    breakdown = a_year(*ROWS, adjustments=adjustments)
    return years.results(breakdown, SENT, "2023-09", as_previous(years.results(breakdown, SENT, "2023-08")))


def misleading_results() -> Results:
    """The city's rate of 2.1 shows as the 90.0% that is asked and falls short of it: 2033 of 2260."""
    return summary_results({**SENT, "2.1": {**SENT["2.1"], "鲁山县": ("49", "60")}})


def changed(code: str, unit: str, value: Sent) -> dict[str, Mapping[str, Sent]]:
    """What was sent, but for one figure."""
    return {**SENT, code: {**SENT[code], unit: value}}


def opened(results: Results, *, is_formulas: bool = False) -> Any:
    """汇总表.xlsx as openpyxl reads it: stored values, or formulas."""
    return openpyxl.load_workbook(io.BytesIO(summary_workbook(results)), data_only=not is_formulas)


def labelled(sheet: Worksheet, head_row: int) -> list[dict[str, Any]]:
    """The rows below the labels of `head_row` (from 1), by label."""
    labels = [cell.value for cell in sheet[head_row]]
    rows = sheet.iter_rows(min_row=head_row + 1, values_only=True)
    return [{str(label): value for label, value in zip(labels, line, strict=True)} for line in rows]


def with_units(breakdown: Breakdown, **names: str) -> Breakdown:
    """The breakdown with units renamed."""
    units = tuple(replace(one, name=names.get(one.name, one.name)) for one in breakdown.units)
    targets = {(code, names.get(unit, unit)): target for (code, unit), target in breakdown.targets.items()}
    return replace(breakdown, units=units, targets=targets)
