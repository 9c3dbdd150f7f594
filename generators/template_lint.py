"""`lint` of a Word template: what is wrong with it before a paper is made from it."""

from pathlib import Path

from generators.assignment.duty_list import DUTY_LIST_WORDS
from generators.assignment.instruction import INSTRUCTION_WORDS
from generators.assignment.notice import ASSIGNMENT_WORDS
from generators.feedback import FEEDBACK_WORDS, REMINDER_WORDS
from generators.notice import NOTICE_WORDS, PROGRESS_WORDS
from generators.papers import template_findings
from model.catalogue import Place, found
from model.fault import JobFault, TemplateFault
from model.finding import Finding

WORDS_OF: dict[str, frozenset[str]] = {
    "进度通报": NOTICE_WORDS,
    "推进情况表": PROGRESS_WORDS,
    "反馈单": FEEDBACK_WORDS,
    "催报单": REMINDER_WORDS,
    "任务分解通知": frozenset(ASSIGNMENT_WORDS),
    "责任清单": frozenset(DUTY_LIST_WORDS),
    "填报说明": frozenset(INSTRUCTION_WORDS),
}
"""The words that each template may use."""


def lint_template(path: Path) -> tuple[Finding, ...]:
    """Every fault of the template; raises `JobFault` for a document that is none of ours."""
    words = WORDS_OF.get(path.stem)
    if words is None:
        raise JobFault(f"“{path.name}”不是本工具的模板，模板有：{'、'.join(f'{name}.docx' for name in WORDS_OF)}。")
    try:
        sentences = template_findings(path, words)
    except TemplateFault as fault:
        sentences = [str(fault)]
    return tuple(found("T01", Place(file=path.name), fault=sentence) for sentence in sentences)
