"""By which day the units report, as the sheets 基本信息 and 期次 settle it."""

from generators import wording
from generators.word.vocabulary import YES_OR_NO, Vocabulary, Word
from model.breakdown import Breakdown

REPORTING_WORDS: Vocabulary = {
    "上报时限": Word("每期什么时候报", "每月25日前"),
    "其他时限": Word("上报截止不是上报日的期次，没有时空着", "2022年上半年为2022年7月28日"),
    "整表退回": Word(f"有误的是不是退回整表（{YES_OR_NO}）"),
    "沿用上期": Word(f"缺报的是不是沿用上期数（{YES_OR_NO}）"),
}
"""How the units report, as the papers of the breakdown may say it."""

_LAST_MONTHS = {1: ("每月",), 3: ("每季度末月",), 6: ("6月", "12月"), 12: ("12月",)}
"""What stands before the day, by how many months a period has."""

_SHORT_MONTH = 28


def due_words(breakdown: Breakdown) -> str:
    """每月25日前, 6月25日、12月25日前; 每期末月25日前 where the rhythm cannot be told."""
    lengths = {one.period.months for one in breakdown.periods}
    months = _LAST_MONTHS.get(lengths.pop()) if len(lengths) == 1 else None
    day = breakdown.basics.due_day
    days = "、".join(f"{month}{day}日" for month in months or ("每期末月",))
    return f"{days}前{'（当月没有这一天的，为月末前）' if day > _SHORT_MONTH else ''}"


def other_due_days(breakdown: Breakdown) -> str:
    """2022年上半年为2022年7月28日: periods whose 上报截止 is another day."""
    day_of_month = breakdown.basics.due_day
    told = []
    for note in breakdown.periods:
        last = note.period.last_day
        if note.due is not None and note.due != last.replace(day=min(day_of_month, last.day)):
            told.append(f"{note.period.title}为{wording.day(note.due)}")
    return "，".join(told)
