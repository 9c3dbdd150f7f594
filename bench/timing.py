"""How the benchmark measures: medians of interleaved rounds, fresh processes, the peak memory of a child."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
_WATCH = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - begin
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"status": status, "seconds": seconds, "mebibytes": peak / 1024}))
"""
"""Runs in a bare Python between us and the child: what a child is said to take at most begins at its parent's size."""


@dataclass(frozen=True)
class Child:
    """What a fresh process took: seconds from start to end, and mebibytes at its peak."""

    seconds: float
    mebibytes: float


def medians(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each work, done in turn so that a busy moment of the machine hits them all."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - begin)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def child(arguments: Sequence[str], may_end_with: Sequence[int] = (0,)) -> Child:
    """Runs Python with `arguments` from the project's folder; raises RuntimeError where it ends with another status."""
    command = [sys.executable, "-S", "-c", _WATCH, sys.executable, *arguments]
    told = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
    measured = json.loads(told.stdout)
    if measured["status"] not in may_end_with:
        raise RuntimeError(f"{' '.join(arguments)} ended with {measured['status']}: {told.stderr.strip()[-500:]}")
    return Child(measured["seconds"], measured["mebibytes"])


def fresh_medians(works: Mapping[str, Callable[[], Child]], rounds: int) -> dict[str, Child]:
    """For each kind of fresh process the median seconds and the highest peak, the processes run in turn."""
    taken: dict[str, list[Child]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(work())
    return {
        name: Child(statistics.median(one.seconds for one in children), max(one.mebibytes for one in children))
        for name, children in taken.items()
    }
