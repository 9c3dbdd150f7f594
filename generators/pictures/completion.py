"""The picture 进度: each indicator's completion as a bar, with a line where the calendar stands."""

from dataclasses import dataclass
from decimal import Decimal

from generators import wording
from generators.pictures.chart import MOST_ROWS, Bar, Chart, Group, Look, one_line
from generators.telling.indicators import Known
from generators.telling.progress import completion_words
from model.figure import Pace, Total, Verdict
from model.indicator import Rollup
from model.quantity import plain, shown_percent
from model.so_far import so_far

_LONGEST = Decimal("1.25")
"""Bars that are longer are broken off: one that did ten times its target would make all others look alike."""
_SO_FAR = "（已报"


@dataclass(frozen=True)
class _Row:
    """`gap` is how far the bar is ahead of the calendar, in points; None where the two are not compared."""

    bar: Bar
    gap: Decimal | None


def completion(known: Known) -> Chart | None:
    """The chart of the totals that have a completion, in the breakdown's order; None without any.

    Of more than fit a page, those are shown that are furthest behind the calendar. Where units are missing the bar is
    that of the units that reported, against their own targets, as in the notice and in 汇总表.
    """
    rows = [row for one in known.results.rollup.totals if (row := _row(known, one)) is not None]
    if not any(row.bar.share is not None for row in rows):
        return None
    shown = _slowest(rows)
    bars = tuple(row.bar for row in shown)
    results = known.results
    elapsed = wording.percent(results.period.elapsed, known.digits)
    title = f"{results.period.title}各指标完成率"
    has_line = any(bar.due == results.period.elapsed for bar in bars)
    longest = max(bar.share for bar in bars if bar.share is not None)
    return Chart(
        "进度",
        title,
        f"截至{wording.day(results.breakdown.as_of(results.period))}",
        (Group("", bars),),
        max(Decimal(1), min(_LONGEST, longest)),
        "%",
        _description(title, elapsed, rows),
        _legend(bars),
        results.period.elapsed if has_line else None,
        f"序时进度{elapsed}" if has_line else "",
        _note(rows, shown),
    )


def _slowest(rows: list[_Row]) -> list[_Row]:
    if len(rows) <= MOST_ROWS:
        return rows
    places = sorted(range(len(rows)), key=lambda place: (rows[place].gap is None, rows[place].gap or 0, place))
    return [rows[place] for place in sorted(places[:MOST_ROWS])]


def _legend(bars: tuple[Bar, ...]) -> tuple[tuple[Look, str], ...]:
    """What the ways to fill a bar mean, of those that are there."""
    drawn = [bar for bar in bars if bar.share]
    open_bars = ["未报齐" if _SO_FAR in bar.words else "不比序时" for bar in drawn if bar.look is Look.OPEN]
    meanings = {
        Look.FULL: "不慢于序时或已完成",
        Look.STRIPED: "慢于序时",
        Look.OPEN: "或".join(sorted(set(open_bars))),
    }
    looks = {bar.look for bar in drawn}
    return tuple((look, words) for look, words in meanings.items() if look in looks)


def _note(rows: list[_Row], shown: list[_Row]) -> str:
    notes = []
    if len(shown) < len(rows):
        notes.append(f"共{len(rows)}项，图中只列对照序时最慢的{len(shown)}项。")
    if any(_SO_FAR in row.bar.words for row in shown):
        notes.append("未报齐的为已报单位的完成率。")
    if len({row.bar.due for row in shown if row.bar.due is not None}) > 1:
        notes.append("有节点要求的，竖线在节点应完成处。")
    return "".join(notes)


def _row(known: Known, total: Total) -> _Row | None:
    """The row of an indicator that has a completion at all."""
    indicator, judged = total.indicator, total.judgement
    if not indicator.has_completion or indicator.rollup in (Rollup.EACH, Rollup.NONE):
        return None
    name = one_line(f"{indicator.code} {indicator.name}")
    if judged.completion is not None:
        share, words, look = judged.completion, _judged_words(known, total), _look(total)
        return _Row(Bar(name, words, share, look=look, due=judged.due or None), judged.gap)
    if judged.verdict is not Verdict.NOT_REPORTED:
        return None  # without a target there is nothing to be completed
    basics = known.results.breakdown.basics
    reached = so_far(total, (), known.digits, basics.pace_tolerance).completion
    if reached is None:
        return _Row(Bar(name, Verdict.NOT_REPORTED.value if not total.units_reported else "未报齐"), None)
    words = f"{completion_words(reached, known.digits)}{_SO_FAR}{total.units_reported}/{total.units_asked}）"
    due = judged.due
    gap = None if due is None else shown_percent(reached, known.digits) - shown_percent(due, known.digits)
    return _Row(Bar(name, words, reached, look=Look.OPEN, due=due or None), gap)


def _look(total: Total) -> Look:
    judged = total.judgement
    if judged.met or judged.pace in (Pace.AHEAD, Pace.LEVEL):
        return Look.FULL
    return Look.STRIPED if judged.pace is Pace.BEHIND else Look.OPEN


def _judged_words(known: Known, total: Total) -> str:
    """71.9%，慢3.1个百分点: the completion as 推进情况表 shows it, then how it stands against the calendar."""
    judged = total.judgement
    assert judged.completion is not None
    words = completion_words(judged.completion, known.digits)
    if judged.met:
        return f"{words}，已完成"
    if judged.pace is Pace.NONE or judged.gap is None:
        return words
    if judged.due == 0:
        return f"{words}，未到节点"
    if not judged.gap:
        return f"{words}，与序时持平"
    return f"{words}，{'快' if judged.gap > 0 else '慢'}{plain(abs(judged.gap))}个百分点"


_DESCRIBED = 6


def _description(title: str, elapsed: str, rows: list[_Row]) -> str:
    """How many there are and which of them are behind."""
    behind = [row.bar for row in rows if row.bar.look is Look.STRIPED]
    named = "；".join(f"{bar.name} {bar.words}" for bar in behind[:_DESCRIBED])
    more = "等" if len(behind) > _DESCRIBED else ""
    told = f"慢于序时的{len(behind)}项：{named}{more}。" if behind else "没有慢于序时的。"
    return f"条形图，{title}，共{len(rows)}项，序时进度{elapsed}。{told}"
