"""What stands above and below the text of every official paper: 发文机关, 文号, 主送机关, dates, 抄送, 印发."""

from generators import wording
from generators.word.vocabulary import Vocabulary, Word
from model.breakdown import Basics, PeriodNote

HEAD_WORDS: Vocabulary = {
    "发文机关": Word("发文机关", "平顶山市人民政府办公室"),
    "标志字数": Word("红头的字数，用来选字号", "13"),
    "文号": Word("发文字号", "平政办〔2023〕　　号"),
    "主送机关": Word("主送机关", "各县（市、区）人民政府，城乡一体化示范区、高新区管委会，市政府各部门，各有关单位"),
    "成文日期": Word("成文日期", "2023年　　月　　日"),
    "抄送": Word("抄送机关", "市委办公室，市人大常委会办公室，市政协办公室"),
    "印发机关": Word("印发机关", "平顶山市人民政府办公室"),
    "印发日期": Word("印发日期", "2023年　　月　　日"),
}
"""The words that `official_head` gives a meaning."""


def official_head(basics: Basics, note: PeriodNote | None = None) -> dict[str, object]:
    """What `HEAD_WORDS` stand for; gaps where the sheet 期次 does not say it, or for a paper without a period."""
    issuer = wording.issuer_or_gap(basics.issuer)
    # A December's notice is of the year in which it is signed.
    year = note.dated.year if note and note.dated else basics.year
    return {
        "发文机关": issuer,
        "标志字数": len(issuer) + 2,
        "文号": wording.number_or_gap(note.document_number if note else "", basics.issuer_code.strip(), year),
        "主送机关": basics.addressees.strip().rstrip("：:"),
        "成文日期": wording.day_or_gap(note.dated if note else None, basics.year),
        "抄送": basics.copies.strip().rstrip("。"),
        "印发机关": basics.printer.strip() or issuer,
        "印发日期": wording.day_or_gap(note.printed if note else None, basics.year),
    }
