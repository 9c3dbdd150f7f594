"""Reads .xls, .et, .ods and .xlsb: values only, which is all that python-calamine tells of them.

In a process of its own: over a damaged file, or a stray cell in the last column, calamine asks for more memory than
there is, and Rust then ends the whole process. Run as a script it reads the file from standard input and writes its
cells to standard output as JSON; it imports nothing of the project then.
"""

import io
import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

MAX_MEMORY = 3 * 1024**3
SECONDS = 120
_PASSWORD = 3
"""Exit status for a file that wants a password."""

Told = tuple[int, int, Decimal | str | bool | date]
"""Row, column (from 1) and content of a filled cell."""


class OldFormatError(Exception):
    """The file cannot be read; the message says in Chinese what is wrong with it."""


def read_old(content: bytes) -> list[tuple[str, list[Told]]]:
    """Name and filled cells of each sheet; raises `OldFormatError`."""
    try:
        child = subprocess.run(
            [sys.executable, "-P", str(Path(__file__).resolve())],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "RUST_BACKTRACE": "0"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise OldFormatError("太大或已损坏，读了很久也没有读完") from fault
    if child.returncode == _PASSWORD:
        raise OldFormatError("设了打开密码")
    if child.returncode != 0:
        raise OldFormatError("已损坏，或不是表格")
    return [
        (name, [(row, column, _content(kind, text)) for row, column, kind, text in cells])
        for name, cells in json.loads(child.stdout)
    ]


def _content(kind: str, text: str) -> Decimal | str | bool | date:
    match kind:
        case "number":
            return Decimal(text)
        case "bool":
            return text == "1"
        case "day":
            return date.fromisoformat(text)
        case _:
            return text


# In the process of its own


def _told(value: Any) -> tuple[str, str]:
    """Kind and text of a value of calamine; numbers with the 15 digits that the formula bar shows."""
    match value:
        case bool():
            return "bool", "1" if value else "0"
        case int():
            return "number", str(value)
        case float() if math.isfinite(value):
            return "number", format(value, ".15g")
        case datetime():
            return "day", value.date().isoformat()
        case date():
            return "day", value.isoformat()
        case _:
            return "text", str(value)


def _filled(sheet: Any) -> Iterator[tuple[int, int, str, str]]:
    for row, values in enumerate(sheet.iter_rows(), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                yield (row, column, *_told(value))


def _main() -> int:
    from python_calamine import CalamineWorkbook, PasswordError

    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [(name, list(_filled(workbook.get_sheet_by_name(name)))) for name in workbook.sheet_names]
    except PasswordError:
        return _PASSWORD
    sys.stdout.buffer.write(json.dumps(sheets).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
