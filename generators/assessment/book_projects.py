"""The sheet 项目得分 of 评价.xlsx: each unit's score and rank in each project, from what its rules give."""

from decimal import Decimal

from generators.assessment.book_lines import ProjectLine
from generators.assessment.book_lists import (
    ASIDE,
    COUNT_FORMAT,
    NOT_PASSED,
    SCORE_FORMAT,
    SCORED,
    UNKNOWN,
    points_format,
    shown_points_of,
)
from generators.assessment.book_scores import rule_points, rule_state
from generators.assessment.book_setting import Book, Judged, Project, Score
from generators.rows import Formula, RowSheet
from generators.summary.style import ANY_FORMAT, RANK_FORMAT
from model.assessment.assessment import shown_points
from model.assessment.checked import Conclusion
from model.labels import YES
from model.quantity import sum_of

SCORE_DIGITS = 12
"""Scores are rounded to this, far beyond what is shown, so that binary arithmetic leaves no trace in them."""


def write_projects(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet."""
    subtitle = "得分为百分制：各计分项得分之和÷满分×100；一票否决不通过的得0分，不排名；名次在同一排名组内排"
    book.projects.head(book.workbook, sheet, f"{book.title}项目得分", subtitle)
    groups = {name: number for number, name in enumerate(dict.fromkeys(u.rank_group for u in book.breakdown.units), 1)}
    places = {key: number for number, key in enumerate(book.breakdown.projects)}
    for line in book.lines.projects:
        # One number for each project within each 排名组.
        rank_key = places[line.project_key] * len(groups) + groups[line.unit.rank_group]
        _write_line(book, sheet, line, rank_key)


def _write_line(book: Book, sheet: RowSheet, line: ProjectLine, rank_key: int) -> None:
    styles, own, score = book.styles, book.projects, line.score
    text, centred = styles.text(), styles.text(align="center")
    points, count = styles.number(points_format(score.full if score else Decimal(0))), styles.number(COUNT_FORMAT)
    cell = {one: own.own(line.number, one) for one in Project}
    rules, keys = book.scores, book.scores.range(Score.PROJECT_KEY)
    of_rules = book.lines.rules_of.get(line.number, [])
    given = [one for rule in of_rules if (one := rule_points(book, rule)) is not None]
    state = project_state(line)
    shown = shown_points(score.score) if score and score.score is not None and state == SCORED else None
    cells = {
        Project.NUMBER: (line.number, centred),
        Project.GROUP: (line.unit.rank_group, centred),
        Project.UNIT: (line.unit.name, text),
        Project.CATEGORY: (book.breakdown.category_of(line.project_key), text),
        Project.PROJECT: (book.breakdown.project_of(line.project_key), text),
        Project.FULL: (
            Formula(f"=SUMIFS({rules.range(Score.FULL)},{keys},{line.number})", score.full if score else Decimal(0)),
            styles.number(ANY_FORMAT),
        ),
        Project.POINTS: (Formula(f"=SUMIFS({rules.range(Score.SCORE)},{keys},{line.number})", sum_of(given)), points),
        Project.VETOES: (Formula(_veto_formula(book, line), len(score.failed) if score else 0), count),
        Project.UNKNOWN: (
            Formula(
                f'=SUMPRODUCT(({keys}={line.number})*({rules.range(Score.STATE)}="{UNKNOWN}"))',
                sum(rule_state(book, one) == UNKNOWN for one in of_rules),
            ),
            count,
        ),
        Project.STATE: (
            Formula(
                f'=IF({cell[Project.VETOES]}>0,"{NOT_PASSED}",IF({cell[Project.FULL]}=0,"{ASIDE}",'
                f'IF({cell[Project.UNKNOWN]}>0,"{UNKNOWN}","{SCORED}")))',
                state,
            ),
            centred,
        ),
        Project.SCORE: (
            Formula(
                f'=IF({cell[Project.STATE]}="{NOT_PASSED}",0,IF({cell[Project.STATE]}="{SCORED}",'
                f'ROUND(100*MAX(0,{cell[Project.POINTS]})/{cell[Project.FULL]},{SCORE_DIGITS}),""))',
                score.score if score else None,
            ),
            styles.number(SCORE_FORMAT),
        ),
        Project.RANK: (
            Formula(
                f'=IF({cell[Project.SHOWN]}="","",COUNTIFS({own.range(Project.RANK_KEY)},{cell[Project.RANK_KEY]},'
                f'{own.range(Project.SHOWN)},">"&{cell[Project.SHOWN]})+1)',
                score.rank if score else None,
            ),
            styles.number(RANK_FORMAT),
        ),
        Project.SHOWN: (
            Formula(
                f'=IF({cell[Project.STATE]}="{SCORED}",{shown_points_of(cell[Project.SCORE])},"")', shown
            ),
            points,
        ),
        Project.RANK_KEY: (rank_key, count),
    }  # fmt: skip
    own.line(sheet, line.number, cells)


def _veto_formula(book: Book, line: ProjectLine) -> str:
    if line.number not in book.lines.vetoes_of:
        return "=0"
    keys = book.standards.key_ranges()[book.rule_keys :]
    own = "+".join(f"({one}={line.number})" for one in keys)
    vetoes, verdicts = book.standards.range(Judged.VETO), book.standards.range(Judged.COUNTED)
    return f'=SUMPRODUCT(({own})*({vetoes}="{YES}")*({verdicts}="{Conclusion.FAILED.value}"))'


def project_state(line: ProjectLine) -> str:
    """不予通过, 已评, 未评, or 不参评 where nothing is scored there."""
    if line.score is None:
        return ASIDE
    if line.score.is_vetoed:
        return NOT_PASSED
    return UNKNOWN if line.score.score is None else SCORED
