"""Prints the benchmark: `python -m bench [--units 157] [--indicators 70] [--nation] [--rounds 3] [--blank-rows N]`.

Figures are ratios of what was measured side by side on this machine, just now; no test asks for a time.
"""

import argparse
import tempfile
import unicodedata
from pathlib import Path

from bench.lines import BLANK_ROWS, Line, all_lines

WIDTHS = (54, 11, 11, 7)
HEADINGS = ("比的是什么", "测得", "目标", "达到", "明细")


def _padded(text: str, width: int) -> str:
    """`text` filled up to `width` half-width columns."""
    taken = sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
    return text + " " * (width - taken)


def _row(texts: tuple[str, ...]) -> str:
    padded = [_padded(text, width) for text, width in zip(texts, WIDTHS, strict=False)]
    return "".join([*padded, texts[-1]])


def shown(line: Line) -> str:
    """A line of the table as it is printed."""
    goal = "—" if line.goal is None else f"{'≥' if line.at_least else '≤'} {line.goal:g} {line.unit}"
    reached = {True: "是", False: "否", None: "—"}[line.is_reached]
    return _row((line.what, f"{line.measured:.2f} {line.unit}", goal, reached, line.detail))


def main() -> None:
    """Reads the command line, measures, prints each line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="与同行的写法和下限比快慢、比内存")
    parser.add_argument("--units", type=int, default=157, help="一个省的县数")
    parser.add_argument("--indicators", type=int, default=70, help="每份表的指标数")
    parser.add_argument("--rounds", type=int, default=3, help="每项测几轮，取中位数")
    parser.add_argument("--nation", action="store_true", help="再测全国 2,844 个县（要几十分钟）")
    parser.add_argument("--blank-rows", type=int, default=BLANK_ROWS, help="空行的行数")
    asked = parser.parse_args()
    print(_row(HEADINGS))
    with tempfile.TemporaryDirectory() as scratch:
        for line in all_lines(
            Path(scratch), asked.units, asked.indicators, asked.rounds, asked.nation, asked.blank_rows
        ):
            print(shown(line), flush=True)


if __name__ == "__main__":
    main()
