"""Every rule with the function that finds its breaches, and the breaches of one paper."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from model.catalogue import Place, found
from model.finding import Finding
from validators.layout import attachment, head, imprint, main_text, page, page_number, wording
from validators.layout.kinds import Kind
from validators.layout.page import Breaches
from validators.layout.paper import Paper
from validators.layout.reading import BLANK_PLACE
from validators.layout.standard import RULES, Rule

CHECKS: Mapping[str, Callable[[Paper], Breaches]] = {
    "A1": page.paper_size,
    "A2": page.top_margin,
    "A3": page.left_margin,
    "A4": page.type_area,
    "A5": page.text_face,
    "A8": page.colour,
    "A10": page.line_pitch,
    "A11": page.character_pitch,
    "A12": page.widow_control,
    "A13": page.space_around,
    "J1": page.rare_characters,
    "B1": head.copy_number,
    "B2": head.secrecy,
    "B3": head.urgency,
    "B4": head.order_above,
    "B5": head.organ,
    "B8": head.number_line,
    "B9": head.number_form,
    "B11": head.signer,
    "B13": head.red_rule,
    "C1": main_text.title_look,
    "C3": main_text.title_words,
    "C4": main_text.addressees,
    "C7": main_text.indent,
    "C8": main_text.numbering,
    "C9": main_text.heading_faces,
    "C10": main_text.odd_numbers,
    "C11": main_text.annex_note,
    "C12": main_text.date_place,
    "C16": main_text.date_form,
    "C17": main_text.no_text_here,
    "C18": main_text.remark,
    "D2": imprint.lines,
    "D2粗细": imprint.weights,
    "D3": imprint.copies,
    "D5": imprint.printed,
    "E1": page_number.form,
    "E2": page_number.height,
    "E3": page_number.sides,
    "E5": page_number.runs_on,
    "F1": attachment.own_page,
    "F2": attachment.annex_number,
    "F3": attachment.annex_title,
    "F5": attachment.repeated_head,
    "F6": attachment.whole_rows,
    "F7": attachment.table_width,
    "F8": attachment.off_the_grid,
    "G3": attachment.turned_margins,
    "G4": attachment.back_to_upright,
    "H1": wording.dates,
    "H3": wording.figures,
    "H4": wording.punctuation,
    "H5": wording.zeros,
}
"""By the numbers of `RULES`; B0 asks for the parts of a kind."""


@dataclass(frozen=True)
class Breach:
    """One breach of a rule: `places` quote the paragraphs, sections or tables where it stands."""

    rule: Rule
    places: tuple[str, ...]
    wrong: str

    @property
    def sentence(self) -> str:
        """Where, what is wrong, what the standard asks."""
        more = f"等{len(self.places)}处" if len(self.places) > 1 else ""
        return f"{self.places[0]}{more}：{self.wrong}。{self.rule.asked}（{self.rule.source}）。"

    def finding(self, file: str) -> Finding:
        """The breach as `lint` tells it: an error where the rule is firm, else a note."""
        code = "T02" if self.rule.is_firm else "T03"
        return found(code, Place(file=file), fault=self.sentence, asked=self.rule.asked, remedy=self.rule.remedy)


def breaches(content: bytes, kind: Kind, *, is_template: bool = False) -> tuple[Breach, ...]:
    """Every breach of the rules that hold for a paper of this kind, the same fault over many places once.

    Raises `UnreadableDocument`.
    """
    paper = Paper(content, is_template=is_template)
    return tuple(breach for number in RULES if kind.holds(number) for breach in _of_rule(number, paper, kind))


def _of_rule(number: str, paper: Paper, kind: Kind) -> Iterator[Breach]:
    told = main_text.missing_parts(paper, kind.needs) if number == "B0" else CHECKS[number](paper)
    places: dict[str, list[str]] = {}
    for place, wrong in told:
        places.setdefault(wrong, []).append(place)
    for wrong, where in places.items():
        quoted = sorted(dict.fromkeys(where), key=lambda place: place == BLANK_PLACE)
        yield Breach(RULES[number], tuple(quoted), wrong)
