"""What ends a job: one sentence that says why and what to do."""


class JobFault(Exception):
    """The job cannot be done. The message is one Chinese sentence for the person at the desk (exit status 2)."""


class TemplateFault(JobFault):
    """A template cannot be filled in; one Chinese sentence names it, the paragraph and what to change."""
