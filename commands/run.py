"""run PERIOD_FOLDER: validates, rolls up, writes all of 结果/ (contract section 4)."""

from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import chain
from pathlib import Path

from commands.check import validation_papers
from commands.period import Made, Papers, closing_screen, made, read_period_folder, template_path, wants_a_person, write
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.explanation import explained
from generators.notice import notice, notice_of, progress_table
from generators.sources import sources_workbook
from generators.summary import summary_workbook
from model.breakdown import Breakdown
from model.fault import JobFault
from model.labels import RESULTS_FILE
from model.quantity import halfwidth
from model.results import Results, results_text
from validators.period_folder import PeriodFolder


def run(folder: Path, screen: Screen, explain: str | None = None) -> int:
    """run PERIOD_FOLDER: validates, rolls up, writes all of 结果/; then tells how the total of `explain` came about."""
    opened, results = read_period_folder(folder, screen)
    code = _code_of(results.breakdown, explain) if explain is not None else None
    results = replace(results, history=opened.history)
    failed: set[str] = set()
    written = write(
        opened,
        chain(validation_papers(opened, results, screen, failed), _result_papers(opened, results, screen, failed)),
        lambda name: name not in failed,
        closing=(RESULTS_FILE, lambda digests: (piece.encode("utf-8") for piece in results_text(results, digests))),
    )
    closing_screen(results, written, screen)
    screen.hand_over_text(results_text(results, written.digests))
    if code is not None:
        screen.say()
        for line in explained(results, code):
            screen.say(line)
    return WANTS_A_PERSON if failed or wants_a_person(results, written) else WELL


def _result_papers(opened: PeriodFolder, results: Results, screen: Screen, failed: set[str]) -> Made:
    yield "汇总表.xlsx", summary_workbook(results)
    told = notice_of(results)
    papers: Papers = (
        ("通报.docx", partial(notice, told, template_path(opened, "进度通报"))),
        ("推进情况表.docx", partial(progress_table, told, template_path(opened, "推进情况表"))),
        ("数据来源.xlsx", partial(sources_workbook, results, told)),
    )
    yield from made(papers, screen, failed)


def _code_of(breakdown: Breakdown, asked: str) -> str:
    """The code that was asked for, as the breakdown writes it; raises `JobFault` where it has none such."""
    code = halfwidth(asked.strip())
    if code in breakdown.by_code:
        return code
    near = get_close_matches(code, list(breakdown.by_code), 3, 0.5) or list(breakdown.by_code)[:3]
    raise JobFault(f"目标分解表里没有编码“{asked}”，要看的是不是{'、'.join(near)}？编码要和“指标”表里的一样。")
