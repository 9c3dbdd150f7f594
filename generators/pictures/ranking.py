"""The picture 名次: the units' overall scores, best first, by 排名组; who has not reported stands last."""

from decimal import Decimal

from generators import wording
from generators.pictures.chart import MOST_ROWS, Bar, Chart, Group, one_line
from generators.telling.indicators import Known
from model.figure import Standing
from model.quantity import plain
from model.rollup import shown_score

NOT_REPORTED = "未报"
_FEWEST_ROWS = 3
"""The first, a line for those left out, the last: less is no ranking."""


def ranking(known: Known) -> Chart | None:
    """The chart; None where no 排名组 with units below this level has two that are scored, one of them reported.

    Shown are the scores and the places of 结果.json, in the words of the notice.
    """
    groups = _groups(known)
    rows = _rows_a_group([len(members) for members in groups.values()], len(groups) > 1)
    if not groups or rows is None:
        return None
    results = known.results
    has_silent = any(one.words == NOT_REPORTED for members in groups.values() for one in members)
    title = f"{results.period.title}综合得分名次"
    note = "综合得分为各项目得分按权重的平均" + ("，未报的项计0分。" if _owes_figures(known) or has_silent else "。")
    return Chart(
        "名次",
        title,
        f"截至{wording.day(results.breakdown.as_of(results.period))}",
        tuple(
            Group(one_line(group) if len(groups) > 1 else "", _shortened(members, rows))
            for group, members in groups.items()
        ),
        max(Decimal(1), *(one.share or Decimal(0) for members in groups.values() for one in members)),
        "分",
        _description(title, groups),
        note=note,
    )


def _owes_figures(known: Known) -> bool:
    return any(not one.is_present for one in known.results.rollup.figures if one.unit not in known.own_level_names)


def _groups(known: Known) -> dict[str, tuple[Bar, ...]]:
    """The rows of each 排名组 that ranks somebody, in the breakdown's order of the groups."""
    reported = {one.unit for one in known.results.rollup.figures if one.is_present}
    members: dict[str, list[Standing]] = {}
    for one in known.results.rollup.standings:
        if one.project is None:
            members.setdefault(known.rank_group_of[one.unit], []).append(one)
    return {
        group: (
            *(_bar(one, known.digits) for one in sorted(own, key=lambda one: one.rank) if one.unit in reported),
            *(Bar(one_line(one.unit), NOT_REPORTED) for one in own if one.unit not in reported),
        )
        for group, own in members.items()
        if len(own) > 1
        and any(one.unit in reported for one in own)
        and any(one.unit not in known.own_level_names for one in own)
    }


def _bar(standing: Standing, digits: int) -> Bar:
    points = plain(shown_score(standing.score, digits))
    place = wording.rank(standing.rank, standing.tied)
    return Bar(one_line(standing.unit), f"{points}分", standing.score, place)


def _rows_a_group(sizes: list[int], has_headings: bool) -> int | None:
    """How many rows a group may have so that all fit the page; None where there are too many groups."""
    room = MOST_ROWS - (len(sizes) if has_headings else 0)
    for rows in range(max(sizes, default=0), 0, -1):
        if sum(min(size, rows) for size in sizes) <= room:
            return rows if rows >= min(_FEWEST_ROWS, max(sizes)) else None
    return None


def _shortened(bars: tuple[Bar, ...], rows: int) -> tuple[Bar, ...]:
    """The first and the last of many, with a row that says how many are left out."""
    if len(bars) <= rows:
        return bars
    first = rows // 2
    last = rows - 1 - first
    left_out = Bar("……", f"中间{len(bars) - first - last}个单位从略")
    return (*bars[:first], left_out, *bars[len(bars) - last :])


_DESCRIBED = 3


def _description(title: str, groups: dict[str, tuple[Bar, ...]]) -> str:
    """The first and the last of each group with their scores, then who has not reported."""
    told = []
    for group, bars in groups.items():
        scored = [bar for bar in bars if bar.share is not None]
        silent = [bar.name for bar in bars if bar.share is None]
        words = [f"{bar.name}{bar.words}、{bar.place}" for bar in scored]
        if len(words) > 2 * _DESCRIBED:
            words = [*words[:_DESCRIBED], "……", *words[-_DESCRIBED:]]
        begin = f"{one_line(group)}：" if len(groups) > 1 else ""
        end = f"；未报的有{wording.listing(silent)}" if silent else ""
        told.append(f"{begin}{'，'.join(words)}{end}。")
    return f"条形图，{title}。{''.join(told)}".replace("，……，", "……")
