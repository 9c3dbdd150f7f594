"""A small assessed year and the departments' workbooks of it, filled in as tables.

asked = checking(tmp_path)
fill(asked, BUREAU, 核数={("1.1", "宝丰县"): {"初核数": 25000, "核减原因": "重复计数"}})
assert take(asked).figures["1.1", "宝丰县"].value == Decimal("2.5")
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from generators.assessment.check_form import check_workbook
from model.assessment.check_form import FIRST_ROW, HEAD_ROW, LABEL_ROW, CheckForm, final_check_forms, first_check_forms
from model.assessment.checked import CheckIntake
from model.breakdown import Breakdown
from model.period import Period
from model.submission import Intake, SelfCheck, SelfVerdict, Source, Stage
from tests.tables import issue_and_fill, year
from validators.assessment.intake import take_in_checks
from validators.intake import take_in
from validators.period_folder import open_period

PERIOD = "2023-09"
BUREAU, HEALTH, OFFICE = "市人社局", "市卫健委", "市督查室"
TABLE = """
    编码 | 项目 | 指标 | 单位 | 填报计量 | 类型 | 汇总方式 | 小数位 | 方向 | 初核单位 | 认定单位 | 目标 | 宝丰县 | 郏县
    1.1 | 技能培训 | 培训人次 | 万人 | 人 | 数量 | 合计 | 2 | | 市人社局 | 市督查室 | | 2.7 | 1.5
    1.10 | 技能培训 | 技能人才 | 人 | | 数量 | 合计 | 0 | | 市人社局 | 市督查室 | | 900 | 500
    2.1 | 妇幼健康 | 筛查率 | % | | 比率 | 加权 | 1 | | 市卫健委 | 市督查室 | 65% | 65% | 65%
    3.1 | 技能培训 | 实训基地 | | | 状态 | 各达标 | 0 | | 市人社局 | 市督查室 | | 已完成 | 已完成
    4.1 | 技能培训 | 投诉率 | % | | 比率 | 不汇总 | 2 | 越低越好 | 市人社局、市卫健委 | | | 5% | 5%
"""
SHEETS: dict[str, Any] = {
    "期次": "期次 | 评价\n2023-09 | 年中",
    "验收标准": "编码 | 序号 | 验收标准 | 一票否决\n1.1 | 1 | 台账齐全 | 是\n1.1 | 2 | 取证率不低于60% |",
    "评分": """
        项目 | 分值 | 计分办法 | 参数
        技能培训 | 60 | 完成率 |
        技能培训 | 10 | 人工 |
        技能培训 | 10 | 扣分 | 迟报每次扣1分
    """,
}
SENT: dict[str, dict[str, dict[str, Any]]] = {
    "宝丰县": {
        "1.1": {"本期累计": 26000}, "1.10": {"本期累计": 900}, "2.1": {"分子": 2, "分母": 3}, "3.1": {"状态": "已完成"},
        "4.1": {"本期累计": 0.03},
    },
    "郏县": {
        "1.1": {"本期累计": 15000}, "2.1": {"分子": 650, "分母": 1000}, "3.1": {"状态": "推进中"},
        "4.1": {"本期累计": 0.04},
    },
}  # fmt: skip
"""What the counties report; 郏县 has not reported 1.10."""
LAPSES = {(2, "宝丰县"): (Decimal(-1), "迟报1次"), (2, "郏县"): (Decimal(0), "")}
SELF_CHECKS = {
    (0, "宝丰县"): SelfCheck(0, "宝丰县", SelfVerdict.NOT_MET, "台账", Source("上报/宝丰县.xlsx", "验收", "F3")),
}

Typed = Mapping[tuple[Any, ...], Any]


@dataclass
class Checking:
    """An assessed period with what the counties sent and what the departments are asked."""

    folder: Path
    breakdown: Breakdown
    period: Period
    intake: Intake
    stage: Stage = Stage.CHECKED
    first: CheckIntake = field(default_factory=lambda: CheckIntake(Stage.CHECKED))

    @property
    def forms(self) -> tuple[CheckForm, ...]:
        reported = self.intake.reported
        if self.stage is Stage.CHECKED:
            return first_check_forms(self.breakdown, self.period, reported, SELF_CHECKS, LAPSES)
        return final_check_forms(self.breakdown, self.period, reported, SELF_CHECKS, self.first)

    def form(self, department: str) -> CheckForm:
        return next(one for one in self.forms if one.department == department)

    @property
    def inbox(self) -> Path:
        return self.folder / {Stage.CHECKED: "初核", Stage.CONFIRMED: "认定"}[self.stage]


def checking(tmp_path: Path, sent: Mapping[str, Any] = SENT, table: str = TABLE) -> Checking:
    """The year at 初核, before any department answered."""
    folder = year(tmp_path, table, **SHEETS)
    for unit, rows in sent.items():
        issue_and_fill(folder, PERIOD, unit, rows)
    opened = open_period(folder / PERIOD)
    intake = take_in(opened.path, opened.breakdown, opened.period, opened.previous)
    return Checking(opened.path, opened.breakdown, opened.period, intake)


def cell_of(form: CheckForm, sheet: str, key: tuple[Any, ...], label: str, book: Any) -> Any:
    """The cell of a row by (编码, 填报单位), (place of the standard, 填报单位) or (place of the rule, 填报单位)."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "核数": [(one.indicator.code, one.unit) for one in form.figures],
        "验收": [(one.place, one.unit) for one in form.standards],
        "评分": [(one.place, one.unit) for one in form.scores],
    }
    labels = [cell.value for cell in book[sheet][LABEL_ROW]]
    return book[sheet].cell(FIRST_ROW + rows[sheet].index(key), labels.index(label) + 1)


def as_reported(asked: Checking, department: str) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """A workbook of a department that finds everything in order: what is typed by sheet, row and column."""
    form = asked.form(department)
    own = "初核数" if asked.stage is Stage.CHECKED else "认定数"
    contents = {(one.indicator.code, one.unit): one.reported_content for one in form.figures}
    return {
        "核数": {key: {own: content} for key, content in contents.items() if content is not None},
        "验收": {
            (one.place, one.unit): {"结论": "通过", "意见": "抽查属实" if one.row.standard.is_veto else None}
            for one in form.standards
        },
        "评分": {(one.place, one.unit): {"得分": 8} for one in form.scores if one.counted is None},
    }


def filled_book(asked: Checking, department: str, *, complete: bool = True, **typed: Typed) -> Any:
    """The workbook of a department as openpyxl has it: in order, with `typed` laid over it; None empties a cell."""
    form = asked.form(department)
    book = openpyxl.load_workbook(io.BytesIO(check_workbook(form)))
    contents = as_reported(asked, department) if complete else {}
    for sheet in {**contents, **typed}:
        rows = {key: dict(cells) for key, cells in contents.get(sheet, {}).items()}
        for key, cells in typed.get(sheet, {}).items():
            rows[key] = {**rows.get(key, {}), **cells}
        for key, cells in rows.items():
            for label, content in cells.items():
                value = float(content) if isinstance(content, Decimal) else content
                cell_of(form, sheet, key, label, book).value = value
    return book


def put_head(book: Any, label: str, content: Any, sheet: str = "核数") -> None:
    """Writes a head field."""
    at = next(cell for cell in book[sheet][HEAD_ROW] if cell.value == label)
    book[sheet].cell(HEAD_ROW, at.column + 1).value = content


def send(asked: Checking, book: Any, file: str) -> Path:
    """Puts a workbook into the folder of the stage."""
    path = asked.inbox / file
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def fill(asked: Checking, department: str, *, file: str | None = None, complete: bool = True, **typed: Typed) -> Path:
    """Fills in the workbook of a department and sends it."""
    return send(asked, filled_book(asked, department, complete=complete, **typed), file or f"{department}.xlsx")


def take(asked: Checking) -> CheckIntake:
    """What is made of the folder of the stage."""
    return take_in_checks(asked.folder, asked.forms, asked.breakdown, asked.period, asked.stage)
