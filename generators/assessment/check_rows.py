"""The rows of 初核表 and 认定表: what each cell shows, holds and refuses at the keyboard (contract section 7)."""

from decimal import Decimal
from typing import Any

from generators.assessment.check_page import LOCKED_FILL, CheckPage
from generators.forms import amount_format, figure_format, target_format
from generators.sheet import INPUT_FILL, SEVERITY_FILLS
from model.assessment.check_form import FIRST_ROW, CheckForm, FigureRow
from model.assessment.checked import Conclusion
from model.assessment.checking import (
    SCORE_NOTE,
    allowed_states,
    bound,
    checked_amount,
    is_lower_better,
    own_column,
    refused_whole,
    reported_amount,
    score_note,
    shown_amount,
    words_of_bound,
)  # fmt: skip
from model.finding import Severity
from model.labels import YES, FigureCheckColumn, ScoreColumn, StandardCheckColumn
from model.quantity import plain, round_half_up

FIGURE_COLUMNS = tuple(zip(FigureCheckColumn, (9, 25, 13, 9, 11, 11, 11, 11, 13, 36), strict=True))
STANDARD_COLUMNS = tuple(zip(StandardCheckColumn, (10, 19, 13, 7, 42, 9, 9, 20, 13, 30), strict=True))
SCORE_COLUMNS = (*zip(ScoreColumn, (26, 14, 9, 11, 36), strict=True), (SCORE_NOTE, 46))
_DIGITS_OF_DIFFERENCE = 9
"""A difference of two cells is noise from here on."""


def _entry(page: CheckPage, **more: Any) -> Any:
    return page.workbook.look(locked=False, bg_color=INPUT_FILL, **more)


# 核数


def write_figures(page: CheckPage, form: CheckForm) -> None:
    """A row for each figure that the department checks."""
    for at, row in enumerate(form.figures, start=FIRST_ROW):
        _figure(page, form, row, at)
    if not form.figures:
        return
    ends = (FIRST_ROW, FIRST_ROW + len(form.figures) - 1)
    first, last = (page.cell(at, FigureCheckColumn.REASON) for at in ends)
    struck, reason = (f"${page.cell(FIRST_ROW, one)}" for one in (FigureCheckColumn.STRUCK, FigureCheckColumn.REASON))
    owing = page.workbook.book.add_format({"bg_color": SEVERITY_FILLS[Severity.ERROR.label]})
    rule = {"type": "formula", "criteria": f'=AND({struck}<>"",{struck}<>0,LEN(TRIM({reason}))=0)', "format": owing}
    page.sheet.conditional_format(f"{first}:{last}", rule)


def _figure(page: CheckPage, form: CheckForm, row: FigureRow, at: int) -> None:
    indicator, look = row.indicator, page.workbook.look
    texts: dict[str, str] = {
        FigureCheckColumn.NAME: indicator.name, FigureCheckColumn.UNIT: row.unit,
        FigureCheckColumn.REASON: row.checked.reason if row.checked else "",
    }  # fmt: skip
    centre = look(align="center")
    page.put(at, page.place(FigureCheckColumn.CODE), indicator.code, look(num_format="@", align="center"))
    page.put(at, page.place(FigureCheckColumn.NAME), indicator.name, look())
    page.put(at, page.place(FigureCheckColumn.UNIT), row.unit, look())
    page.put(at, page.place(FigureCheckColumn.MEASURE), indicator.asked_unit, centre)
    align: dict[str, Any] = {"align": "center" if row.is_state else "right"}
    target = look(num_format=target_format(row), **align)
    page.put(at, page.place(FigureCheckColumn.TARGET), row.target_content, target)
    shown: dict[str, Any] = {"num_format": figure_format(indicator), **align}
    page.put(at, page.place(FigureCheckColumn.REPORTED), row.reported_content, look(**shown))
    page.put(at, page.place(FigureCheckColumn.CHECKED), row.checked_content, look(**shown))
    page.put(at, page.place(FigureCheckColumn.CONFIRMED), None, look(bg_color=LOCKED_FILL))
    own = own_column(form.stage)
    if row.reported is None:
        page.put(at, page.place(own), None, look(bg_color=LOCKED_FILL))
        page.put(at, page.place(FigureCheckColumn.REASON), None, look(bg_color=LOCKED_FILL))
    else:
        page.put(at, page.place(own), None, _entry(page, **shown))
        page.refuse(at, own, _refused(page, row, page.cell(at, own)))
        page.put(at, page.place(FigureCheckColumn.REASON), texts[FigureCheckColumn.REASON], _entry(page))
    _struck(page, row, at, look(num_format=amount_format(indicator), **align))
    page.fit(at, texts)


def _refused(page: CheckPage, row: FigureRow, cell: str) -> dict[str, Any]:
    if row.is_state:
        states = list(allowed_states(row))
        return {"validate": "list", "source": states, "error_message": f"请从{'、'.join(states)}中选一个。"}
    best = bound(row)
    conditions = [f"ISNUMBER({cell})", f"{cell}>=0"]
    if best is not None:
        conditions.append(f"{cell}{'>=' if is_lower_better(row) else '<='}{_literal(best)}")
    scale = refused_whole(row.indicator)
    if scale is not None:
        times = "" if scale == 1 else f"*{plain(scale)}"
        conditions.append(f"ROUND({cell}{times},6)=ROUND({cell}{times},0)")
    words = f"{'，'.join(words_of_bound(row))}。"
    return {"validate": "custom", "value": f"=AND({','.join(conditions)})", "error_message": words}


def _literal(amount: Decimal) -> str:
    """A number in a formula, as the cell that holds it stores it."""
    return repr(float(amount)).replace("e", "E")


def _struck(page: CheckPage, row: FigureRow, at: int, look: Any) -> None:
    """核减: 自报数 less 认定数, else 初核数; what is typed as 自报数 is shown strikes nothing off."""
    if row.reported is None:
        page.put(at, page.place(FigureCheckColumn.STRUCK), None, page.workbook.look(bg_color=LOCKED_FILL))
        return
    reported, checked, confirmed = (
        page.cell(at, one)
        for one in (FigureCheckColumn.REPORTED, FigureCheckColumn.CHECKED, FigureCheckColumn.CONFIRMED)
    )
    counts = f'IF({confirmed}<>"",{confirmed},{checked})'
    difference = f"ROUND({reported}-{counts},{_DIGITS_OF_DIFFERENCE})"
    amount = reported_amount(row)
    if row.is_state:
        difference = f'IF({counts}={reported},"",{reported}&"→"&{counts})'
    elif amount is not None and (shown := shown_amount(row.indicator, amount)) != amount:
        difference = f"IF({counts}={_literal(shown)},0,{difference})"
    page.work_out(at, FigureCheckColumn.STRUCK, f'IF({counts}="","",{difference})', _struck_so_far(row), look)


def _struck_so_far(row: FigureRow) -> Decimal | str:
    if row.is_state:
        before, after = row.reported_content, row.checked_content
        return f"{before}→{after}" if after and after != before else ""
    amount, checked = reported_amount(row), checked_amount(row)
    return "" if amount is None or checked is None else round_half_up(amount - checked, _DIGITS_OF_DIFFERENCE)


# 验收


def write_standards(page: CheckPage, form: CheckForm) -> None:
    """A row for each standard and unit, with the unit's own word on it."""
    look = page.workbook.look
    plain_text, centred = look(num_format="@"), look(num_format="@", align="center")
    for at, row in enumerate(form.standards, start=FIRST_ROW):
        standard, own = row.row.standard, row.self_check
        locked: dict[str, str] = {
            StandardCheckColumn.CODE: row.row.codes,
            StandardCheckColumn.NAME: row.row.names,
            StandardCheckColumn.UNIT: row.unit,
            StandardCheckColumn.NUMBER: standard.number,
            StandardCheckColumn.STANDARD: standard.standard,
            StandardCheckColumn.VETO: YES if standard.is_veto else "",
            StandardCheckColumn.SELF_VERDICT: own.verdict or "" if own else "",
            StandardCheckColumn.EVIDENCE: own.evidence if own else "",
        }
        verdict = row.checked.conclusion if row.checked else None
        opinion = row.checked.opinion if row.checked else ""
        for column, text in locked.items():
            page.put(at, page.place(column), text, centred if column in _CENTRED else plain_text)
        page.put(at, page.place(StandardCheckColumn.VERDICT), verdict, _entry(page, align="center"))
        page.put(at, page.place(StandardCheckColumn.OPINION), opinion, _entry(page))
        conclusions = list(Conclusion)
        message = f"请从{'、'.join(conclusions)}中选一个。"
        rule = {"validate": "list", "source": conclusions, "error_message": message}
        page.refuse(at, StandardCheckColumn.VERDICT, rule)
        page.fit(at, {**locked, StandardCheckColumn.OPINION: opinion})


_CENTRED = (
    StandardCheckColumn.CODE, StandardCheckColumn.NUMBER, StandardCheckColumn.VETO, StandardCheckColumn.SELF_VERDICT,
)  # fmt: skip


# 评分


def write_scores(page: CheckPage, form: CheckForm) -> None:
    """A row for each rule whose points the department gives, and each unit that it is about."""
    look = page.workbook.look
    for at, row in enumerate(form.scores, start=FIRST_ROW):
        note = score_note(form, row)
        page.put(at, page.place(ScoreColumn.PROJECT), row.rule.subject, look(num_format="@"))
        page.put(at, page.place(ScoreColumn.UNIT), row.unit, look())
        page.put(at, page.place(ScoreColumn.POINTS), row.rule.points, look(align="right"))
        page.put(at, page.place(ScoreColumn.SCORE), row.counted, _entry(page, align="right"))
        page.put(at, page.place(ScoreColumn.REASON), row.counted_for, _entry(page))
        page.put(at, page.place(SCORE_NOTE), note, look())
        low, high = plain(row.rule.lowest), plain(row.rule.highest)
        rule = {
            "validate": "decimal", "criteria": "between", "minimum": float(row.rule.lowest),
            "maximum": float(row.rule.highest), "error_message": f"请填{low}至{high}之间的数。",
        }  # fmt: skip
        page.refuse(at, ScoreColumn.SCORE, rule)
        page.fit(at, {ScoreColumn.PROJECT: row.rule.subject, ScoreColumn.REASON: row.counted_for, SCORE_NOTE: note})
