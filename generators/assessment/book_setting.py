"""The workbook 评价.xlsx while it is written: its results, its lists and their columns, its sheets' names."""

from enum import StrEnum

from generators.assessment.book_lines import Lines
from generators.assessment.book_lists import Listing
from generators.rows import RowSheet
from generators.sheet import Workbook
from generators.summary.book import sheet_names
from generators.summary.style import Styles
from model.assessment.assessment import Assessment
from model.results import Results

TOTAL_SHEET, WORDS_SHEET, PROJECTS_SHEET, SCORES_SHEET = "总表", "计分规则", "项目得分", "计分"
FIGURES_SHEET, STANDARDS_SHEET, STRUCK_SHEET = "指标数", "验收", "核减清单"
FIXED_SHEETS = (
    TOTAL_SHEET, WORDS_SHEET, PROJECTS_SHEET, SCORES_SHEET, FIGURES_SHEET, STANDARDS_SHEET, STRUCK_SHEET,
)  # fmt: skip


class Project(StrEnum):
    """Columns of 项目得分."""

    NUMBER = "序号"
    GROUP = "排名组"
    UNIT = "填报单位"
    CATEGORY = "类别"
    PROJECT = "项目"
    FULL = "满分"
    POINTS = "各项得分之和"
    VETOES = "一票否决不通过"
    UNKNOWN = "未评的计分项"
    STATE = "情况"
    SCORE = "得分"
    RANK = "名次"
    SHOWN = "所示得分"
    RANK_KEY = "名次组"


class Score(StrEnum):
    """Columns of 计分."""

    NUMBER = "序号"
    UNIT = "填报单位"
    PROJECT = "项目"
    SUBJECT = "计分对象"
    METHOD = "计分办法"
    RULE = "怎么计分"
    POINTS = "分值"
    SHARE = "折算比例"
    PASSED = "通过"
    FAILED = "不通过"
    OPEN = "没有结论"
    TYPED = "部门打分"
    SCORE = "得分"
    STATE = "情况"
    REMARK = "说明"
    FULL = "计入满分"
    PROJECT_KEY = "项目行"


class Counted(StrEnum):
    """Columns of 指标数."""

    NUMBER = "序号"
    UNIT = "填报单位"
    PROJECT = "项目"
    CODE = "编码"
    INDICATOR = "指标"
    MEASURE = "单位"
    TARGET = "年度目标"
    REPORTED = "自报数"
    CHECKED = "初核数"
    CONFIRMED = "认定数"
    FIGURE = "计入数"
    STAGE = "以谁为准"
    RAW = "完成情况"
    SHARE = "计分比例"
    WEIGHT = "权重"
    REMARK = "备注"
    SOURCE = "来源"
    WEIGHTED = "加权"
    RULE_KEY = "计分行"


class Judged(StrEnum):
    """Columns of 验收."""

    NUMBER = "序号"
    UNIT = "填报单位"
    CODE = "编码"
    INDICATOR = "指标"
    STANDARD_NUMBER = "标准序号"
    STANDARD = "验收标准"
    VETO = "一票否决"
    SELF_CHECK = "自查"
    FIRST = "初核结论"
    FINAL = "认定结论"
    COUNTED = "计入结论"
    OPINION = "意见"


class Book:
    """What all sheets share. `unit_sheets` gives each assessed unit's sheet, by the unit's name."""

    def __init__(self, results: Results, workbook: Workbook) -> None:
        assert results.assessment is not None, "only an assessed period has 评价.xlsx"
        self.results, self.workbook = results, workbook
        self.assessment: Assessment = results.assessment
        self.breakdown, self.styles = results.breakdown, Styles(workbook)
        self.lines = Lines(results, self.assessment)
        self.assessed_projects = {one.project_key for one in self.lines.projects}
        self.unit_sheets = sheet_names([one.name for one in self.breakdown.units_assessed], FIXED_SHEETS)
        self._failed = workbook.book.add_format({"bg_color": "#F8CBAD", "font_color": "#833C0B"})
        lines = self.lines
        self.projects = Listing(
            PROJECTS_SHEET, Project, len(lines.projects), _PROJECT_WIDTHS, (Project.SHOWN, Project.RANK_KEY)
        )
        self.scores = Listing(SCORES_SHEET, Score, len(lines.rules), _SCORE_WIDTHS, (Score.FULL, Score.PROJECT_KEY))
        self.figures = Listing(
            FIGURES_SHEET, Counted, len(lines.figures), _FIGURE_WIDTHS, (Counted.WEIGHTED, Counted.RULE_KEY)
        )
        self.rule_keys = max((len(one.rules) for one in lines.standards), default=0)
        self.veto_keys = max((len(one.projects) for one in lines.standards), default=0)
        self.standards = Listing(
            STANDARDS_SHEET, Judged, len(lines.standards), _STANDARD_WIDTHS, keys=self.rule_keys + self.veto_keys
        )

    @property
    def title(self) -> str:
        """`平顶山市2023年重点民生实事年中评价`."""
        basics = self.breakdown.basics
        return f"{basics.region}{basics.year}年重点民生实事{self.assessment.word}评价"

    @property
    def as_of(self) -> str:
        """截至 the day the figures stand at, never the day of printing (contract section 6)."""
        day = self.breakdown.as_of(self.results.period)
        return f"{self.results.period.title}　截至{day.year}年{day.month}月{day.day}日"

    @property
    def earlier_label(self) -> str:
        """How the year's earlier score is called: 年中得分; by its period where both assessments have one word."""
        earlier = self.assessment.earlier
        if earlier is None:
            return ""
        return f"{earlier.period.title if earlier.word == self.assessment.word else earlier.word}得分"

    def mark_failed(self, sheet: RowSheet, place: tuple[int, int, int, int], criterion: str) -> None:
        """Marks in red the cells of `place` (first row, first column, last row, last column) where a formula holds."""
        sheet.conditional_format(*place, {"type": "formula", "criteria": criterion, "format": self._failed})

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets' names in their order; 验收 is there where anything has to be accepted."""
        fixed = (one for one in FIXED_SHEETS if one != STANDARDS_SHEET or self.lines.standards)
        return (*fixed, *self.unit_sheets.values())


_PROJECT_WIDTHS = {
    Project.NUMBER: 6, Project.UNIT: 16, Project.CATEGORY: 18, Project.PROJECT: 34, Project.FULL: 8, Project.RANK: 7,
    Project.STATE: 10, Project.VETOES: 10, Project.UNKNOWN: 10,
}  # fmt: skip
_SCORE_WIDTHS = {
    Score.NUMBER: 6, Score.UNIT: 14, Score.PROJECT: 24, Score.SUBJECT: 20, Score.METHOD: 11, Score.RULE: 34,
    Score.POINTS: 7, Score.PASSED: 7, Score.FAILED: 7, Score.OPEN: 7, Score.REMARK: 30, Score.STATE: 8,
}  # fmt: skip
_FIGURE_WIDTHS = {
    Counted.NUMBER: 6, Counted.UNIT: 14, Counted.PROJECT: 22, Counted.CODE: 8, Counted.INDICATOR: 24,
    Counted.STAGE: 7, Counted.WEIGHT: 6, Counted.REMARK: 28, Counted.SOURCE: 36,
}  # fmt: skip
_STANDARD_WIDTHS = {
    Judged.NUMBER: 6, Judged.UNIT: 14, Judged.CODE: 8, Judged.INDICATOR: 22, Judged.STANDARD_NUMBER: 6,
    Judged.STANDARD: 50, Judged.VETO: 6, Judged.OPINION: 40,
}  # fmt: skip
