"""The sheet 验收 of 评价.xlsx: what the unit and the departments say of each standard, and which conclusion counts."""

from generators.assessment.book_lines import StandardLine
from generators.assessment.book_lists import FIRST_ROW
from generators.assessment.book_setting import Book, Judged
from generators.links import link_to_source
from generators.rows import Formula, RowSheet
from generators.summary.book import LINK_TIP
from generators.summary.style import LINK_COLOUR
from model.assessment.checked import CheckedStandard, Conclusion
from model.labels import YES


def write_standards(book: Book, sheet: RowSheet) -> None:
    """Fills the sheet."""
    subtitle = "计入结论：有认定结论的用认定结论，没有的用初核结论；改蓝色的结论，得分和名次随着变"
    book.standards.head(book.workbook, sheet, f"{book.title}验收结论", subtitle)
    for line in book.lines.standards:
        _write_line(book, sheet, line)
    places, last_row = book.standards.places, book.standards.last_row
    for column in (Judged.FIRST, Judged.FINAL):
        sheet.data_validation(
            FIRST_ROW, places[column], last_row, places[column],
            {"validate": "list", "source": [one.value for one in Conclusion]},
        )  # fmt: skip


def _write_line(book: Book, sheet: RowSheet, line: StandardLine) -> None:
    styles, own, standard = book.styles, book.standards, line.row.standard
    text, centred = styles.text(), styles.text(align="center")
    typed = styles.text(align="center", colour=LINK_COLOUR)
    first, final = (own.own(line.number, one) for one in (Judged.FIRST, Judged.FINAL))
    self_check = book.assessment.checks.self_checks.get((line.place, line.unit.name))
    said = self_check.verdict.value if self_check and self_check.verdict else None
    counted = line.counted.conclusion.value if line.counted else None
    cells = {
        Judged.NUMBER: (line.number, centred),
        Judged.UNIT: (line.unit.name, text),
        Judged.CODE: (line.row.codes, styles.code()),
        Judged.INDICATOR: (line.row.names, text),
        Judged.STANDARD_NUMBER: (standard.number, centred),
        Judged.STANDARD: (standard.standard, text),
        Judged.VETO: (YES if standard.is_veto else None, centred),
        Judged.SELF_CHECK: (said, centred),
        Judged.FIRST: (line.first.conclusion.value if line.first else None, typed),
        Judged.FINAL: (line.final.conclusion.value if line.final else None, typed),
        Judged.COUNTED: (Formula(f'=IF({final}<>"",{final},IF({first}="","",{first}))', counted), centred),
        Judged.OPINION: (opinions(line), text),
    }
    keys = dict(enumerate(line.rules)) | dict(enumerate(line.projects, book.rule_keys))
    own.line(sheet, line.number, cells, keys)
    sources = (
        (Judged.SELF_CHECK, self_check.source if self_check and said else None),
        (Judged.FIRST, line.first.source if line.first else None),
        (Judged.FINAL, line.final.source if line.final else None),
    )
    for column, source in sources:
        sheet.link(FIRST_ROW + line.number - 1, own.places[column], link_to_source(source), LINK_TIP)


def opinions(line: StandardLine) -> str:
    """What the departments wrote, each under its name."""
    return "；".join(_opinion(one) for one in (line.first, line.final) if one is not None and one.opinion)


def _opinion(one: CheckedStandard) -> str:
    return f"{one.department}（{one.stage.label}）：{one.opinion}"
