"""run PERIOD_FOLDER: validates, rolls up, writes all of 结果/ (contract section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import chain
from pathlib import Path

from commands.check import validation_papers
from commands.papers import Failed, Made, Papers, made, notice_template, say_templates, template_path
from commands.period import (
    closing_screen,
    is_paper_of_ours,
    open_period_folder,
    read_with_checking,
    wants_a_person,
    write,
)  # fmt: skip
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.changed_figures import Comparison, compared_with
from generators.explanation import explained
from generators.notice import notice, notice_of, progress_table
from generators.output import Written, edited_files, file_names_of
from generators.sources import sources_workbook
from generators.summary import summary_workbook
from generators.supervision import supervision
from model.breakdown import Breakdown
from model.fault import JobFault
from model.labels import (
    ASSESSMENT_FILE,
    ASSESSMENT_NOTICE_FILE,
    CONCLUSIONS_FOLDER,
    FIRST_CHECK_FOLDER,
    NOTICE_FILE,
    RESULTS_FILE,
    RESULTS_FOLDER,
    SOURCES_FILE,
    SUMMARY_FILE,
    Basic,
    PeriodColumn,
    Sheet,
)
from model.quantity import halfwidth
from model.results import Results, results_text
from model.supervision import Lag, supervised
from validators.edited_paper import figures_of
from validators.period_folder import PeriodFolder
from validators.reading import files_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from commands.checking import Checking
    from commands.filling import FormToFill


def run(folder: Path, screen: Screen, form: Path | None = None, explain: str | None = None) -> int:
    """run PERIOD_FOLDER: validates, rolls up, writes all of 结果/.

    `form` is filled in for the level above; how the total of the indicator `explain` came about is told at the end.
    """
    opened = open_period_folder(folder)
    code = None if explain is None else _code_of(opened.breakdown, explain)
    to_fill = None if form is None else _form_to_fill(form, opened)
    results, checking = read_with_checking(opened, screen)
    results = replace(results, history=opened.history)
    for_above = None if to_fill is None else to_fill.filled(results)
    failed = Failed()
    more = [] if for_above is None else [(for_above.name, for_above.content)]
    written = write_results(opened, results, screen, failed, more, checking)
    if results.assessment is not None:
        screen.say(
            f"{results.assessment.word}评价：写初核表、认定表，看还差谁，把期次文件夹拖到“评价”上（或用 assess 命令）。"
        )
    elif files_below(opened.path / FIRST_CHECK_FOLDER):
        screen.say(f"“{FIRST_CHECK_FOLDER}”里有文件，这一期却没有写评价，没有读；要评价的，在“{Sheet.PERIODS}”里写上。")
    if for_above is not None:
        for_above.say(written, screen)
    screen.hand_over_text(results_text(results, written.digests))
    if code is not None:
        screen.say()
        for line in explained(results, code):
            screen.say(line)
    has_blanks = for_above is not None and for_above.has_blanks
    return WANTS_A_PERSON if failed or has_blanks or wants_a_person(results, written) else WELL


def write_results(
    opened: PeriodFolder,
    results: Results,
    screen: Screen,
    failed: Failed,
    more: Iterable[tuple[str, bytes]],
    checking: Checking | None,
) -> Written:
    """Writes all of 结果/ with `more` papers and says what came of it; `failed` takes what could not be made.

    The ranking of an assessed period is among it as soon as a department has answered: no later `run` may leave
    papers behind that speak of other figures.
    """
    lags = supervised(results)
    changed: Changed = {}
    papers = chain(
        validation_papers(opened, results, screen, failed, checking),
        _result_papers(opened, results, screen, failed, changed),
        _supervision_papers(opened, results, lags, screen, failed),
        _ranking_papers(opened, results, screen, failed),
        more,
    )
    written = write(
        opened,
        papers,
        lambda name: (is_paper_of_ours(name) or name in opened.last_run.outputs) and name not in failed,
        closing=(RESULTS_FILE, lambda digests: (piece.encode("utf-8") for piece in results_text(results, digests))),
    )
    closing_screen(results, written, screen, tuple(lags))
    if blank := _blank_in_notice(results):
        screen.say(f"通报里还空着：{'、'.join(blank)}。在目标分解表里填上再做一遍，或打印前在 Word 里补上。")
    _say_changed(changed, screen)
    say_templates(opened.path.parent, _templates(opened), screen)
    if not results.previous.is_sealed:
        screen.say("上期的“结果.json”没有封记，看不出有没有人改过；对上期重新运行一次就有了。")
    if opened.rests_on_other_results:
        screen.say("上期的结果在上次运行之后重新写过，上期数、增量和上期名次已按现在的算。")
    return written


def _blank_in_notice(results: Results) -> list[str]:
    """What a notice has a gap for because the breakdown does not say it (contract section 6)."""
    basics, note = results.breakdown.basics, results.breakdown.note_of(results.period)
    told = {
        Basic.ISSUER: basics.issuer,
        Basic.ADDRESSEES: basics.addressees,
        PeriodColumn.DOCUMENT_NUMBER: note.document_number,
        PeriodColumn.DATED: note.dated,
    }
    return [str(label) for label, text in told.items() if not text]


Changed = dict[str, Comparison]
"""Notices that a person has changed, by name, beside the figures as they are now."""


def _say_changed(changed: Changed, screen: Screen) -> None:
    for name, comparison in changed.items():
        count = sum(one.change.wants_a_person for one in comparison.changes)
        found = f"{count} 个数和现在的数据不同" if count else f"{comparison.compared} 个数和现在的数据都一致"
        if not comparison.compared:
            found = "找不到原来的数，没有对照，请逐个核对"
        screen.say(f"  您改过的“{name}”里，{found}。")
        if comparison.changes:
            screen.say(f"  逐个见“{SOURCES_FILE}”的“对照{name}”表。")


def _form_to_fill(form: Path, opened: PeriodFolder) -> FormToFill:
    """The form that is to be filled in; what writes into workbooks is loaded only where there is one."""
    from commands.filling import form_to_fill

    return form_to_fill(form, opened)


def _templates(opened: PeriodFolder) -> list[Path]:
    """The templates of the papers of a period."""
    year_folder = opened.path.parent
    names = ["推进情况表", "反馈单", "催报单", "督办单"]
    if opened.breakdown.note_of(opened.period).assessment:
        names += ["评价通报", "验收结论"]
    return [notice_template(year_folder), *(template_path(year_folder, name) for name in names)]


def _result_papers(opened: PeriodFolder, results: Results, screen: Screen, failed: Failed, changed: Changed) -> Made:
    """`changed` takes what differs in notices that a person has changed, by their names."""
    yield SUMMARY_FILE, summary_workbook(results)
    told = notice_of(results)
    printed = told.bookmarks()

    def sources() -> bytes:
        folder = opened.path / RESULTS_FOLDER
        edited, standing = edited_files(folder, NOTICE_FILE, opened.last_run.outputs)
        for name in edited:
            changed[name] = compared_with(figures_of(folder / name), told, printed)
        return sources_workbook(results, told, printed, standing, changed)

    papers: Papers = (
        (NOTICE_FILE, partial(notice, told, notice_template(opened.path.parent), printed)),
        ("推进情况表.docx", partial(progress_table, told, template_path(opened.path.parent, "推进情况表"))),
        (SOURCES_FILE, sources),
    )
    yield from made(papers, screen, failed)


def _supervision_papers(
    opened: PeriodFolder, results: Results, lags: Mapping[str, Sequence[Lag]], screen: Screen, failed: Failed
) -> Made:
    files = file_names_of(unit.name for unit in results.breakdown.units)
    template = template_path(opened.path.parent, "督办单")
    for unit, of_unit in lags.items():
        slip = (f"督办单/{files[unit]}.docx", partial(supervision, results, unit, of_unit, template))
        yield from made([slip], screen, failed)


def _ranking_papers(opened: PeriodFolder, results: Results, screen: Screen, failed: Failed) -> Made:
    """评价.xlsx, 评价通报.docx and 验收结论/ (contract section 7), loaded only where they are due."""
    assessment = results.assessment
    if assessment is None or not assessment.checks.has_begun:
        return
    from generators.assessment.conclusion import conclusion
    from generators.assessment.notice import assessment_notice
    from generators.assessment.workbook import assessment_workbook

    year_folder = opened.path.parent
    yield ASSESSMENT_FILE, assessment_workbook(results)
    told = partial(assessment_notice, results, template_path(year_folder, "评价通报"))
    yield from made([(ASSESSMENT_NOTICE_FILE, told)], screen, failed)
    template = template_path(year_folder, CONCLUSIONS_FOLDER)
    files = file_names_of(unit.name for unit in results.breakdown.units)
    for one in assessment.overall:
        page = (f"{CONCLUSIONS_FOLDER}/{files[one.unit]}.docx", partial(conclusion, results, one.unit, template))
        yield from made([page], screen, failed)


def _code_of(breakdown: Breakdown, asked: str) -> str:
    """The code that was asked for, as the breakdown writes it; raises `JobFault` where it has none such."""
    code = halfwidth(asked.strip())
    if code in breakdown.by_code:
        return code
    near = get_close_matches(code, list(breakdown.by_code), 3, 0.5) or list(breakdown.by_code)[:3]
    raise JobFault(f"目标分解表里没有编码“{asked}”，要看的是不是{'、'.join(near)}？编码要和“指标”表里的一样。")
