"""Who owes figures: units of which no form has come, and units some of whose figures were sent back."""

from model.results import Results
from model.submission import Status


def missing_units(results: Results) -> list[str]:
    """Units that are asked and of which no form has come, in the breakdown's order."""
    came = {Status.ACCEPTED, Status.PARTIAL, Status.RETURNED, Status.SUPERSEDED}
    reported = {one.unit for one in results.intake.submissions if one.status in came}
    reported |= {unit for _, unit in results.intake.reported}
    breakdown = results.breakdown
    return [one.name for one in breakdown.units if breakdown.indicators_asked(one.name) and one.name not in reported]


def returned_codes(results: Results) -> dict[str, list[str]]:
    """By unit that has reported, the codes of which no accepted figure is there."""
    missing = set(missing_units(results))
    found: dict[str, list[str]] = {}
    for unit in results.breakdown.units:
        codes = [
            one.code
            for one in results.breakdown.indicators_asked(unit.name)
            if (one.code, unit.name) not in results.intake.reported
        ]
        if codes and unit.name not in missing:
            found[unit.name] = codes
    return found
