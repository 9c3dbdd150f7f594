"""Days as people write them in cells: dates, 2023-09-20, 2023年9月20日, 2023.9.20, 20230920."""

import re
from datetime import date

from model.quantity import halfwidth
from validators.grid import Content

_WRITTEN = re.compile(r"^((?:19|20)\d{2})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_RUN_TOGETHER = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")


def read_day(content: Content) -> date | None:
    """The day that a cell states, None where it cannot be told."""
    if isinstance(content, date):
        return content
    if content is None or isinstance(content, bool):
        return None
    text = halfwidth(str(content))
    match = _WRITTEN.match(text) or _RUN_TOGETHER.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
