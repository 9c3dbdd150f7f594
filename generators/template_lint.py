"""`lint` of a Word template: what is wrong with it before a paper is made from it."""

from dataclasses import replace
from pathlib import Path

from generators.assessment.words import ASSESSMENT_NOTICE_WORDS, CONCLUSION_WORDS
from generators.assignment.duty_list import DUTY_LIST_WORDS
from generators.assignment.instruction import INSTRUCTION_WORDS
from generators.assignment.notice import ASSIGNMENT_WORDS
from generators.slip_words import FEEDBACK_WORDS, REMINDER_WORDS
from generators.supervision import SUPERVISION_WORDS
from generators.telling.words import NOTICE_WORDS, PROGRESS_WORDS
from generators.word.check import faults_and_used
from generators.word.vocabulary import WORDS_PAPER, Vocabulary
from generators.word.words import as_written, unused
from model.catalogue import Place, found
from model.fault import JobFault, TemplateFault
from model.finding import Finding

WORDS_OF: dict[str, Vocabulary] = {
    "进度通报": NOTICE_WORDS,
    "通报_无版头": NOTICE_WORDS,
    "推进情况表": PROGRESS_WORDS,
    "反馈单": FEEDBACK_WORDS,
    "催报单": REMINDER_WORDS,
    "督办单": SUPERVISION_WORDS,
    "任务分解通知": ASSIGNMENT_WORDS,
    "责任清单": DUTY_LIST_WORDS,
    "填报说明": INSTRUCTION_WORDS,
    "评价通报": ASSESSMENT_NOTICE_WORDS,
    "验收结论": CONCLUSION_WORDS,
}
"""The words that each template may use."""


def template_named(path: Path) -> str:
    """The template that a file is meant to be: the longest name that its own begins with, as in 进度通报（修改）.docx.

    Raises `JobFault` for a file that is none of ours.
    """
    if path.stem == WORDS_PAPER:
        raise JobFault(f"“{path.name}”是给改模板的人看的说明，不是模板，不用检查。")
    names = [name for name in WORDS_OF if path.stem.startswith(name)]
    if not names:
        raise JobFault(f"“{path.name}”不是本工具的模板，模板有：{'、'.join(f'{name}.docx' for name in WORDS_OF)}。")
    return max(names, key=len)


def lint_template(path: Path) -> tuple[Finding, ...]:
    """Every fault of the template's tags and words, then the words that it never uses.

    Raises `JobFault` for a document that is none of ours.
    """
    known = WORDS_OF[template_named(path)]
    try:
        faults, used = faults_and_used(path, known)
    except TemplateFault as fault:
        return (replace(found("T01", Place(file=path.name), fault=str(fault)), remedy="弄好后再检查一次。"),)
    findings = [found("T01", Place(file=path.name), fault=sentence) for sentence in faults]
    left = unused(known, used)
    if left and not faults:
        findings.append(found("T04", Place(file=path.name), words="、".join(as_written(one, known) for one in left)))
    return tuple(findings)
