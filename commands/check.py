"""check PERIOD_FOLDER: validates 上报/ and writes the papers of validation only (contract section 4)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from commands.papers import Failed, Made, made, template_path
from commands.period import closing_screen, open_period_folder, read_with_checking, wants_a_person, write
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.output import file_names_of, without_new_mark
from generators.validation_report import validation_report
from model.results import Results, finding_json, submission_json
from model.submission import Status
from validators.period_folder import PeriodFolder
from validators.reading import original

TYPE_CHECKING = False
if TYPE_CHECKING:
    from commands.checking import Checking

VALIDATION_PAPERS, VALIDATION_FOLDERS = ("校验报告.xlsx", "催报单.docx"), ("退回/", "反馈单/")
"""What `check` writes; it touches nothing else (contract section 5)."""


def check(folder: Path, screen: Screen) -> int:
    """check PERIOD_FOLDER: validates 上报/ and writes the papers of validation only."""
    opened = open_period_folder(folder)
    results, checking = read_with_checking(opened, screen)
    failed = Failed()
    files = validation_papers(opened, results, screen, failed, checking)
    written = write(opened, files, lambda name: _is_of_validation(name) and name not in failed)
    closing_screen(results, written, screen)
    screen.hand_over(
        {
            "submissions": [submission_json(one) for one in results.submissions],
            "findings": [finding_json(one) for one in results.findings],
        }
    )
    return WANTS_A_PERSON if failed or wants_a_person(results, written) else WELL


def _is_of_validation(name: str) -> bool:
    return name.startswith(VALIDATION_FOLDERS) or without_new_mark(name) in VALIDATION_PAPERS


def validation_papers(
    opened: PeriodFolder, results: Results, screen: Screen, failed: Failed, checking: Checking | None
) -> Made:
    """校验报告, 退回/, 反馈单/ and 催报单; `failed` takes the names of those whose template is at fault.

    `checking` holds what departments were asked, in a period with 评价.
    """
    yield "校验报告.xlsx", validation_report(results)
    files = file_names_of(unit.name for unit in results.breakdown.units)
    # What writes Word papers and marks workbooks takes long to load: that is done only where they are called for.
    if results.units_to_return:
        from generators.feedback import feedback
        from generators.returned import returned_file

        template = template_path(opened.path.parent, "反馈单")
        for unit in results.units_to_return:
            returned = returned_file(results, unit, partial(original, opened.path))
            yield f"退回/{files[unit]}{returned.ending}", returned.content
            slip = (f"反馈单/{files[unit]}.docx", partial(feedback, results, unit, template))
            yield from made([slip], screen, failed)
    if any(one.status is Status.MISSING for one in results.intake.submissions):
        from generators.feedback import reminder

        chased = ("催报单.docx", partial(reminder, results, template_path(opened.path.parent, "催报单")))
        yield from made([chased], screen, failed)
    if checking is not None:
        yield from _returned_checks(opened, results, screen, failed, checking)


def _returned_checks(
    opened: PeriodFolder, results: Results, screen: Screen, failed: Failed, checking: Checking
) -> Made:
    """What goes back to departments; the stage stands in the name, for many of them report figures too."""
    from generators.feedback import check_feedback
    from generators.returned import returned_checks

    template = template_path(opened.path.parent, "反馈单")
    for stage, forms in ((checking.checks.first, checking.first_forms), (checking.checks.final, checking.final_forms)):
        files = file_names_of(stage.departments)
        by_department = {form.department: form for form in forms}
        for department in stage.departments:
            originals = partial(original, opened.path)
            returned = returned_checks(stage, department, originals, by_department.get(department))
            if returned is not None:
                name = f"{files[department]}（{stage.stage.label}）"
                yield f"退回/{name}{returned.ending}", returned.content
                slip = partial(check_feedback, results, stage, department, template)
                yield from made([(f"反馈单/{name}.docx", slip)], screen, failed)
