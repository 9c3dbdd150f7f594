"""The notice (通报) and the table 推进情况表: what they say. The sentences themselves stand in the templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from generators import wording
from generators.official_head import official_head
from generators.pictures.offered import Pictures
from generators.telling.indicators import Phrases, Telling, is_within
from generators.telling.overview import checking, overview
from generators.telling.problems import next_steps, problems
from generators.telling.progress import DutyTable, ProgressTable, realm_of
from generators.telling.tracing import TracedFigure
from generators.word.bookmarks import Bookmarks, bookmark_name, for_template
from generators.word.papers import render
from model.fault import TemplateFault
from model.indicator import Indicator
from model.results import Results


@dataclass(frozen=True)
class Notice:
    """What the notice tells, worked out once for all papers that tell it.

    `words` are those of its template, `table_words` those of 推进情况表.docx. Each figure in them is marked with its
    number: `text_figures` are those of the text, then come those of `table`.
    """

    words: Phrases
    table_words: Phrases
    text_figures: Sequence[TracedFigure]
    table: ProgressTable

    def figure(self, number: int) -> TracedFigure:
        """The figure that is marked with `number`, with its source."""
        return self.text_figures[number] if self.is_in_text(number) else self.table.figure(number)

    def numbers(self) -> Iterator[int]:
        """The numbers of all figures, in the order in which they were put together."""
        return chain(range(len(self.text_figures)), self.table.numbers())

    def is_in_text(self, number: int) -> bool:
        """Whether it stands in the text, and not in the table."""
        return number < len(self.text_figures)

    def bookmarks(self) -> Bookmarks:
        """What takes note of the figures that a paper prints."""
        return Bookmarks(self._bookmark_name, self._identity)

    @cached_property
    def _text_names(self) -> Sequence[tuple[str, str]]:
        """What each figure of the text is, and the name of its bookmark."""
        return [(f"{one.code}·{one.what}", bookmark_name(one.origin)) for one in self.text_figures]

    def _identity(self, number: int) -> str:
        names = self._text_names
        return names[number][0] if number < len(names) else self.table.identity(number)

    def _bookmark_name(self, number: int) -> str:
        names = self._text_names
        return names[number][1] if number < len(names) else self.table.bookmark_name(number)


def notice_of(results: Results) -> Notice:
    """What the notice of this period tells."""
    telling = Telling.of(results)
    text = _text(telling)
    duties = DutyTable(telling.known, telling.tracer).rows(telling.teller)
    table = ProgressTable(telling.known, telling.tracer)
    table_words = for_template({**_frame(telling), "责任表": duties, "表": table, "图": Pictures(telling.known)})
    words = {**for_template(text), **table_words}
    return Notice(words, table_words, telling.tracer.figures, table)


def notice(told: Notice, template: Path, bookmarks: Bookmarks | None = None) -> bytes:
    """通报.docx (contract section 5); `bookmarks` takes note of its figures, of all of them where it fails.

    Raises `TemplateFault`.
    """
    printed = told.bookmarks() if bookmarks is None else bookmarks
    printed.restart()
    try:
        return render(template, told.words, printed)
    except TemplateFault:
        printed.restart(told.numbers())
        raise


def progress_table(told: Notice, template: Path) -> bytes:
    """推进情况表.docx: the notice's attachment alone (contract section 5); raises `TemplateFault`.

    It carries no bookmarks: its figures are those of the notice, which does.
    """
    return render(template, told.table_words)


# The context, in the order of the text


def _text(telling: Telling) -> Phrases:
    """The words of the notice up to its attachment."""
    context = {**_head(telling), **overview(telling)}
    categories = _categories(telling)
    wrong = problems(telling, len(categories) + 2)
    steps = next_steps(telling, len(categories) + (3 if wrong["问题序号"] else 2))
    return {**context, "类别": categories, **wrong, **steps}


def _head(telling: Telling) -> Phrases:
    """What stands above and below the text; gaps where the office has not filled in the sheet 期次."""
    results, basics = telling.results, telling.results.breakdown.basics
    return {
        **official_head(basics, results.breakdown.note_of(results.period)),
        "称谓": wording.kind_name("县区")
        if basics.level == "市"
        else "乡镇（街道）"
        if basics.level == "县"
        else "各市",
    }


def _frame(telling: Telling) -> Phrases:
    """What both papers say of the year and the period."""
    results, basics = telling.results, telling.results.breakdown.basics
    as_of, period = results.breakdown.as_of(results.period), results.period
    telling.tracer.place = "序时进度"
    elapsed, months = wording.percent(period.elapsed, basics.completion_digits), f"{period.last_month}个月 ÷ 12个月"
    return {
        "地区": basics.region,
        "年度": str(basics.year),
        "范围": realm_of(basics.level),
        "期": results.period.title,
        "截至": wording.day(as_of),
        "序时": telling.tracer.note(elapsed, "序时进度", f"期次 {period.name}（{months}）"),
        "附件名称": f"{results.period.title}{basics.region}重点民生实事推进情况表",
        "核验小计": checking(telling),
    }


# 各项目


def _categories(telling: Telling) -> list[Phrases]:
    projects: dict[str, dict[str, list[Indicator]]] = {}
    for one in telling.results.breakdown.indicators:
        projects.setdefault(one.category, {}).setdefault(one.project, []).append(one)
    told: list[Phrases] = []
    for category, members in projects.items():
        number = wording.numeral(len(told) + 2)
        parts: list[Phrases] = []
        for project, indicators in members.items():
            ordinal = wording.numeral(len(parts) + 1)
            heading = f"{number}、{category}（{ordinal}）{project}"
            parts.append({"序号": ordinal, "名称": project, "指标": _indicators(telling, indicators, heading)})
        told.append({"序号": number, "名称": category or "各项目", "项目": parts})
    return told


def _indicators(telling: Telling, indicators: list[Indicator], heading: str) -> list[Phrases]:
    own = [one for one in indicators if not is_within(telling.known, one)]
    told = []
    for number, indicator in enumerate(own, 1):
        telling.tracer.place = f"{heading} {number}"
        told.append(telling.teller.tell(indicator, number))
    return told
