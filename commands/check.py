"""check PERIOD_FOLDER: validates 上报/ and writes the papers of validation only (contract section 4)."""

from functools import partial
from pathlib import Path

from commands.period import Papers, closing_screen, made, read_period_folder, template_path, wants_a_person, write
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.output import file_names_of
from generators.validation_report import validation_report
from model.results import Results, finding_json, submission_json
from model.submission import Status
from validators.period_folder import PeriodFolder
from validators.reading import original

VALIDATION_PAPERS = ("校验报告", "退回/", "反馈单/", "催报单")
"""What `check` writes; it touches nothing else (contract section 5)."""


def check(folder: Path, screen: Screen) -> int:
    """check PERIOD_FOLDER: validates 上报/ and writes the papers of validation only."""
    opened, results = read_period_folder(folder, screen)
    files, failed = validation_papers(opened, results, screen)
    written = write(opened, files, lambda name: name.startswith(VALIDATION_PAPERS) and name not in failed)
    closing_screen(results, written, screen)
    screen.hand_over(
        {
            "submissions": [submission_json(one) for one in results.intake.submissions],
            "findings": [finding_json(one) for one in results.intake.findings],
        }
    )
    return WANTS_A_PERSON if failed or wants_a_person(results, written) else WELL


def validation_papers(opened: PeriodFolder, results: Results, screen: Screen) -> tuple[dict[str, bytes], set[str]]:
    """校验报告, 退回/, 反馈单/ and 催报单 by name, and the names of those whose template is at fault."""
    papers: Papers = {"校验报告.xlsx": partial(validation_report, results)}
    sent_back: dict[str, bytes] = {}
    files = file_names_of(unit.name for unit in results.breakdown.units)
    # What writes Word papers and marks workbooks takes long to load: that is done only where they are called for.
    for unit in results.units_to_return:
        from generators.feedback import feedback
        from generators.returned import returned_file

        returned = returned_file(results, unit, partial(original, opened.path))
        sent_back[f"退回/{files[unit]}{returned.ending}"] = returned.content
        template = template_path(opened, "反馈单")
        papers[f"反馈单/{files[unit]}.docx"] = partial(feedback, results, unit, template)
    if any(one.status is Status.MISSING for one in results.intake.submissions):
        from generators.feedback import reminder

        papers["催报单.docx"] = partial(reminder, results, template_path(opened, "催报单"))
    finished, failed = made(papers, screen)
    return {**sent_back, **finished}, failed
