"""What cells of a sheet hold is replaced in its XML, and nothing else: attributes, formulas and neighbours stay."""

import io
from decimal import Decimal

import openpyxl
import pytest

from generators.marking.contents import ask_for_calculation, with_contents
from generators.marking.parts import Parts
from generators.marking.xml_bytes import MAIN, UnmarkableError
from tests.tables import zipped


def a_sheet(rows: str, prefix: str = "") -> bytes:
    space = f' xmlns:{prefix.rstrip(":")}="{MAIN}"' if prefix else f' xmlns="{MAIN}"'
    return f"<{prefix}worksheet{space}><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>".encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<c r="B2" s="7"/>', '<c r="B2" s="7"><v>1.5</v></c>'),
        ('<c r="B2" s="7"></c>', '<c r="B2" s="7"><v>1.5</v></c>'),
        ('<c r="B2" s="7" t="s"><v>3</v></c>', '<c r="B2" s="7" t="n"><v>1.5</v></c>'),
        ('<c t="inlineStr" r="B2"><is><t>1.5</t></is></c>', '<c t="n" r="B2"><v>1.5</v></c>'),
        ("<c/><c/>", "<c/><c><v>1.5</v></c>"),
        ('<c r="A2"/>', '<c r="A2"/><c r="B2" s="0"><v>1.5</v></c>'),
        ('<c r="C2"/>', '<c r="B2" s="0"><v>1.5</v></c><c r="C2"/>'),
    ],
)  # fmt: skip
def test_a_number_is_typed_where_its_cell_stands_or_would_stand(before, after):
    xml = with_contents(a_sheet(f'<row r="2">{before}</row>'), {(2, 2): Decimal("1.5")}, {})
    assert xml == a_sheet(f'<row r="2">{after}</row>')


def test_a_word_is_typed_as_text_and_needs_no_shared_strings():
    xml = with_contents(a_sheet('<row r="2"><c r="B2" s="7" t="s"><v>3</v></c></row>'), {(2, 2): "推进<中>"}, {})
    expected = '<row r="2"><c r="B2" s="7" t="inlineStr"><is><t>推进&lt;中&gt;</t></is></c></row>'
    assert xml == a_sheet(expected)


def test_the_prefix_of_a_part_is_kept():
    rows = '<x:row r="2"><x:c r="B2"/><x:c r="C2"><x:f>B2</x:f><x:v>0</x:v></x:c></x:row>'
    typed = '<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c><x:c r="C2"><x:f>B2</x:f><x:v>1</x:v></x:c></x:row>'
    assert with_contents(a_sheet(rows, "x:"), {(2, 2): Decimal(1)}, {(2, 3): Decimal(1)}) == a_sheet(typed, "x:")


FORMULAS = (
    '<row r="2"><c r="A2" t="str"><f>IF(B2&gt;0,"","/&gt;")</f><v>旧</v></c><c r="B2"><v>5</v></c>'
    '<c r="C2"><f t="shared" si="0"/><v>5</v></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="E2"><f>B2</f></c></row>'
)


def test_formulas_stay_and_lose_the_results_that_nobody_vouches_for():
    xml = with_contents(a_sheet(FORMULAS), {}, {(2, 3): Decimal("0.25"), (2, 1): "新"})
    assert xml == a_sheet(
        '<row r="2"><c r="A2" t="str"><f>IF(B2&gt;0,"","/&gt;")</f><v>新</v></c><c r="B2"><v>5</v></c>'
        '<c r="C2"><f t="shared" si="0"/><v>0.25</v></c><c r="D2" t="n"><f>1/0</f></c><c r="E2"><f>B2</f></c></row>'
    )


def test_formulas_at_places_that_are_kept_keep_their_results():
    assert with_contents(a_sheet(FORMULAS), {}, {}, {(2, 1), (2, 3), (2, 4)}) == a_sheet(FORMULAS)


@pytest.mark.parametrize("rows", ['<row r="2"><c r="2B"/></row>', '<row r="2"><c r="B2"></row>'])
def test_xml_that_is_not_understood_is_refused(rows):
    with pytest.raises(UnmarkableError):
        with_contents(a_sheet(rows), {(2, 2): Decimal(1)}, {})


def a_workbook(inner: str) -> Parts:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{relations}" Target="w.xml"/></Relationships>'
    return Parts(
        zipped({"_rels/.rels": rels.encode(), "w.xml": f'<workbook xmlns="{MAIN}">{inner}</workbook>'.encode()})
    )


@pytest.mark.parametrize(
    ("inner", "asking"),
    [
        ('<sheets/><calcPr calcId="191029"/>', '<sheets/><calcPr fullCalcOnLoad="1" calcId="191029"/>'),
        ('<sheets/><calcPr fullCalcOnLoad="0"/>', '<sheets/><calcPr fullCalcOnLoad="1"/>'),
        ("<sheets/><oleSize/>", '<sheets/><calcPr fullCalcOnLoad="1"/><oleSize/>'),
        (
            "<sheets/><definedNames></definedNames>",
            '<sheets/><definedNames></definedNames><calcPr fullCalcOnLoad="1"/>',
        ),
    ],
)
def test_every_program_is_asked_to_work_the_formulas_out(inner, asking):
    parts = a_workbook(inner)
    ask_for_calculation(parts)
    assert parts.read("w.xml") == f'<workbook xmlns="{MAIN}">{asking}</workbook>'.encode()


def test_a_hundred_thousand_blank_styled_rows_stay_as_they_are():
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(3, 100_000))
    xml = with_contents(a_sheet(f'<row r="2"><c r="A2"/></row>{blank}'), {(2, 1): Decimal(1)}, {})
    assert xml == a_sheet(f'<row r="2"><c r="A2"><v>1</v></c></row>{blank}')


def test_what_was_typed_is_read_by_other_libraries():
    book = openpyxl.Workbook()
    saved = io.BytesIO()
    book.save(saved)
    parts = Parts(saved.getvalue())
    [part] = parts.worksheets().values()
    parts.write(part, with_contents(parts.read(part), {(2, 3): Decimal("0.5"), (4, 1): "已完成"}, {}))
    page = openpyxl.load_workbook(io.BytesIO(parts.finished())).worksheets[0]
    assert (page["C2"].value, page["A4"].value) == (0.5, "已完成")
