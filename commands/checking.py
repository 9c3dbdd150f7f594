"""An assessed period's checks, read and put together: which forms go out, what came back, what counts (section 7)."""

from dataclasses import dataclass

from model.assessment.assessment import Assessment
from model.assessment.check_form import CheckForm, Lapses, final_check_forms, first_check_forms
from model.assessment.checked import Checks
from model.assessment.lapses import counted_lapses
from model.assessment.scoring import assess
from model.figure import RollUp
from model.submission import Intake, Reported, Stage
from validators.assessment.intake import take_in_checks
from validators.intake import Progress
from validators.period_folder import PeriodFolder


@dataclass(frozen=True)
class Checking:
    """What the departments of an assessed period are asked and what they said.

    `first_forms` and `final_forms` are 初核表 and 认定表 as they stand now; `lapses` what 扣分 counts by itself.
    """

    opened: PeriodFolder
    intake: Intake
    lapses: Lapses
    first_forms: tuple[CheckForm, ...]
    final_forms: tuple[CheckForm, ...]
    checks: Checks

    @property
    def counted(self) -> dict[tuple[str, str], Reported]:
        """The figures that count, by (code, unit)."""
        return self.checks.laid_over(self.intake.reported)

    def assessment(self, rollup: RollUp) -> Assessment:
        """Scores and ranks; `rollup` is that of the figures that count."""
        opened = self.opened
        return assess(
            opened.breakdown, opened.period, rollup, self.intake.reported, self.checks, self.lapses, opened.history
        )


def checking_of(opened: PeriodFolder, intake: Intake, progress: Progress) -> Checking:
    """Reads 初核/ and 认定/ of a period with 评价."""
    breakdown, period = opened.breakdown, opened.period
    lapses = counted_lapses(breakdown, period, opened.history, intake.submissions)
    first_forms = first_check_forms(breakdown, period, intake.reported, intake.self_checks, lapses)
    first = take_in_checks(opened.path, first_forms, breakdown, period, Stage.CHECKED, progress)
    final_forms = final_check_forms(breakdown, period, intake.reported, intake.self_checks, first)
    final = take_in_checks(opened.path, final_forms, breakdown, period, Stage.CONFIRMED, progress)
    return Checking(opened, intake, lapses, first_forms, final_forms, Checks(first, final, intake.self_checks))
