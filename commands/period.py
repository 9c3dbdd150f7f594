"""What the commands of a period share: its folder read and checked, its papers made and written, the closing words."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path

from commands.papers import Made
from commands.screen import Screen
from generators.output import Closing, Written, without_new_mark, write_files
from generators.validation_report import counts_of
from model.fault import JobFault
from model.labels import (
    ASSESSMENT_FILE,
    ASSESSMENT_NOTICE_FILE,
    CORRECTIONS_FILE,
    FORMS_FOLDER,
    NOTICE_FILE,
    RESULTS_FILE,
    RESULTS_FOLDER,
    SOURCES_FILE,
    SUBMISSIONS_FOLDER,
    SUMMARY_FILE,
)
from model.results import Results
from model.rollup import roll_up
from model.submission import SENT_BACK, Status
from validators.intake import take_in
from validators.period_folder import PeriodFolder, open_period
from validators.reading import files_below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from commands.checking import Checking


def make_sub_folders(folder: Path, names: Sequence[str] = (FORMS_FOLDER, SUBMISSIONS_FOLDER, RESULTS_FOLDER)) -> None:
    """Makes the folders of a period that are missing (contract section 1); raises `JobFault` where it cannot."""
    for name in names:
        try:
            (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise JobFault(
                f"“{folder / name}”建不起来（{fault.strerror}），请检查权限，或把同名的文件移走。"
            ) from fault


def open_period_folder(folder: Path) -> PeriodFolder:
    """The period's folder with something in it to be read; raises `JobFault` where there is nothing."""
    if not folder.is_dir():
        raise JobFault(f"没有找到文件夹“{folder}”，请给出期次文件夹，如 2023-09。")
    opened = open_period(folder)
    make_sub_folders(opened.path)
    if not files_below(opened.path / SUBMISSIONS_FOLDER) and not (opened.path / CORRECTIONS_FILE).is_file():
        raise JobFault(f"“{opened.path / SUBMISSIONS_FOLDER}”里还没有文件，请把收回的填报表放进去再来。")
    return opened


def read_with_checking(opened: PeriodFolder, screen: Screen) -> tuple[Results, Checking | None]:
    """The period's submissions read, checked and rolled up by the figures that count.

    In a period with 评价 also what departments are asked and what they said.
    """
    progress = screen.progress("读取")
    thresholds = gc.get_threshold()
    # What is read stays: a collector of garbage that looks at it time and again finds nothing.
    gc.set_threshold(_OBJECTS_READ, *thresholds[1:])
    try:
        intake = take_in(
            opened.path,
            opened.breakdown,
            opened.period,
            opened.previous,
            breakdown_findings=opened.breakdown_findings,
            last_run=opened.last_run,
            progress=progress,
        )
        checking = None
        if opened.breakdown.note_of(opened.period).assessment:
            from commands.checking import checking_of

            checking = checking_of(opened, intake, progress)
        counted = checking.counted if checking else intake.reported
        rollup = roll_up(opened.breakdown, opened.period, counted, opened.previous)
    finally:
        gc.set_threshold(*thresholds)
    results = Results(
        opened.breakdown,
        opened.breakdown_file,
        opened.breakdown_sha256,
        opened.period,
        opened.previous,
        intake,
        rollup,
        assessment=checking.assessment(rollup) if checking else None,
    )
    return results, checking


_OBJECTS_READ = 10_000
"""So many new objects call the collector while submissions are read; a workbook leaves a thousand."""


RESULT_PAPERS = (
    "校验报告.xlsx", SUMMARY_FILE, NOTICE_FILE, "推进情况表.docx", "催报单.docx", SOURCES_FILE, RESULTS_FILE,
    ASSESSMENT_FILE, ASSESSMENT_NOTICE_FILE,
)  # fmt: skip
"""What `run` writes into 结果/ itself; its folders hold nothing but papers for units (contract section 5)."""


def is_paper_of_ours(name: str) -> bool:
    """Whether a file of 结果/ is one that `run` may have written, so that it is removed when it no longer applies.

    A form filled for the level above is none: it stays until a person takes it away.
    """
    return "/" in name or without_new_mark(name) in RESULT_PAPERS


def write(
    opened: PeriodFolder,
    files: Made,
    in_scope: Callable[[str], bool],
    closing: Closing | None = None,
) -> Written:
    """Writes 结果/; what of ours `in_scope` does not apply any more is removed."""
    folder = opened.path / RESULTS_FOLDER
    return write_files(folder, files, in_scope=in_scope, last_outputs=opened.last_run.outputs, closing=closing)


def wants_a_person(results: Results, written: Written) -> bool:
    """Whether something is left for a person to do (exit status 1)."""
    open_statuses = (Status.PARTIAL, Status.RETURNED, Status.MISSING, Status.UNRECOGNISED)
    is_open = any(one.status in open_statuses for one in results.submissions)
    is_held = any(one.holds and one.file != results.breakdown_file for one in results.findings)
    return is_open or is_held or bool(written.kept)


def say_kept(written: Written, screen: Screen) -> None:
    """Names the files that a person changed and that stayed."""
    for name in written.kept:
        screen.say(f"  “{name}”您改过，没有覆盖；新的一份是同名加“_新”的文件。")


def closing_screen(results: Results, written: Written, screen: Screen, supervised: Sequence[str] = ()) -> None:
    """What was read, what wants a person, which units are `supervised`, where the results lie."""
    counts = {label: (number, names) for label, number, names in counts_of(results)}
    read = len({one.file for one in results.intake.submissions if one.file})
    screen.say(f"{results.breakdown.basics.region}{results.period.title}重点民生实事")
    indicators = len(results.breakdown.indicators)
    screen.say(f"读了：{read} 份文件，应报 {counts['应报单位'][0]} 个单位，指标 {indicators} 个。")
    # A row that no line gives has no cell: nobody has to mend the workbook for it.
    refused = [one for one in results.intake.findings if one.file == CORRECTIONS_FILE and one.cell and one.holds]
    wants = [f"  {label} {counts[label][0]}：{counts[label][1]}。{what}" for label, what in _TO_DO if counts[label][0]]
    if refused:
        wants.append(f"  更正 {len(refused)} 处有误：看“校验报告.xlsx”的问题清单，改正“{CORRECTIONS_FILE}”")
    if wants:
        screen.say("需要您处理：")
        for line in wants:
            screen.say(line)
        screen.say("  详见“校验报告.xlsx”。")
    else:
        screen.say("各单位报送齐全，没有需要退回的。")
    for stage in results.checks.stages:
        back = dict.fromkeys(one.unit for one in stage.submissions if one.unit and one.status in SENT_BACK)
        if back:
            screen.say(
                f"{stage.stage.label}表要改的：{'、'.join(back)}（发回“退回”“反馈单”里带“（{stage.stage.label}）”的文件）"
            )
    if counts["迟报"][0]:
        screen.say(f"迟报 {counts['迟报'][0]}：{counts['迟报'][1]}（照常计入）")
    if supervised:
        screen.say(f"督办 {len(supervised)}：{'、'.join(supervised)}（发“督办单”里的文件）")
    screen.say(f"结果在：{written.folder}")
    names = [name for name in written.digests if "/" not in name]
    screen.say(f"  {'、'.join(names)}")
    say_kept(written, screen)


_TO_DO = (
    ("未报", "发“催报单.docx”"),
    ("整表退回", "发回“退回”“反馈单”里的文件"),
    ("部分退回", "发回“退回”“反馈单”里的文件"),
    ("无法识别的文件", "看问题清单里的说明"),
)
"""What a clerk does about each kind of submission that is not simply accepted."""
