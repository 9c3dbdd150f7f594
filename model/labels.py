"""Labels of sheets, columns and head fields, each written once (contract sections 2, 3 and 7)."""

from enum import StrEnum

BREAKDOWN_NAME = "目标分解表"
FORMS_FOLDER, SUBMISSIONS_FOLDER, RESULTS_FOLDER = "填报表", "上报", "结果"
RESULTS_FILE, CORRECTIONS_FILE, CARRY_OVER_FILE = "结果.json", "更正.xlsx", "上期数.xlsx"
SUMMARY_FILE, NOTICE_FILE, SOURCES_FILE = "汇总表.xlsx", "通报.docx", "数据来源.xlsx"
"""The folders and files of a period that the contract names (sections 1 and 5)."""
FIRST_CHECK_FORMS, FIRST_CHECK_FOLDER = "初核表", "初核"
FINAL_CHECK_FORMS, FINAL_CHECK_FOLDER = "认定表", "认定"
ASSESSMENT_FILE, ASSESSMENT_NOTICE_FILE, CONCLUSIONS_FOLDER = "评价.xlsx", "评价通报.docx", "验收结论"
"""The folders and files of an assessed period (section 7)."""
TEMPLATES_FOLDER, OWN_TEMPLATES_FOLDER, ASSIGNMENT_FOLDER = "templates", "模板", "分解"
NOTICE_TEMPLATE, PLAIN_NOTICE_TEMPLATE = "进度通报", "通报_无版头"
TEMPLATES = (
    NOTICE_TEMPLATE, PLAIN_NOTICE_TEMPLATE, "推进情况表", "反馈单", "催报单", "督办单", "任务分解通知", "责任清单",
    "填报说明", "评价通报", "验收结论",
)  # fmt: skip
"""The folders with templates and with the papers of a breakdown, and the templates by name (sections 1 and 4)."""
FIGURES_NAMESPACE = "urn:minsheng-reports:figures"
"""Of the list of its figures that a paper of ours carries."""


class Sheet(StrEnum):
    """Sheets of the breakdown and of the office's own workbooks."""

    BASICS = "基本信息"
    INDICATORS = "指标"
    PROJECTS = "项目"
    UNITS = "填报单位"
    PERIODS = "期次"
    ADJUSTMENTS = "目标调整"
    RELATIONS = "审核关系"
    EXEMPTIONS = "豁免"
    STANDARDS = "验收标准"
    SCORING = "评分"
    CORRECTIONS = "更正"
    RECEIPTS = "报送登记"


class Basic(StrEnum):
    """Items of the sheet 基本信息."""

    REGION = "地区"
    YEAR = "年度"
    LEVEL = "层级"
    ISSUER = "发文机关"
    ISSUER_CODE = "机关代字"
    ADDRESSEES = "主送机关"
    COPIES = "抄送"
    PRINTER = "印发机关"
    DUE_DAY = "上报日"
    MISSING_POLICY = "缺报处理"
    FAULT_POLICY = "有误处理"
    COMPLETION_DIGITS = "完成率小数位"
    PACE_TOLERANCE = "序时容差"
    SCORE_CAP = "计分封顶"
    SUPERVISION_PERIODS = "督办期数"


class BasicColumn(StrEnum):
    """Columns of the sheet 基本信息."""

    ITEM = "项"
    CONTENT = "值"


class IndicatorColumn(StrEnum):
    """Columns of the sheet 指标 before the reporting units' own columns."""

    CODE = "编码"
    CATEGORY = "类别"
    PROJECT = "项目"
    NAME = "指标"
    TASK = "任务表述"
    UNIT = "单位"
    FORM_UNIT = "填报计量"
    KIND = "类型"
    ROLLUP = "汇总方式"
    ACCRUAL = "累计方式"
    SCHEDULE = "序时"
    DIRECTION = "方向"
    COMPARATOR = "比较"
    DIGITS = "小数位"
    WEIGHT = "权重"
    PART_OF = "其中于"
    EXPLANATION = "指标解释"
    NUMERATOR = "分子口径"
    DENOMINATOR = "分母口径"
    LEAD = "牵头单位"
    SHARED = "责任单位"
    FIRST_CHECK = "初核单位"
    FINAL_CHECK = "认定单位"
    TARGET = "目标"


class ProjectColumn(StrEnum):
    """Columns of the sheet 项目."""

    CATEGORY = "类别"
    NUMBER = "序号"
    PROJECT = "项目"
    TASK = "工作任务"
    WEIGHT = "权重"
    DEPARTMENT = "责任单位"
    PERSON = "责任人"
    LEADER = "分管领导"
    CONTACT = "联系人"
    TELEPHONE = "联系电话"


class UnitColumn(StrEnum):
    """Columns of the sheet 填报单位."""

    NAME = "名称"
    KIND = "类型"
    ALIASES = "别名"
    ORDER = "排序"
    RANK_GROUP = "排名组"


class PeriodColumn(StrEnum):
    """Columns of the sheet 期次."""

    PERIOD = "期次"
    DATA_AS_OF = "数据截止"
    DUE = "上报截止"
    DOCUMENT_NUMBER = "文号"
    DATED = "成文日期"
    PRINTED = "印发日期"
    ASSESSMENT = "评价"
    ASSESSMENT_WEIGHT = "评价权重"
    PREVIOUS = "上期"


class AdjustmentColumn(StrEnum):
    """Columns of the sheet 目标调整."""

    CODE = "编码"
    UNIT = "单位"
    OLD = "原目标"
    NEW = "新目标"
    SINCE = "自"
    BASIS = "依据"


class RelationColumn(StrEnum):
    """Columns of the sheet 审核关系."""

    NUMBER = "编号"
    EXPRESSION = "关系式"
    LEVEL = "级别"
    NOTE = "说明"


class ExemptionColumn(StrEnum):
    """Columns of the sheet 豁免."""

    UNIT = "单位"
    CODE = "编码"
    RULE = "规则"
    UNTIL = "至"
    APPROVED_BY = "批准人"
    REASON = "理由"


class StandardColumn(StrEnum):
    """Columns of the sheet 验收标准."""

    CODE = "编码"
    NUMBER = "序号"
    STANDARD = "验收标准"
    VETO = "一票否决"


class ScoringColumn(StrEnum):
    """Columns of the sheet 评分 of the breakdown; a row names a project or indicators under either of the first two."""

    PROJECT = "项目"
    CODE = "编码"
    POINTS = "分值"
    METHOD = "计分办法"
    TERMS = "参数"
    NOTE = "说明"


class FormColumn(StrEnum):
    """Columns of a form's rows, in the order of the form (contract section 3)."""

    CODE = "编码"
    PROJECT = "项目"
    NAME = "指标"
    UNIT = "单位"
    TARGET = "年度目标"
    PREVIOUS = "上期累计"
    VALUE = "本期累计"
    NUMERATOR = "分子"
    DENOMINATOR = "分母"
    STATE = "状态"
    COMPLETION = "完成率"
    PROGRESS = "进展情况"
    PROBLEMS = "存在问题及下步措施"
    EVIDENCE = "佐证材料"
    EXPLANATION = "说明"
    SELF_CHECK = "自检"


class FormHead(StrEnum):
    """Head fields of a form; the value stands in the next cell to the right."""

    UNIT = "填报单位"
    PERIOD = "期次"
    FILLED_ON = "填报日期"
    FILLED_BY = "填报人"
    TELEPHONE = "联系电话"
    CHECKED_BY = "审核人"
    SIGNED_BY = "单位负责人（签章）"


class AcceptanceColumn(StrEnum):
    """Columns of a form's sheet 验收, in a period with 评价 (contract section 3)."""

    CODE = "编码"
    NAME = "指标"
    NUMBER = "序号"
    STANDARD = "验收标准"
    VETO = "一票否决"
    SELF_VERDICT = "自查"
    EVIDENCE = "佐证材料"


class CheckSheet(StrEnum):
    """Sheets of 初核表 and 认定表 (contract section 7)."""

    FIGURES = "核数"
    STANDARDS = "验收"
    SCORES = "评分"


class CheckHead(StrEnum):
    """Head fields of 初核表 and 认定表; the value stands in the next cell to the right."""

    FIRST_CHECK = "初核单位"
    FINAL_CHECK = "认定单位"
    PERIOD = "期次"
    FILLED_ON = "填报日期"
    FILLED_BY = "填报人"
    SIGNED_BY = "单位负责人（签章）"


class FigureCheckColumn(StrEnum):
    """Columns of the sheet 核数."""

    CODE = "编码"
    NAME = "指标"
    UNIT = "填报单位"
    MEASURE = "单位"
    TARGET = "年度目标"
    REPORTED = "自报数"
    CHECKED = "初核数"
    CONFIRMED = "认定数"
    STRUCK = "核减"
    REASON = "核减原因"


class StandardCheckColumn(StrEnum):
    """Columns of the sheet 验收 of 初核表 and 认定表."""

    CODE = "编码"
    NAME = "指标"
    UNIT = "填报单位"
    NUMBER = "序号"
    STANDARD = "验收标准"
    VETO = "一票否决"
    SELF_VERDICT = "自查"
    EVIDENCE = "佐证材料"
    VERDICT = "结论"
    OPINION = "意见"


class ScoreColumn(StrEnum):
    """Columns of the sheet 评分 of 初核表."""

    PROJECT = "项目"
    UNIT = "填报单位"
    POINTS = "分值"
    SCORE = "得分"
    REASON = "理由"


class StampItem(StrEnum):
    """What the hidden sheet of a form tells."""

    UNIT = "填报单位"
    PERIOD = "期次"
    ASKED = "任务摘要"
    CELLS = "表样摘要"
    STAGE = "核验环节"


class CorrectionColumn(StrEnum):
    """Columns of 更正.xlsx, sheet 更正."""

    UNIT = "单位"
    CODE = "编码"
    COLUMN = "栏"
    OLD = "原值"
    NEW = "更正值"
    BASIS = "依据"
    PROVIDED_BY = "提供人"
    HANDLED_BY = "经办人"
    DATED = "日期"


class ReceiptColumn(StrEnum):
    """Columns of 更正.xlsx, sheet 报送登记."""

    UNIT = "单位"
    RECEIVED = "收到日期"
    MEANS = "方式"


class CarryOverColumn(StrEnum):
    """Columns of 上期数.xlsx."""

    CODE = "编码"
    UNIT = "填报单位"
    VALUE = "值"


class DraftSheet(StrEnum):
    """Sheets that only a drafted breakdown has; who reads a breakdown passes them over."""

    CHECKING = "核对"
    CHANGES = "变化"
    UNADOPTED = "未采用"
    RECORD = "起草记录"


class DraftColumn(StrEnum):
    """Columns that a breakdown of our writing has besides the contract's; who reads a breakdown passes them over."""

    QUOTED = "原文"
    DOUBT = "疑点"
    THRESHOLDS = "量化要求"
    REASON = "提议理由"
    PLACE = "出处"
    HINT = "填写说明"
    LAST_TASK = "上年任务表述"
    LAST_TARGETS = "上年目标"


class RecordColumn(StrEnum):
    """Columns of the hidden sheet 起草记录: what draft wrote, cell by cell."""

    SHEET = "表"
    KEY = "键"
    LABEL = "栏"
    CONTENT = "值"


DRAFTED_FILE, DRAFTED_DIGEST = "文件", "sha256"
"""In the sheet 起草记录 the 表 and the 栏 of a line that names a paper (its 键) and its sha256 (its 值)."""

NOT_ASKED = "—"
"""What we write ourselves in a target cell that is not asked."""
NOT_ASKED_WORDS = frozenset({NOT_ASKED, "–", "-", "/", "无", "不涉及"})
"""A target cell that holds one of these is not asked (contract section 2)."""

CENTRAL_EXECUTION = "统一安排实施"
"""A target phrase with these words is not asked of the unit (contract section 2)."""

YES = "是"
