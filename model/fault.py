"""What ends a job: one sentence that says why and what to do."""


class JobFault(Exception):
    """The job cannot be done. The message is one Chinese sentence for the person at the desk (exit status 2)."""
