"""run --fill FORM: the totals of this level, written into the form that the level above sent (contract section 4)."""

from dataclasses import dataclass
from pathlib import Path

from commands.period import RESULT_PAPERS
from commands.screen import Screen
from generators.filled_form import filled_form, refuse_unfillable
from generators.output import Written, without_new_mark
from model.fault import JobFault
from model.filling import FormFromAbove, RowFilling, fill_rows
from model.results import Results
from validators.form_from_above import read_form_from_above
from validators.period_folder import PeriodFolder
from validators.reading import original

_MOST_IN_FULL = 5
"""So many rows of which the same is said are named in full; more fill the screen, and bear their codes alone."""


@dataclass(frozen=True)
class FilledForm:
    """The form with the totals of this level: its name in 结果/, its bytes, and what became of each row."""

    name: str
    content: bytes
    rows: tuple[RowFilling, ...]

    @property
    def has_blanks(self) -> bool:
        """Whether a row could not be filled."""
        return any(not row.figures for row in self.rows)

    def say(self, written: Written, screen: Screen) -> None:
        """Says how many rows were filled, which not and why, and what is left for the person."""
        name = next(one for one in written.digests if without_new_mark(one) == without_new_mark(self.name))
        blank = [row for row in self.rows if not row.figures]
        count = len(self.rows)
        screen.say(f"上级的填报表：{count} 行，填了 {count - len(blank)} 行，在 {written.folder / name}")
        _say_rows(f"没有填的 {len(blank)} 行：", [(row, row.reason) for row in blank], screen)
        _say_rows("填了，请您看一眼的：", [(row, row.remark) for row in self.rows if row.remark], screen)
        screen.say("  填报日期、进展情况、说明、签章没有填：请打开它填好、存盘，再报给上级。")


@dataclass(frozen=True)
class FormToFill:
    """The form from above as it came."""

    form: FormFromAbove
    content: bytes

    def filled(self, results: Results) -> FilledForm:
        """The form with what the totals give it; raises `JobFault` where it cannot be written into."""
        rows = fill_rows(self.form, results.breakdown, results.rollup)
        return FilledForm(self.form.file, filled_form(self.form, self.content, rows), rows)


def form_to_fill(path: Path, opened: PeriodFolder) -> FormToFill:
    """The form that `--fill` names, looked at before anything is done; raises `JobFault` for any other file."""
    form = read_form_from_above(path, opened)
    if without_new_mark(form.file).casefold() in RESULT_PAPERS:
        raise JobFault(f"“{form.file}”和本级的结果同名，会盖掉它，请给上级的填报表改一个名字后重来。")
    content = original(path.parent, form.file)
    if content is None:
        raise JobFault(f"“{form.file}”读不出来，请关闭正在使用它的程序后重来。")
    refuse_unfillable(form, content)
    return FormToFill(form, content)


def _say_rows(heading: str, told: list[tuple[RowFilling, str]], screen: Screen) -> None:
    """A line for each thing that is said, with all rows that it is said of."""
    if told:
        screen.say(f"  {heading}")
    for words in dict.fromkeys(words for _, words in told):
        rows = [one.row for one, own in told if own == words]
        labels = [row.label if len(rows) <= _MOST_IN_FULL else row.short_label for row in rows]
        screen.say(f"    {words}：{'、'.join(labels)}")
