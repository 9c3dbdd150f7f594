"""督办单: the slip to a unit about what it has lagged in for several periods: how far, who leads, by when."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from generators import wording
from generators.telling.progress import completion_words
from generators.word.papers import render
from generators.word.vocabulary import Vocabulary, Word
from generators.wording import NOTHING
from model.breakdown import Breakdown
from model.figure import Figure
from model.indicator import Kind
from model.labels import FormColumn
from model.period import Period, following
from model.quantity import plain
from model.results import Results
from model.submission import Stage
from model.supervision import Lag, PeriodGap, supervision_deadline, to_reach

SUPERVISION_WORDS: Vocabulary = {
    "地区": Word("基本信息的“地区”", "平顶山市"),
    "年度": Word("基本信息的“年度”", "2023"),
    "期": Word("本期", "2023年9月"),
    "截至": Word("数据截至哪一天", "2023年9月25日"),
    "发文机关": Word("基本信息的“发文机关”", "平顶山市人民政府办公室"),
    "落款日期": Word("落款的日期，由您填", "2023年　　月　　日"),
    "单位": Word("被督办的单位", "舞钢市"),
    "督办期数": Word("基本信息的“督办期数”，只能用在条件里或照数印出", "2"),
    "最长期数": Word("各项里连续滞后最久的期数", "2"),
    "项数": Word("督办几项指标", "3"),
    "差距最大": Word("差距最大的指标"),
    "差距最大.指标": Word("它的名称，并列的都列上", "街道综合养老服务中心和创建食品安全示范乡镇"),
    "差距最大.慢": Word("慢几个百分点", "25"),
    "各项": Word("一组：一项指标一条", item="项"),
    "各项.项目": Word("项目名称", "健全多元普惠的基本养老服务体系"),
    "各项.指标": Word("指标名称", "街道综合养老服务中心"),
    "各项.目标": Word("单位自己的年度目标", "2个"),
    "各项.累计": Word("累计完成", "1个"),
    "各项.环节": Word("评价期里，累计完成的数是认定数还是初核数；自报的、其他时候空着", "初核", is_invented=True),
    "各项.完成率": Word("完成率；一点没有完成的是“尚未完成”", "50.0%"),
    "各项.应完成": Word("按序时或节点本期应完成的", "75.0%"),
    "各项.各期": Word("连续滞后的各期慢几个百分点，一期一行；超过三期的，是最早一期和最近两期", "8月：16.7\n9月：25"),
    "各项.期数": Word("连续滞后几期，含本期", "2"),
    "各项.变化": Word("差距比最早一期扩大、缩小几个百分点，或者未变", "扩大8.3"),
    "各项.应达到": Word("到应达日应完成的数，够上序时或节点", "2个"),
    "各项.还需": Word("离应达到的数还差多少，往多里取到小数位；形象进度没有", "1个"),
    "各项.牵头单位": Word("目标分解表里的牵头单位", "市民政局"),
    "反映": Word("一组：单位在“存在问题及下步措施”里写了的，一项指标一条", item="项"),
    "反映.指标": Word("指标名称", "街道综合养老服务中心"),
    "反映.内容": Word("单位写的话", "场地消防整改耗时较长；下步联合住建、消防现场办公。"),
    "下期": Word("下一期；本年度最后一期是空的", "2023年10月"),
    "应达日": Word("下期数据截至哪一天；本年度最后一期是12月31日", "2023年10月31日"),
    "限期": Word("下期的上报截止日期，最晚到12月31日", "2023年10月25日"),
    "抄送": Word("各项的牵头单位，没有的是空的", "市民政局、市市场监管局"),
}
"""Words that the template 督办单.docx may use."""


def supervision(results: Results, unit: str, lags: Sequence[Lag], template: Path) -> bytes:
    """督办单/UNIT.docx for what `unit` has lagged in (contract section 5); raises `TemplateFault`."""
    return render(template, supervision_context(results, unit, lags))


def supervision_context(results: Results, unit: str, lags: Sequence[Lag]) -> dict[str, object]:
    """The words of the slip; `lags` are not empty and stand in the order of the breakdown."""
    breakdown, period = results.breakdown, results.period
    basics, upcoming = breakdown.basics, following(period)
    leads = dict.fromkeys(name for lag in lags for name in lag.figure.indicator.leads if name != unit)
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "期": period.title,
        "截至": wording.day(breakdown.as_of(period)),
        "发文机关": wording.issuer_or_gap(basics.issuer),
        "落款日期": wording.day_or_gap(None, period.year),
        "单位": unit,
        "督办期数": basics.supervision_periods,
        "最长期数": max(lag.periods for lag in lags),
        "项数": len(lags),
        "差距最大": _widest(lags),
        "各项": [_line(lag, breakdown, period) for lag in lags],
        "反映": _said(lags),
        "下期": upcoming.title if upcoming else "",
        "应达日": wording.day(breakdown.as_of(upcoming) if upcoming else period.last_day),
        "限期": wording.day(supervision_deadline(breakdown, period)),
        "抄送": "、".join(leads),
    }


def _widest(lags: Sequence[Lag]) -> dict[str, object]:
    """Which indicator is furthest behind now; those alike are all named."""
    points = max(lag.gaps[-1].points for lag in lags)
    names = [lag.figure.indicator.name for lag in lags if lag.gaps[-1].points == points]
    return {"指标": wording.listing(names), "慢": plain(points)}


def _line(lag: Lag, breakdown: Breakdown, period: Period) -> dict[str, object]:
    figure, indicator, digits = lag.figure, lag.figure.indicator, breakdown.basics.completion_digits
    due, completion = figure.judgement.due, figure.judgement.completion
    return {
        "项目": indicator.project,
        "指标": indicator.name,
        "目标": wording.target(indicator, figure.target) or NOTHING,
        "累计": _amount(figure, figure.value, digits),
        "环节": "" if figure.stage is Stage.REPORTED else figure.stage.label,
        "完成率": completion_words(completion, digits) if completion else "尚未完成",
        "应完成": completion_words(due, digits) if due else NOTHING,
        "各期": "\n".join(f"{_short(one.period)}：{plain(one.points)}" for one in _told(lag.gaps)),
        "期数": lag.periods,
        "变化": _change(lag.widened) if lag.periods > 1 else NOTHING,
        **_reach(figure, breakdown, period),
        "牵头单位": "、".join(indicator.leads) or NOTHING,
    }


def _reach(figure: Figure, breakdown: Breakdown, period: Period) -> dict[str, object]:
    reach, digits = to_reach(figure, breakdown, period), breakdown.basics.completion_digits
    if reach is None:
        return {"应达到": NOTHING, "还需": ""}
    missing = "" if reach.missing is None else _amount(figure, reach.missing, digits)
    return {"应达到": _amount(figure, reach.value, digits), "还需": missing}


def _amount(figure: Figure, value: Decimal | None, digits: int) -> str:
    """A figure with its 单位; work in progress is its own completion, and is shown like one."""
    if value is None:
        return NOTHING
    is_progress = figure.indicator.kind is Kind.PROGRESS
    return wording.percent(value, digits) if is_progress else wording.amount(figure.indicator, value)


_PERIODS_TOLD = 3


def _told(gaps: Sequence[PeriodGap]) -> Sequence[PeriodGap]:
    """The first of many periods and the last two: whether the gap grows is seen from these."""
    return gaps if len(gaps) <= _PERIODS_TOLD else (gaps[0], *gaps[-2:])


def _short(period: Period) -> str:
    """9月, 三季度, 上半年: a period among others of its year."""
    return period.title.removeprefix(f"{period.year}年") or period.title


def _change(widened: Decimal) -> str:
    if not widened:
        return "未变"
    return f"{'扩大' if widened > 0 else '缩小'}{plain(abs(widened))}"


def _said(lags: Sequence[Lag]) -> list[dict[str, object]]:
    """What the unit itself wrote under 存在问题及下步措施."""
    told: list[dict[str, object]] = []
    for figure in (lag.figure for lag in lags):
        words = wording.sentence(figure.reported.said(FormColumn.PROBLEMS)) if figure.reported else ""
        if words:
            told.append({"指标": figure.indicator.name, "内容": words})
    return told
