"""assign YEAR_FOLDER: the papers of the breakdown itself (contract section 4)."""

from functools import partial
from pathlib import Path

from commands.papers import Failed, Made, made, template_path
from commands.period import say_kept
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.assignment.duty_list import duty_list
from generators.assignment.instruction import instruction
from generators.assignment.notice import assignment_notice
from generators.assignment.parties import Parties
from generators.output import file_names_of, without_new_mark, write_files
from model.breakdown import Breakdown
from model.fault import JobFault, TemplateFault
from model.labels import ASSIGNMENT_FOLDER, BREAKDOWN_NAME
from validators.breakdown import read_breakdown
from validators.period_folder import breakdown_path, refuse_faulty

LISTS = "责任清单/"
"""Where the papers go below the year's folder, and the lists below that (contract section 4)."""

NOTICE, INSTRUCTION = "任务分解通知.docx", "填报说明.docx"


def assign(folder: Path, screen: Screen) -> int:
    """assign YEAR_FOLDER: 任务分解通知, the 责任清单 of each department and unit, 填报说明."""
    breakdown = _breakdown_of(folder)
    failed = Failed()

    def is_stale(name: str) -> bool:
        paper = without_new_mark(name)
        return (paper in (NOTICE, INSTRUCTION) or name.startswith(LISTS)) and paper not in failed

    papers = _papers(breakdown, folder, screen, failed)
    written = write_files(folder.resolve() / ASSIGNMENT_FOLDER, papers, in_scope=is_stale)
    lists = sum(name.startswith(LISTS) for name in written.digests)
    screen.say(f"{breakdown.basics.region}{breakdown.basics.year}年任务分解，在 {written.folder}")
    names = [name.removesuffix(".docx") for name in written.digests if "/" not in name]
    screen.say(f"  {'、'.join([*names, *([f'责任清单{lists}份'] if lists else [])])}")
    say_kept(written, screen)
    if not failed:
        screen.say("下一步：补上通知的文号、日期和联系人，印发通知；把责任清单发给各自的单位，填报说明发给填报单位。")
    screen.hand_over({"outputs": [{"file": name, "sha256": digest} for name, digest in written.digests.items()]})
    return WANTS_A_PERSON if failed or written.kept else WELL


def _breakdown_of(folder: Path) -> Breakdown:
    if not folder.is_dir():
        raise JobFault(f"没有找到文件夹“{folder}”，请给出放着目标分解表的年度文件夹。")
    parent = folder.resolve().parent
    if not _holds_breakdown(folder) and _holds_breakdown(parent):
        raise JobFault(f"“{folder}”不是年度文件夹，目标分解表在它的上一层，请给出“{parent}”。")
    path = breakdown_path(folder)
    breakdown, findings, _ = read_breakdown(path)
    refuse_faulty(findings, path)
    assert breakdown is not None, "a breakdown without errors can be worked with"
    return breakdown


def _holds_breakdown(folder: Path) -> bool:
    return any(folder.glob(f"{BREAKDOWN_NAME}*.xlsx"))


def _papers(breakdown: Breakdown, folder: Path, screen: Screen, failed: Failed) -> Made:
    """The papers one after the other; `failed` takes the names of those whose template is at fault."""
    year_folder = folder.resolve()
    papers = (
        (NOTICE, partial(assignment_notice, breakdown, template_path(year_folder, "任务分解通知"))),
        (INSTRUCTION, partial(instruction, breakdown, template_path(year_folder, "填报说明"))),
    )
    yield from made(papers, screen, failed)
    parties, template = Parties(breakdown), template_path(year_folder, "责任清单")
    files = {party: f"{LISTS}{file}.docx" for party, file in file_names_of(parties.roles).items()}
    for party, file in files.items():
        try:
            yield file, duty_list(parties, party, template)
        except TemplateFault as fault:
            # What is wrong with the template is wrong in every list.
            failed.take(file, fault, screen)
            failed.update(files.values())
            return
