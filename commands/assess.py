"""assess PERIOD_FOLDER: 初核, 认定 and the ranking of 年中 or 年末, by what lies there (contract sections 4 and 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from commands.checking import Checking
from commands.papers import Failed
from commands.period import (
    make_sub_folders,
    open_period_folder,
    read_with_checking,
    say_kept,
    wants_a_person,
)  # fmt: skip
from commands.run import write_results
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.assessment.check_form import check_workbook, is_check_form_as_issued
from generators.output import Written, file_names_of, write_files
from model.assessment.check_form import CHECK_FOLDERS, CheckForm
from model.assessment.checked import CheckIntake
from model.assessment.lapses import periods_counted
from model.fault import JobFault
from model.labels import (
    ASSESSMENT_FILE,
    ASSESSMENT_NOTICE_FILE,
    CONCLUSIONS_FOLDER,
    FINAL_CHECK_FOLDER,
    FIRST_CHECK_FOLDER,
    SUBMISSIONS_FOLDER,
    Sheet,
)
from model.period import read_period
from model.results import Results, results_text
from model.submission import Stage, Status
from validators.period_folder import PeriodFolder
from validators.reading import files_below


def assess(folder: Path, screen: Screen) -> int:
    """assess PERIOD_FOLDER: all that `run` does, the forms of the stage that is due, the ranking once 初核 is back."""
    opened = open_period_folder(folder)
    _refuse_unassessed(opened)
    results, checking = read_with_checking(opened, screen)
    assert checking is not None, "a period with 评价 has its checks read"
    results = replace(results, history=opened.history)
    make_sub_folders(opened.path, (FIRST_CHECK_FOLDER, FINAL_CHECK_FOLDER))
    failed = Failed()
    written = write_results(opened, results, screen, failed, (), checking)
    issued = list(_issue_forms(opened, checking))
    for one in issued:
        say_kept(one, screen)
        if one.kept:
            screen.say("  这些是发出去的表，在里面填的没有读；填好的请放进“初核”“认定”文件夹。")
    _say_where_it_stands(opened, results, checking, screen)
    screen.hand_over_text(results_text(results, written.digests))
    is_open = any(stage.missing or any(stage.unchecked.values()) for stage in results.checks.stages)
    is_kept = any(one.kept for one in issued)
    return WANTS_A_PERSON if failed or is_open or is_kept or wants_a_person(results, written) else WELL


def _refuse_unassessed(opened: PeriodFolder) -> None:
    """Raises `JobFault` for a period that is not assessed, or that nobody is named to check."""
    if not opened.breakdown.note_of(opened.period).assessment:
        raise JobFault(
            f"{opened.period.title}没有安排评价，请在目标分解表“{Sheet.PERIODS}”里这一期的“评价”填上年中或年末再来。"
        )
    if not any(one.first_check for one in opened.breakdown.indicators):
        raise JobFault(f"没有一项指标写了初核单位，请在目标分解表“{Sheet.INDICATORS}”里补上再来。")


# The forms


def _issue_forms(opened: PeriodFolder, checking: Checking) -> Iterator[Written]:
    """初核表/ always, 认定表/ as soon as anything has come back from 初核."""
    yield _write_forms(opened, Stage.CHECKED, checking.first_forms)
    if checking.checks.has_begun:
        yield _write_forms(opened, Stage.CONFIRMED, checking.final_forms)


def _write_forms(opened: PeriodFolder, stage: Stage, forms: Sequence[CheckForm]) -> Written:
    files = file_names_of(form.department for form in forms)
    made_forms = ((f"{files[form.department]}.xlsx", check_workbook(form)) for form in forms)
    return write_files(opened.path / CHECK_FOLDERS[stage][0], made_forms, is_ours=is_check_form_as_issued)


# What the screen says


def _say_where_it_stands(opened: PeriodFolder, results: Results, checking: Checking, screen: Screen) -> None:
    """What came back at each stage, what is out and from whom, what to do next."""
    assert results.assessment is not None
    checks = checking.checks
    screen.say(f"{results.assessment.word}评价：")
    _say_stage(checks.first, "初核单位", screen)
    if not checks.has_begun:
        _say_next(opened, Stage.CHECKED, len(checking.first_forms), screen)
        return
    if checking.final_forms:
        _say_stage(checks.final, "认定单位", screen)
    if checks.first.missing or any(checks.first.unchecked.values()):
        then = "收齐了再发认定表。" if checks.final.missing else ""
        screen.say(f"  下一步：催还差的初核单位，发回要改的，收回的放进“初核”文件夹。{then}")
    elif checks.final.missing:
        _say_next(opened, Stage.CONFIRMED, len(checking.final_forms), screen)
    screen.say(f"  排名在“{ASSESSMENT_FILE}”“{ASSESSMENT_NOTICE_FILE}”“{CONCLUSIONS_FOLDER}”里。")
    for project in results.assessment.left_out:
        screen.say(f"  “{results.breakdown.project_title(project)}”还没有评出得分，没有算进总分。")
    if checking.lapses:
        _say_counted(opened, results, screen)


def _say_counted(opened: PeriodFolder, results: Results, screen: Screen) -> None:
    """In which periods lapses were counted, and in which they were not for want of results."""
    counted = periods_counted(results.breakdown, results.history)
    folders = {read_period(one.name): one for one in opened.path.parent.iterdir() if one.is_dir()}
    with_results = {*counted, *(outcome.period for outcome in results.history.periods), results.period}
    uncounted = [
        period.title
        for period, folder in folders.items()
        if period is not None and period not in with_results and period.last_day < results.period.last_day
        and files_below(folder / SUBMISSIONS_FOLDER)
    ]  # fmt: skip
    told = "、".join(period.title for period in (*counted, results.period))
    left = f"；{'、'.join(uncounted)}有上报、没有结果，没有数，要数的先对它运行一次" if uncounted else ""
    screen.say(f"  自动扣分数了：{told}{left}。")


def _say_stage(stage: CheckIntake, whose: str, screen: Screen) -> None:
    answered = len(stage.answered)
    out = f"，还差：{'、'.join(stage.missing)}" if stage.missing else ""
    screen.say(f"  {whose}{len(stage.departments)}个，交回{answered}个{out}。")
    unknown = [one.file for one in stage.submissions if one.file and one.status is Status.UNRECOGNISED]
    if unknown:
        screen.say(f"  认不出的：{'、'.join(unknown)}（看“校验报告.xlsx”）。")
    blank = [f"{department}{count}处" for department, count in stage.unchecked.items() if count]
    if blank:
        screen.say(f"  还没有核好的（空着的，或要改的）：{'、'.join(blank)}。")


def _say_next(opened: PeriodFolder, stage: Stage, count: int, screen: Screen) -> None:
    forms, back = CHECK_FOLDERS[stage]
    screen.say(
        f"  下一步：“{forms}”里的{count}份表发给对应的部门；收回的放进“{back}”文件夹，再把期次文件夹拖到“评价”上。"
    )
    screen.say(f"  {opened.path / forms}")
