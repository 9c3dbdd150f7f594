"""First use: makes the tool ready on this machine and says in Chinese how far it is.

`python delivery/set_up.py` makes a bundle's components from the bundle alone, a checkout's environment from an index;
`--for-tests` the environment of the tests; `--suits` only asks whether this Python will do (exit status 0 or 1). An
older Python reads this file too: it has to be told that it is too old.
"""

import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
NEEDED = (3, 11)


def main():  # type: () -> int
    """Exit status 0 when the tool is ready, 2 with a sentence when it cannot be made so."""
    is_asked = "--suits" in sys.argv[1:]
    if sys.version_info < NEEDED:
        if not is_asked:
            print("需要 Python 3.11 或更新的版本，这台机器上是 " + sys.version.split()[0] + "。", file=sys.stderr)
        return 1 if is_asked else 2
    # The embeddable package for Windows does not look beside the script.
    sys.path.insert(0, str(HOME))
    from delivery.components import is_bundle, set_up_components, suits
    from delivery.environment import set_up
    from delivery.fault import SetUpFault

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text streams of a console
    for_tests = "--for-tests" in sys.argv[1:]
    try:
        if is_asked:
            return 0 if suits(HOME) or not is_bundle(HOME) else 1
        if for_tests:
            set_up(HOME / ".venv-tests", HOME / "requirements-dev.lock")
        elif is_bundle(HOME):
            set_up_components(HOME)
        else:
            set_up(HOME / ".venv", HOME / "requirements.lock")
    except SetUpFault as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
