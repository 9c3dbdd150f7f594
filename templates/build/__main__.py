"""Makes the office's Word templates afresh, in the layout of GB/T 9704-2012: `python -m templates.build`.

The .docx in the folder above are what the tool uses and what the office edits in Word; this made them once and makes
them again byte for byte. Fonts, sizes and spacing live in the styles, the wording in the paragraphs.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from generators.word.vocabulary import WORDS_PAPER
from templates.build.assessment import make_assessment_notice, make_conclusion
from templates.build.assignment import make_assignment_notice, make_duty_list, make_instruction
from templates.build.notice import make_notice, make_notice_on_red_paper
from templates.build.progress import make_progress_table
from templates.build.slips import make_feedback, make_reminder
from templates.build.supervision import make_supervision
from templates.build.words import make_words

FOLDER = Path(__file__).resolve().parent.parent

TEMPLATES: dict[str, Callable[[], bytes]] = {
    "进度通报.docx": make_notice,
    "通报_无版头.docx": make_notice_on_red_paper,
    "推进情况表.docx": make_progress_table,
    "反馈单.docx": make_feedback,
    "催报单.docx": make_reminder,
    "督办单.docx": make_supervision,
    "任务分解通知.docx": make_assignment_notice,
    "责任清单.docx": make_duty_list,
    "填报说明.docx": make_instruction,
    "评价通报.docx": make_assessment_notice,
    "验收结论.docx": make_conclusion,
}


def main() -> None:
    """Writes every template above, and the paper that lists their words."""
    for name, make in {**TEMPLATES, f"{WORDS_PAPER}.docx": make_words}.items():
        (FOLDER / name).write_bytes(make())
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
