"""Where words for people go, and what a command's exit status means."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

WELL, WANTS_A_PERSON, NOT_DONE = 0, 1, 2
"""All is well; done, but something wants a person; not done (contract section 4)."""


class Screen:
    """Where words for people go: standard output, unless JSON is asked for there."""

    def __init__(self, is_json: bool = False, is_quiet: bool = False) -> None:
        self.is_json, self.is_quiet = is_json, is_quiet

    def say(self, line: str = "") -> None:
        if self.is_quiet:
            return
        stream = sys.stderr if self.is_json else sys.stdout
        try:
            print(line, file=stream, flush=True)
        except BrokenPipeError:
            # Whoever read the other end has seen enough (| head); the job goes on.
            self.is_quiet = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    def complain(self, line: str) -> None:
        print(line, file=sys.stderr)

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked something."""
        return not self.is_json and sys.stdin is not None and sys.stdin.isatty()

    def ask(self, question: str) -> str:
        """The answer to a question, without blanks around it; empty where the person just goes on.

        Raises `EOFError` where no answer can come any more: Windows takes NUL for somebody who sits there.
        """
        print(question, end="", flush=True)
        answer = sys.stdin.readline()
        if not answer:
            raise EOFError
        return answer.strip()

    def hand_over(self, document: Any) -> None:
        """The JSON that was asked for, and nothing else, on standard output."""
        if self.is_json:
            import json

            print(json.dumps(document, ensure_ascii=False, indent=1))

    def hand_over_text(self, pieces: Iterable[str]) -> None:
        """The JSON that was asked for, as it is made, and nothing else, on standard output."""
        if self.is_json:
            sys.stdout.writelines(pieces)

    def progress(self, words: str) -> Callable[[list[Path]], Iterable[Path]]:
        """A bar on standard error while files go by, where somebody watches."""

        def watched(files: list[Path]) -> Iterable[Path]:
            if self.is_quiet or not sys.stderr.isatty():
                return files
            from tqdm import tqdm

            return tqdm(files, desc=words, unit="份", ascii=" #", leave=False)

        return watched
