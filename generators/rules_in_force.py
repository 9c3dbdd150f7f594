"""Every rule in force under a breakdown, in Chinese, for the office to hand out (contract section 4, `rules`).

The rules of a row are put into words from their own conditions, so that what is handed out is what is checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from model.assessment.scoring_rule import rule_in_words
from model.breakdown import Breakdown, FaultPolicy, Standard
from model.catalogue import CATALOGUE
from model.condition import (
    At,
    Compared,
    Condition,
    Either,
    Every,
    Is,
    Less,
    Not,
    NotWhole,
    Rounded,
    Says,
    Term,
    Times,
    Unreadable,
)
from model.finding import Severity
from model.indicator import Indicator, Kind
from model.period import Period
from model.quantity import HUNDRED, QUOTIENT_DIGITS, Comparator, plain
from model.row_rules import Known, RowRule, part_rule, rules_of

OF_SUBMISSIONS = "WRCXPK"
"""The letters of rules that a submission is held to."""
OF_CHECKS = "A"
"""Of those that a department's 初核表 or 认定表 is held to, in a year that is assessed."""
_SIGNS = {
    Comparator.LESS: "小于", Comparator.AT_MOST: "不大于", Comparator.MORE: "大于", Comparator.AT_LEAST: "不小于",
}  # fmt: skip
_READINGS = {"blank": "没有填", "error": "是错误值", "text": "不是数"}


@dataclass(frozen=True)
class RuleInForce:
    """A rule as it is handed out. `fault` says in words what is found fault with, `codes` in which rows.

    Both are empty for a rule of whole sheets or of all rows alike, whose title says it.
    """

    code: str
    severity: Severity
    title: str
    fault: str = ""
    codes: tuple[str, ...] = ()


def rules_in_force(breakdown: Breakdown) -> tuple[RuleInForce, ...]:
    """The rules of submissions in the catalogue's order, then the relations of the breakdown."""
    of_rows = _row_rules(breakdown)
    letters = OF_SUBMISSIONS + (OF_CHECKS if any(note.assessment for note in breakdown.periods) else "")
    rules: list[RuleInForce] = []
    for code, rule in CATALOGUE.items():
        if code in of_rows:
            faults = of_rows[code].items()
            rules += [RuleInForce(code, rule.severity, rule.title, fault, tuple(codes)) for fault, codes in faults]
        elif code[0] in letters and code not in ("X02", "X03"):
            rules.append(RuleInForce(code, rule.severity, rule.title))
    for relation in breakdown.relations:
        fault = f"{relation.text} 不成立{f'（{relation.note}）' if relation.note else ''}"
        title = CATALOGUE["X02" if relation.severity is Severity.ERROR else "X03"].title
        rules.append(RuleInForce(relation.number, relation.severity, title, fault, relation.codes))
    return tuple(rules)


def rules_as_text(breakdown: Breakdown) -> Iterator[str]:
    """The lines of the list: how a fault is dealt with, the rules by level, the exemptions."""
    basics = breakdown.basics
    yield f"{basics.region}{basics.year}年重点民生实事填报审核规则"
    yield f"有误处理：{basics.fault_policy}；缺报处理：{basics.missing_policy}。"
    rules = rules_in_force(breakdown)
    back = "整张表退回" if basics.fault_policy is FaultPolicy.SHEET else "这一项退回"
    for severity, meaning in _LEVELS.items():
        yield ""
        yield f"{severity.label}：{meaning.format(back=back)}"
        yield from (_line(one, len(breakdown.indicators)) for one in rules if one.severity is severity)
    if breakdown.exemptions:
        yield ""
        yield "豁免："
    for one in breakdown.exemptions:
        until = f"至{one.until.title}" if one.until else "全年"
        yield f"  {one.unit} {one.code} {one.rule or '全部规则'}，{until}：{one.reason}（批准人：{one.approved_by}）"
    if any(note.assessment for note in breakdown.periods) or breakdown.scoring:
        yield ""
        yield "评价的计分办法："
        yield from _scoring_lines(breakdown)


def _scoring_lines(breakdown: Breakdown) -> Iterator[str]:
    """How each project is scored in an assessment, a line a project."""
    cap = breakdown.basics.score_cap
    for key in breakdown.projects:
        told = []
        for rule in breakdown.rules_of(key):
            is_of_project = rule.codes == tuple(one.code for one in breakdown.indicators if one.project_key == key)
            whose = "" if is_of_project else f"{'、'.join(rule.codes)}"
            told.append(f"{whose}{rule_in_words(rule, cap)}{f'（{rule.note}）' if rule.note else ''}")
        vetoes = [one for one in breakdown.standards if one.is_veto and _is_of_project(breakdown, one, key)]
        told += [f"一票否决：{one.standard}" for one in vetoes]
        yield f"  {breakdown.project_of(key)}：{'；'.join(told)}。"


def _is_of_project(breakdown: Breakdown, standard: Standard, project_key: str) -> bool:
    codes = breakdown.codes_of_standard(standard)
    return any(breakdown.by_code[code].project_key == project_key for code in codes)


_LEVELS = {
    Severity.ERROR: "{back}，改正后才计入",
    Severity.QUERY: "在“说明”里写明原因的，计入；没有说明的，{back}",
    Severity.NOTE: "照常计入，只提醒",
}


def _line(one: RuleInForce, count: int) -> str:
    rows = "各项" if len(one.codes) == count else "、".join(one.codes)
    fault = f"：{one.fault}" if one.fault else ""
    return f"  {one.code} {one.title}{fault}{f'。适用：{rows}' if rows else ''}"


def _row_rules(breakdown: Breakdown) -> dict[str, dict[str, list[str]]]:
    """Rule → what is found fault with, in words → the codes of the rows, as far as any unit is held to it."""
    found: dict[str, dict[str, list[str]]] = {}
    for indicator in breakdown.indicators:
        of_targets = (rule for known in _known(breakdown, indicator) for rule in rules_of(indicator, known))
        for rule in (*of_targets, *_part_rules(breakdown, indicator)):
            codes = found.setdefault(rule.code, {}).setdefault(_words(rule, indicator), [])
            if indicator.code not in codes:
                codes.append(indicator.code)
    return found


def _known(breakdown: Breakdown, indicator: Indicator) -> tuple[Known, ...]:
    """What may be known of a row at the year's end, last period's figure counted in: one for each kind of target."""
    year_end = Period(breakdown.basics.year, 12, 12)
    targets = (breakdown.target_of(indicator.code, unit.name, year_end) for unit in breakdown.units)
    stated = [one for one in targets if one is not None and one.value is not None]
    return tuple(dict.fromkeys(Known(one.comparator, bool(one.value), True) for one in stated)) or (
        Known(is_compared=True),
    )


def _part_rules(breakdown: Breakdown, indicator: Indicator) -> Iterator[RowRule]:
    whole = breakdown.by_code.get(indicator.part_of) if indicator.part_of else None
    rule = part_rule(indicator, whole) if whole else None
    if rule is not None:
        yield rule


def _words(rule: RowRule, indicator: Indicator) -> str:
    if rule.code == "X01":
        return rule.short
    return _Words(indicator.is_percent and indicator.kind is not Kind.STATE).of(rule.fails)


@dataclass(frozen=True)
class _Words:
    """Puts conditions into words; plain numbers are percentages where `is_percent`."""

    is_percent: bool

    def of(self, condition: Condition) -> str:
        match condition:
            case Compared(left, sign, right):
                return f"{self._term(left)}{_SIGNS[sign]}{self._term(right)}"
            case NotWhole(Times(factor, cell)) if factor != 1:
                return f"“{cell.column}”乘以 {plain(factor)} 后不是整数"
            case NotWhole(Times(_, cell)):
                return f"“{cell.column}”不是整数"
            case NotWhole(term):
                return f"{self._term(term)}不是整数"
            case Says(cell, words):
                return f"“{cell.column}”里写着{'、'.join(f'“{word}”' for word in words)}"
            case Is(cell, words):
                return f"“{cell.column}”是{'、'.join(f'“{word}”' for word in words)}"
            case Unreadable(cell, how):
                return f"“{cell.column}”{_READINGS[how]}"
            case Not(Is(cell, words)):
                return f"“{cell.column}”不是{'、'.join(f'“{word}”' for word in words)}"
            case Not(one):
                return f"不符合（{self.of(one)}）"
            case Every(ones):
                return "，并且".join(self.of(one) for one in ones)
            case Either(ones):
                return "；或者".join(self.of(one) for one in ones)

    def _term(self, term: Term) -> str:
        match term:
            case Decimal():
                return f" {plain(term * HUNDRED)}%" if self.is_percent and term else f" {plain(term)}"
            case At(_, column):
                return f"“{column}”"
            case Times(factor, cell):
                return f"“{cell.column}”" if factor == 1 else f"“{cell.column}”的 {plain(factor)} 倍"
            case Less(one, other):
                return f"“{one.column}”减“{other.column}”"
            case Rounded(cell, digits):
                return f"“{cell.column}”" if digits == QUOTIENT_DIGITS else f"“{cell.column}”保留 {digits} 位小数"
