"""Whose word a figure rests on, as papers say it: 自报, 初核, 认定, who checked it, what was struck off and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generators import wording
from generators.links import source_text
from model.assessment.checked import CheckedFigure, Checks, Deduction
from model.figure import Figure
from model.indicator import Indicator
from model.labels import (
    CARRY_OVER_FILE,
)
from model.quantity import HUNDRED, decimals_of, plain, round_half_up, sum_of
from model.remark import named
from model.results import Results
from model.submission import Reported, Stage

STAGE_ORDER = (Stage.CONFIRMED, Stage.CHECKED, Stage.REPORTED)
"""From the last word to the first, as papers tell them."""
_SEEN = 2
"""So many decimals more than 小数位 are shown of what was struck off, which may be less than the figures show."""


def stage_word(figure: Figure) -> str:
    """自报, 初核 or 认定; empty for a figure that is not there or was carried over."""
    return figure.stage.label if figure.is_reported else ""


def stage_counts(figures: Iterable[Figure]) -> dict[Stage, int]:
    """How many of the figures of this period rest on which word, from the last word to the first, none without any."""
    counts = dict.fromkeys(STAGE_ORDER, 0)
    for one in figures:
        if one.is_reported:
            counts[one.stage] += 1
    return {stage: count for stage, count in counts.items() if count}


def is_checked(results: Results) -> bool:
    """Whether papers of this period tell stages: a department's word stands over a figure of an assessed period."""
    assessment = results.assessment
    return assessment is not None and any(one.figures for one in assessment.checks.stages)


def sent_otherwise(figure: Figure) -> Reported | None:
    """What the unit itself reported, where it is not what counts."""
    sent = figure.reported.sent if figure.reported else None
    if sent is None or (sent.value == figure.value and sent.text == figure.text):
        return None
    return sent


def cut_rates(counted: Sequence[Figure]) -> list[str]:
    """The units whose rate was cut and has no numerator and denominator any more, once all `counted` are there.

    What the figures come to together is then not known, though nobody is missing.
    """
    if not all(one.is_present for one in counted):
        return []
    return [one.unit for one in counted if _is_without_parts(one)]


def _is_without_parts(figure: Figure) -> bool:
    sent = sent_otherwise(figure)
    return sent is not None and sent.numerator is not None and figure.numerator is None


def cut_words(figure: Figure) -> str:
    """自报1.5万人次，核减0.07万人次; empty where what the unit reported counts."""
    sent = sent_otherwise(figure)
    if sent is None:
        return ""
    told = f"自报{reported_words(figure.indicator, sent)}"
    struck = struck_words(figure.indicator, sent.value, figure.value)
    return f"{told}，{struck}" if struck else told


def reported_words(indicator: Indicator, sent: Reported) -> str:
    """A reported figure with its 单位, or the word of a 状态."""
    return wording.amount(indicator, sent.value) if sent.value is not None else sent.text or ""


def struck_words(indicator: Indicator, before: Decimal | None, after: Decimal | None) -> str:
    """核减0.07万人次, 核减2个百分点; 核增2分钟 where less is better. Empty for a 状态."""
    if before is None or after is None:
        return ""
    struck = sum_of((before, after.copy_negate()))
    size = abs(struck) * HUNDRED if indicator.is_percent else abs(struck)
    amount = plain(round_half_up(size, min(indicator.digits + _SEEN, decimals_of(size))))
    return f"核{'减' if struck > 0 else '增'}{amount}{'个百分点' if indicator.is_percent else indicator.unit}"


def without_rate_words(units: Sequence[str]) -> str:
    """叶县核减后的数没有分子、分母: why a rate that was cut leaves this level without one."""
    return f"{named(units)}核减后的数没有分子、分母"


def checked_of(results: Results, figure: Figure) -> CheckedFigure | None:
    """The department's figure that counts; None where it is the unit's own."""
    if results.assessment is None or figure.stage is Stage.REPORTED or not figure.is_reported:
        return None
    return results.assessment.checks.figure(figure.code, figure.unit)


def origin_words(results: Results, figure: Figure) -> str:
    """Where a figure stands, in an assessed period with whose: 初核/….xlsx 核数!G5 初核数（市人社局，自报30人）."""
    place = source_text(figure.source, figure.carried) or CARRY_OVER_FILE
    word = stage_word(figure) if results.assessment is not None else ""
    if not word:
        return place
    checked = checked_of(results, figure)
    if checked is None:
        return f"{place} {word}数"
    sent = sent_otherwise(figure)
    told = f"自报{reported_words(figure.indicator, sent)}" if sent else "与自报数一致"
    return f"{place} {word}数（{checked.department}，{told}）"


def cuts_told(cuts: Sequence[Deduction]) -> str:
    """共核减5个数：市人社局4个、市统计局1个."""
    if not cuts:
        return "没有核减的数"
    by_department = Counter(one.department for one in cuts)
    return f"共核减{len(cuts)}个数：{'、'.join(f'{name}{count}个' for name, count in by_department.items())}"


def waiting_words(checks: Checks) -> Iterator[str]:
    """Which departments have not answered, and whose rows are still blank, stage by stage."""
    for intake in checks.stages:
        word = intake.stage.label
        if intake.missing:
            yield f"尚未反馈{word}结果：{'、'.join(intake.missing)}"
        blank = {name: count for name, count in intake.unchecked.items() if count and name in intake.answered}
        if blank:
            yield f"{word}还有空白的行：{'、'.join(f'{name}{count}行' for name, count in blank.items())}"
