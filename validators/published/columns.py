"""The columns of a published table, known by the words of its header: 项目, 指标任务, 目标值, 牵头单位, a county."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from validators.grid import Grid
from validators.published.departments import Role, role_of
from validators.published.regions import BELOW, regions_in
from validators.published.wording import bare


class Column(StrEnum):
    """What a column of a published table holds."""

    NUMBER = "序号"
    REGION = "县区"
    CATEGORY = "类别"
    PROJECT = "项目"
    NAME = "指标"
    CONTENT = "建设内容"
    TASK = "指标任务"
    VALUE = "目标值"
    UNIT = "计量单位"
    SHARE = "地区"
    ABOVE = "上级任务"
    MILESTONE = "分期目标"
    DUE = "完成时限"
    STANDARD = "验收标准"
    VETO = "一票否决"
    PROGRESS = "工作进度"
    LEAD = "牵头单位"
    SHARED = "责任单位"
    HELPER = "配合单位"
    FIRST_CHECK = "初核单位"
    FINAL_CHECK = "认定单位"
    PERSON = "责任人"
    LEADER = "分管领导"
    CONTACT = "联系人"
    TELEPHONE = "联系电话"


TELLING = frozenset({Column.PROJECT, Column.NAME, Column.CONTENT, Column.TASK, Column.VALUE, Column.STANDARD})
"""Without one of these a table says of no project what is to be done."""

_OF_ROLE = {
    Role.LEAD: Column.LEAD, Role.SHARED: Column.SHARED, Role.HELPER: Column.HELPER,
    Role.FIRST_CHECK: Column.FIRST_CHECK, Role.FINAL_CHECK: Column.FINAL_CHECK, Role.PERSON: Column.PERSON,
    Role.LEADER: Column.LEADER, Role.CONTACT: Column.CONTACT, Role.TELEPHONE: Column.TELEPHONE,
}  # fmt: skip
PART_OF_YEAR = (
    r"(?:第?[一四14]季度|1?[-—–~至]?3月|上半年|前?[二2两]个?季度|1?[-—–~至]?6月|第?[三3]季度|前三季度|1?[-—–~至]?9月)"
    r"(?:末|底|前)*(?:累计)?(?:目标|任务|进度|计划|完成)*[值数量]?"
)
"""A column that tells how far things have to be within the year: 一季度, 上半年, 1-9月."""
_LABELS = (
    (Column.NUMBER, r"(?:项目|任务|实事)?(?:序号|编号)|序|号|NO\.?"),
    (Column.REGION, r"各?(?:县|区|市|县区|区县|县市区?|市县区?|乡镇(?:街道)?|镇街|镇办|街道|地区|辖区)(?:名称|别)?"),
    (Column.VETO, r".*一票否决.*"),
    (Column.MILESTONE, PART_OF_YEAR),
    (Column.DUE, r"(?:计划)?(?:完成|办结|竣工|完工|交付)?(?:时限|期限|时间|日期)(?:要求|节点)?|时间节点"),
    (Column.CATEGORY, r"(?:项目|实事|任务|工作|指标)?(?:类别|分类|类型)|领域"),
    (Column.STANDARD, r".*(?:验收|考核|评价|认定|考评|评分|达标).*标准|标准|验收要求"),
    (Column.PROGRESS, r".*(?:进展|推进|完成|落实)(?:情况|进度)|.*(?:工作|目前|形象)进[度展]|进度|.*完成[数量值率]"),
    (Column.PROGRESS, r"(?:已|实际|累计)?完成"),
    (Column.UNIT, r"(?:计量|数量|指标)?单位"),
    (Column.VALUE, r".*(?:目标|任务|计划|指标)[值数量]|数量|.*[合总]计|总(?:目标|任务|数|量)"),
    (Column.VALUE, r"全年|年底|全年合计"),
    (Column.VALUE, r"全[市县区省](?:.*(?:目标|任务|指标))?"),
    (Column.NAME, r"(?:主要|具体|考核|评价|分解|任务|二级)?指标(?:名称|内容)?|任务名称|子项目?(?:名称)?"),
    (Column.CONTENT, r"(?:主要|项目)?建设(?:内容|规模).*|(?:主要|工作|实施|项目|具体)?内容.*|主要措施|工作措施"),
    (Column.TASK, r".*(?:任务|目标)(?:[及和与]?(?:要求|内容|分解|标准|安排))*|年度计划"),
    (Column.PROJECT, r".*项目(?:名称|内容)?|.*实事(?:名称|事项)?|(?:工作|重点|具体)?事项(?:名称)?|名称"),
    (Column.PROJECT, r"(?:民生|实事)?工程(?:名称)?"),
)  # fmt: skip
_KNOWN = tuple((column, re.compile(words)) for column, words in _LABELS)
_BRACKET = re.compile(r"[（(【\[]([^（()）【】\[\]]*)[）)】\]]$")
_YEAR = re.compile(r"^(?:20\d\d)年度?")
_REGION = re.compile(rf"^(?P<name>[\u4e00-\u9fff]{{1,11}}?{BELOW}|[市县区](?:本级|直))(?P<rest>.*)$")
_WHOLE_REGION = re.compile(rf"[\u4e00-\u9fff]{{1,11}}{BELOW}")
_NO_REGION = re.compile(r"[全我本各该城社小园片辖校景街乡镇市县区、]{1,4}(?:市|县|区|省|镇|乡|街道)|责任区")
_NO_PLACE = re.compile(
    "(?:社|小|园|校|景|街|片|厂|库|病|灌)区$|[超夜城门集都]市$|[乡城村集小]镇$"
    "|^(?:新|改|扩|续)?(?:建|造)|^(?:完成|新增|创建|打造|建设|覆盖|涉及)|^[城郊牧矿老新]区$"
)
"""What ends as names of regions do and is none: 新建社区, 老旧小区."""
_NUMBER = re.compile(r"[\d,.]+%?")
_TASKS = frozenset({Column.TASK, Column.VALUE, Column.NAME})
MAX_LABEL = 30


@dataclass(frozen=True)
class Heading:
    """A column as its header has it. `region` is whose figures stand in it, `unit` the one that its label names.

    `own` is the region where that is the paper's own, `year` the one that the label names.
    """

    column: Column
    label: str
    region: str = ""
    unit: str = ""
    own: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Header:
    """The header of a table: its first and last row, and by column number what stands below.

    `others` are the columns whose words say nothing known (备注, 完成时限).
    """

    first_row: int
    last_row: int
    headings: Mapping[int, Heading]
    others: tuple[int, ...] = ()

    def of(self, *wanted: Column) -> tuple[int, ...]:
        """The numbers of the columns of a kind, from the left."""
        return tuple(number for number, one in sorted(self.headings.items()) if one.column in wanted)

    def has(self, column: Column) -> bool:
        """Whether there is a column of that kind."""
        return bool(self.of(column))

    def without(self, numbers: Sequence[int]) -> "Header":
        """The same header, some of its columns taken for ones whose words say nothing known."""
        kept = {number: one for number, one in self.headings.items() if number not in numbers}
        return replace(self, headings=kept, others=tuple(sorted((*self.others, *numbers))))

    def changed(self, number: int, column: Column) -> "Header":
        """The same header, a column taken for one of another kind."""
        was = self.headings[number]
        heading = replace(was, column=column, region="", own="" if column is Column.ABOVE else was.region)
        return replace(self, headings={**self.headings, number: heading})


def heading_of(label: str, above: str = "") -> Heading | None:
    """What a column is by its label, or by the label of the group `above` it; None for words that are not known."""
    text = bare(label)
    if not text or len(text) > MAX_LABEL:
        return _of_group(bare(above), text)
    unit = unit_in(text)
    text = _YEAR.sub("", without_unit(text))
    found = _of_text(text, unit)
    if found is not None and (year := _YEAR.match(bare(label)) or _YEAR.match(bare(above))):
        found = replace(found, year=int(year[0][:4]))
    if found is not None and found.column in _TASKS and (region := whole_region(bare(above))):
        return Heading(Column.SHARE, label, region, unit)
    return found or _of_group(bare(above), text)


def _of_group(above: str, below: str) -> Heading | None:
    """A column whose own label is blank or unknown, by the label over its group."""
    return heading_of(above) if above and not below else None


def _of_text(text: str, unit: str) -> Heading | None:
    if _known(text) is Column.REGION:
        return Heading(Column.REGION, text)
    name, rest = _split_region(text)
    # 平顶山市初核单位 is a check, 汝州市指标任务 the tasks of 汝州市, 宝丰县 alone what stands below it of 宝丰县.
    role = role_of(text)
    if role in _OF_ROLE:
        return Heading(_OF_ROLE[role], text)
    if name and (not rest or _known(rest) in _TASKS):
        return Heading(Column.SHARE, text, name, unit)
    column = _known(text)
    return Heading(column, text, unit=unit) if column else None


def _known(text: str) -> Column | None:
    return next((column for column, words in _KNOWN if words.fullmatch(text)), None)


def _split_region(text: str) -> tuple[str, str]:
    """The region with which a label begins and what is behind it; two empty texts where it begins with none."""
    match = _REGION.match(text)
    if match is None or _NO_REGION.fullmatch(text) or _NO_PLACE.search(text):
        return "", ""
    if _WHOLE_REGION.fullmatch(text) and not _known(match["rest"]):
        return text, ""
    return ("", "") if _NO_REGION.fullmatch(match["name"]) else (match["name"], match["rest"])


def whole_region(text: str) -> str:
    """The region that a text names and nothing else; empty for any other text."""
    name, rest = _split_region(text)
    return "" if rest else name


def unit_in(label: str) -> str:
    """The unit in a label's bracket: 目标值（万人次）."""
    match = _BRACKET.search(label)
    inner = re.sub(r"^(?:计量)?单位[：:]", "", match[1]) if match else ""
    return inner if len(inner) <= 5 and not re.search(r"[、，,。\d]", inner) else ""


def without_unit(label: str) -> str:
    """A label without the bracket at its end."""
    return label if _BRACKET.fullmatch(label) else _BRACKET.sub("", label)


def header_at(grid: Grid, row: int) -> Header | None:
    """The header that begins in a row, of one or two rows; None where no header does.

    None of its cells is a number, at least two columns are known and at least half of those that say anything, one of
    them tells of tasks, projects or standards.
    """
    upper = _row_texts(grid, row)
    headings = {column: one for column, text in upper.items() if (one := heading_of(text)) is not None}
    if not _is_header(upper, headings):
        return None
    lower = _second_row(grid, row, upper)
    if lower is None:
        others = tuple(sorted(upper.keys() - headings.keys()))
        return Header(row, row, headings, others)
    columns = sorted(upper.keys() | lower.keys())
    group = ""
    headings = {}
    for column in columns:
        group = upper.get(column, group)
        found = heading_of(lower.get(column, ""), group)
        if found is not None:
            headings[column] = found
    return Header(row, row + 1, headings, tuple(one for one in columns if one not in headings))


def _is_header(texts: Mapping[int, str], headings: Mapping[int, Heading]) -> bool:
    if any(_NUMBER.fullmatch(text) for text in texts.values()):
        return False
    kinds = {one.column for one in headings.values()}
    distinct = set(texts.values())
    known = {texts[column] for column in headings}
    return len(known) >= 2 and 2 * len(known) >= len(distinct) and bool(kinds & TELLING or _is_of_counties(headings))


def _is_of_counties(headings: Mapping[int, Heading]) -> bool:
    return sum(one.column is Column.SHARE for one in headings.values()) >= 2


def _row_texts(grid: Grid, row: int) -> dict[int, str]:
    """The texts of a row by column, also under merges."""
    return {column: text for column, cell in grid.shown.get(row, {}).items() if (text := bare(cell.text))}


def _second_row(grid: Grid, row: int, upper: Mapping[int, str]) -> dict[int, str] | None:
    """The texts of a header's second row, each a label under a group of the first; None where the row is none."""
    below = _row_texts(grid, row + 1)
    held = {column: text for column, text in below.items() if grid.merged.get((row + 1, column), (row + 1, 0))[0] > row}
    is_label = all(heading_of(text) is not None or whole_region(text) for text in held.values())
    is_below_groups = all(_is_group(grid, row, column) or column not in upper for column in held)
    return held if held and is_label and is_below_groups else None


def _is_group(grid: Grid, row: int, column: int) -> bool:
    """Whether a label stands over several columns."""
    first = grid.merged.get((row, column), (row, column))
    return first != (row, column) or grid.merged.get((row, column + 1)) == first or (row, column + 1) not in grid.cells


def own_region(header: Header, title: str) -> str:
    """The region whose tasks are the paper's own among a table's columns.

    That is the one that the title names, else the first where nothing but regions' columns tells what is to be done;
    empty where a column of its own (指标任务) does.
    """
    regions = [header.headings[one].region for one in header.of(Column.SHARE)]
    named = next((name for name in regions_in(title) if name in regions), "")
    if named or header.has(Column.TASK) or header.has(Column.VALUE) or header.has(Column.NAME):
        return named
    return regions[0] if regions and header.has(Column.PROJECT) and _says_task(header, regions[0]) else ""


def is_above(region: str, own: str) -> bool:
    """Whether a region is of a higher level than another by their names: 市 and 州 above 县 and 区, 省 above all."""
    ranks = [
        0 if name.endswith(("省", "自治区")) else 1 if name.endswith(("市", "州", "盟")) else 2
        for name in (region, own)
    ]
    return bool(own) and ranks[0] < ranks[1]


def _says_task(header: Header, region: str) -> bool:
    labels = (header.headings[one].label for one in header.of(Column.SHARE) if header.headings[one].region == region)
    return any(label != region for label in labels)
