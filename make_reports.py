#!/usr/bin/env python3
"""The door: `python make_reports.py` and the launchers come in here; the command line is in `commands.command_line`.

It is no more than this because Python compiles the file that it is started with anew each time.
"""

import sys

from commands.command_line import JOBS, main

__all__ = ["JOBS", "main"]

if __name__ == "__main__":
    sys.exit(main())
