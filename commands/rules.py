"""rules BREAKDOWN: every rule in force, in Chinese (contract section 4)."""

from dataclasses import asdict
from pathlib import Path

from commands.screen import WELL, Screen
from generators.rules_in_force import rules_as_text, rules_in_force
from model.fault import JobFault
from validators.breakdown import read_breakdown
from validators.period_folder import refuse_faulty


def rules(file: Path, screen: Screen) -> int:
    """rules BREAKDOWN: every rule in force, in Chinese."""
    if not file.is_file():
        raise JobFault(f"没有找到文件“{file}”，请给出目标分解表.xlsx。")
    breakdown, findings, _ = read_breakdown(file)
    refuse_faulty(findings, file)
    assert breakdown is not None, "a breakdown without errors can be worked with"
    for line in rules_as_text(breakdown):
        screen.say(line)
    screen.hand_over({"rules": [asdict(one) for one in rules_in_force(breakdown)]})
    return WELL
