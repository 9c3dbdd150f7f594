"""What ends the setting up."""


class SetUpFault(Exception):
    """The tool cannot be made ready; the message is one Chinese sentence."""
