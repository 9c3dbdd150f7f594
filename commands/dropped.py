"""PATH...: what is dragged in calls for a command of its own (contract section 4)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from commands.screen import NOT_DONE, WELL, Screen
from model.fault import JobFault
from validators.dragged import called_for

Do = Callable[[str, Sequence[Path], Screen], int]


ASSESSING_LAUNCHER = "评价"
"""The batch file of this name is a copy of the other: a period that is dropped on it is assessed."""


def do_what_is_called_for(paths: Sequence[Path], screen: Screen, do: Do, launcher: str = "") -> int:
    """Dragged files or folders: does what each calls for (contract section 4); `do` does a command by its name.

    `launcher` is the name of the batch file that they were dropped on.
    """
    done: set[tuple[str, Path]] = set()
    worst = WELL
    for path in paths:
        try:
            job = called_for(path)
            if launcher.partition(".")[0] == ASSESSING_LAUNCHER:
                job = _assessing(*job)
            if job not in done:
                done.add(job)
                worst = max(worst, do(job[0], [job[1]], screen))
        except JobFault as fault:
            screen.complain(str(fault))
            worst = NOT_DONE
    return worst


def _assessing(job: str, path: Path) -> tuple[str, Path]:
    """`assess` of the period that was dropped; raises `JobFault` for what is no period."""
    if job not in ("forms", "run", "check"):
        raise JobFault(f"“{path.name}”不是期次文件夹。往“{ASSESSING_LAUNCHER}”上拖的，是要评价的期次文件夹。")
    return "assess", path


def dropped_paths(line: str) -> list[Path]:
    """The paths of a drop from the raw line that cmd was started with (`cmd /c ""X.bat" a "b c""`).

    cmd would expand % and ^ and cut at & in a name; here nothing is parsed but blanks outside quotes.
    """
    _, found, rest = line.partition("/c ")
    if not found:
        _, found, rest = line.partition("/C ")
    rest = rest.strip()
    if rest.startswith('"') and rest.endswith('"'):
        rest = rest[1:-1]
    words: list[str] = []
    word, is_quoted = "", False
    for letter in rest:
        if letter == '"':
            is_quoted = not is_quoted
        elif letter == " " and not is_quoted:
            words.append(word)
            word = ""
        else:
            word += letter
    return [Path(one) for one in [*words, word][1:] if one]
