"""What ends a job: one sentence that says why and what to do."""

MAY_BE_DROPPED = "可以拖入：期次文件夹（如 2023-09）、年度文件夹、“上报”里的文件、目标分解表.xlsx、通报模板（.docx）"
"""Said wherever a path was dragged that nothing can be done with."""


class JobFault(Exception):
    """The job cannot be done. The message is one Chinese sentence for the person at the desk (exit status 2)."""


class TemplateFault(JobFault):
    """A template cannot be filled in; one Chinese sentence names it, the paragraph and what to change."""
