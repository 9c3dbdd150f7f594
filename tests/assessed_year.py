"""September of the year of 汇总表.xlsx as an assessed period: what two departments checked and one confirmed."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from model.assessment.checked import CheckedFigure, CheckIntake, Checks
from model.assessment.scoring import assess
from model.finding import Finding, Severity
from model.quantity import read_number
from model.results import Results
from model.rollup import roll_up
from model.submission import Reported, Source, Stage, Status, Submission
from model.target import STATES
from tests.summary_year import summary_results

FIRST, LATE, FINAL = "市人社局", "市教育局", "市统计局"
"""Who checked, who was asked and has not answered (it is a 填报单位 too), who confirmed."""

CHECKED: Mapping[tuple[str, str], str] = {
    ("1.1", "宝丰县"): "28", ("1.1", "郏县"): "21", ("1.1", "叶县"): "13",
    ("2.1", "叶县"): "88%", ("2.1", "宝丰县"): "95%", ("3.4", "叶县"): "21", ("4.2", "市教育局"): "推进中",
    ("3.1", "郏县"): "78.5%",
}  # fmt: skip
CONFIRMED: Mapping[tuple[str, str], str] = {("1.1", "宝丰县"): "27", ("1.1", "叶县"): "14"}
"""What the departments say, by code and unit; 认定 gives 叶县 back what 初核 struck."""


def checked_figures(
    said: Mapping[tuple[str, str], str], stage: Stage, department: str
) -> dict[tuple[str, str], CheckedFigure]:
    """What stands in a department's workbook, a row a figure."""
    return {
        (code, unit): CheckedFigure(
            code, unit, department, stage,
            None if words in STATES else read_number(words),
            words if words in STATES else None,
            "重复计算", Source(f"{stage.label}/{department}.xlsx", "核数", f"{'GH'[stage is Stage.CONFIRMED]}{row}"),
        )
        for row, ((code, unit), words) in enumerate(said.items(), 5)
    }  # fmt: skip


def _finding() -> Finding:
    return Finding(
        unit=FIRST, file=f"初核/{FIRST}.xlsx", sheet="核数", cell="G9", indicator="1.2", severity=Severity.ERROR,
        rule="V01", message="初核数12高于自报数7。", value="12", expected="不高于7", remedy="改为不高于自报数的数。",
        column="初核数",
    )  # fmt: skip


def some_checks() -> Checks:
    """初核: one of two departments has answered, with a fault and two blank rows. 认定: answered."""
    first = CheckIntake(
        Stage.CHECKED, (FIRST, LATE), (FIRST,), checked_figures(CHECKED, Stage.CHECKED, FIRST),
        unchecked={FIRST: 2},
        submissions=(
            Submission(FIRST, f"初核/{FIRST}.xlsx", "1" * 64, Status.PARTIAL),
            Submission(LATE, None, None, Status.MISSING),
        ),
        findings=(_finding(),),
    )  # fmt: skip
    final = CheckIntake(
        Stage.CONFIRMED, (FINAL,), (FINAL,), checked_figures(CONFIRMED, Stage.CONFIRMED, FINAL),
        submissions=(Submission(FINAL, f"认定/{FINAL}.xlsx", "2" * 64, Status.ACCEPTED),),
    )  # fmt: skip
    return Checks(first, final)


def as_assessed(results: Results, checks: Checks) -> Results:
    """The same period with what departments say laid over what was reported."""
    reported: Mapping[tuple[str, str], Reported] = results.intake.reported
    breakdown, period = results.breakdown, results.period
    rollup = roll_up(breakdown, period, checks.laid_over(reported), results.previous)
    assessment = assess(breakdown, period, rollup, reported, checks, {}, results.history)
    return replace(results, rollup=rollup, assessment=replace(assessment, word="年末", weight=Decimal(1)))


def assessed_results(checks: Checks | None = None) -> Results:
    """September's results, assessed."""
    return as_assessed(summary_results(), some_checks() if checks is None else checks)
