"""The samples end to end: the year is set up from the published papers, forms come back, the notice goes out."""

import json
import re
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from model.assessment.check_form import CHECK_STAMP_SHEET
from model.form import STAMP_SHEET
from samples.build.__main__ import write_samples
from tests.libreoffice import needs_libreoffice, recalculated
from tests.sample_years import SAMPLES, copy_of, results_of, run_quietly

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def september(tmp_path_factory) -> Path:
    """平顶山2023/2023-09 after a run."""
    folder = copy_of("平顶山2023", tmp_path_factory.mktemp("city")) / "2023-09"
    assert run_quietly(folder) == 1, "units are missing and figures sent back: a person is wanted"
    return folder


@pytest.fixture(scope="module")
def august(tmp_path_factory) -> Path:
    """平顶山2023/2023-08 after a fresh run."""
    folder = copy_of("平顶山2023", tmp_path_factory.mktemp("city")) / "2023-08"
    (folder / "结果" / "结果.json").unlink()
    assert run_quietly(folder) == 0, "every unit reported, nothing is wrong"
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    """叶县2022/2022-H1 after a run."""
    folder = copy_of("叶县2022", tmp_path_factory.mktemp("county")) / "2022-H1"
    assert run_quietly(folder) == 0
    return folder


def entry(results: dict[str, Any], part: str, code: str, unit: str | None = None) -> dict[str, Any]:
    return next(one for one in results[part] if one["indicator"] == code and (unit is None or one["unit"] == unit))


def cells_of(folder: Path, source: dict[str, str], books: dict[str, Any]) -> list[Any]:
    """What stands in the cells that a source names, read by openpyxl or python-docx; `books` keeps what was opened."""
    file, addresses = source["file"], source["cell"].split(",")
    if file.endswith(".docx"):
        places = [re.fullmatch(r"表(\d+)R(\d+)C(\d+)", address) for address in addresses]
        tables = docx.Document(str(folder / file)).tables
        return [tables[int(one[1]) - 1].cell(int(one[2]) - 1, int(one[3]) - 1).text for one in places if one]
    if file not in books:
        books[file] = openpyxl.load_workbook(folder / file)
    return [books[file][source["sheet"]][address].value for address in addresses]


def text_of(path: Path) -> str:
    """All the words of a Word file, tables too, without the paragraph breaks."""
    document = docx.Document(str(path))
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


# What lies in the folders


def test_the_sample_folders_are_what_their_tables_say(tmp_path):
    write_samples(tmp_path)
    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(SAMPLES).as_posix(): path.read_bytes()
        for name in ("平顶山2023", "叶县2022")
        for path in (SAMPLES / name).rglob("*")
        if path.is_file() and not re.search(r"/(填报表|结果)/(?!结果\.json)", path.as_posix())
    }
    left = [name for name in kept if name.endswith("结果.json") and "2023-08" not in name]
    assert made == {name: content for name, content in kept.items() if name not in left}


def test_a_fresh_run_of_august_gives_the_results_that_git_keeps(august):
    kept = SAMPLES / "平顶山2023" / "2023-08" / "结果" / "结果.json"
    assert (august / "结果" / "结果.json").read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


TELEPHONE = re.compile(r"(?<![\d.])(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
PERSON_COLUMNS = {"项目": ("责任人", "分管领导", "联系人"), "更正": ("提供人", "经办人")}


def test_no_sample_holds_the_name_or_the_number_of_a_person():
    posts, marks = (
        "责任人|分管领导|填报人|审核人|负责人|联系人|提供人|经办人",
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥0-9",
    )
    persons = re.compile(f"^({posts})[{marks}、]*$")
    found = 0
    for path in sorted(SAMPLES.rglob("*.xlsx")):
        if "结果" in path.parts or "填报表" in path.parts:
            continue
        book = openpyxl.load_workbook(path)
        sheets = [
            sheet for sheet in book if sheet.title not in (STAMP_SHEET, CHECK_STAMP_SHEET)
        ]  # a digest may look like a number
        texts = [str(cell.value) for sheet in sheets for line in sheet.iter_rows() for cell in line if cell.value]
        assert not [text for text in texts if TELEPHONE.search(text)], path
        for name in PERSON_COLUMNS.keys() & set(book.sheetnames):
            lines = list(book[name].iter_rows(values_only=True))
            at = next(index for index, line in enumerate(lines) if PERSON_COLUMNS[name][0] in line)
            labels, rows = lines[at], lines[at + 1 :]
            columns = [index for index, label in enumerate(labels) if label in PERSON_COLUMNS[name]]
            named = [str(row[index]) for row in rows for index in columns if row[index]]
            assert not [one for one in named if not persons.match(one)], path
            found += len(named)
    assert found > 40
    for path in sorted(SAMPLES.rglob("*/上报/**/*.docx")):
        assert not TELEPHONE.search(text_of(path)), path


# August: all right, totals by hand


def test_august_has_no_error_and_no_open_query(august):
    results = results_of(august)
    assert [one for one in results["findings"] if one["severity"] != "note"] == []
    assert {one["status"] for one in results["submissions"]} == {"accepted"}


def test_a_sum_against_a_milestone_by_hand(august):
    # 2.1: 2+2+2+1+1+4+1+1+1 = 15 of 18; 8月25日100% has passed, so the calendar asks all of it.
    total = entry(results_of(august), "totals", "2.1")
    assert (total["value"], total["target"]) == ("15", "18")
    assert total["completion"] == "0.833333333333"
    assert (total["pace"], total["gap"], total["verdict"]) == ("behind", "-16.7", "滞后")
    assert (total["units_asked"], total["units_reported"], total["units_done"]) == (9, 9, 6)


def test_a_sum_asked_in_persons_by_hand(august):
    # 1.2, asked in 人: 8264+7487+9634+9090+5151+10880+5782+4035+3875+864+1624+1809 = 68495人 = 6.8495万人 of 10万人.
    total = entry(results_of(august), "totals", "1.2")
    persons = [8264, 7487, 9634, 9090, 5151, 10880, 5782, 4035, 3875, 864, 1624, 1809]
    assert total["value"] == "6.8495" == str(Decimal(sum(persons)) / 10000)
    # 68.5 % shown against 66.7 % shown, eight months of twelve.
    assert (total["completion"], total["gap"], total["pace"]) == ("0.68495", "1.8", "ahead")


def test_a_rate_that_each_must_reach_by_hand(august):
    parts = [
        (1938, 1986), (2311, 2374), (3290, 3402), (3035, 3128), (1063, 1085), (3982, 4076), (1209, 1228), (1070, 1093),
        (1149, 1180), (190, 196), (570, 585), (445, 452),
    ]  # fmt: skip
    rate = Fraction(sum(part for part, _ in parts), sum(whole for _, whole in parts))
    total = entry(results_of(august), "totals", "5.4")
    assert Fraction(total["value"]) == Fraction(round(rate * 10**12), 10**12)
    assert (total["met"], total["verdict"], total["completion"], total["units_done"]) == (True, "达标", None, 12)


def test_the_city_s_own_figure_leaves_the_counties_out(august):
    results = results_of(august)
    total = entry(results, "totals", "省4.1")
    assert (total["value"], total["target"], total["units_asked"]) == ("79", "87", 13)
    assert entry(results, "figures", "省4.1", "汝州市")["rank"] == 1


def test_what_cannot_be_added_has_no_total_but_ranks(august):
    results = results_of(august)
    total = entry(results, "totals", "3.3")
    assert (total["value"], total["verdict"], total["units_done"]) == (None, None, 7)
    # By completion as shown: 宝丰县 244/240 and 郏县 301/296 both show 101.7 %, 舞钢市 150/148 shows 101.4 %.
    ranks = {unit: entry(results, "figures", "3.3", unit)["rank"] for unit in ("宝丰县", "郏县", "舞钢市", "汝州市")}
    assert ranks == {"宝丰县": 1, "郏县": 1, "舞钢市": 3, "汝州市": 4}


def test_the_least_advanced_state_and_the_progress_of_the_city_by_hand(august):
    results = results_of(august)
    assert entry(results, "totals", "8.1")["verdict"] == "推进中"
    progress = entry(results, "totals", "9.1")
    # 55 % of the work against 66.7 % of the year.
    assert (progress["value"], progress["completion"], progress["gap"]) == ("0.55", "0.55", "-11.7")


# September: the faults at their cells, nothing else held back


def test_the_four_faulty_cells_are_found_and_nothing_else(september):
    found = {
        (one["unit"], one["cell"], one["indicator"], one["severity"])
        for one in results_of(september)["findings"]
        if one["severity"] != "note"
    }
    assert found == {
        ("汝州市", "G6", "1.1", "error"),
        ("卫东区", "G8,G7", "1.3,1.2", "error"),
        ("舞钢市", "G26", "7.1", "error"),
        ("鲁山县", "G18", "4.4", "query"),
    }


def test_a_fault_holds_back_its_figure_and_not_the_county(september):
    results = results_of(september)
    statuses = {one["unit"]: one["status"] for one in results["submissions"] if one["status"] != "accepted"}
    assert statuses == {
        "汝州市": "partial", "卫东区": "partial", "舞钢市": "partial", "鲁山县": "partial", "郏县": "superseded",
        "石龙区": "missing", "城乡一体化示范区": "attachment",
    }  # fmt: skip
    held = {(one["unit"], one["indicator"]) for one in results["figures"] if one["verdict"] == "未报"}
    of_the_present = {one for one in held if one[0] != "石龙区"}
    assert of_the_present == {
        ("汝州市", "1.1"),
        ("卫东区", "1.2"),
        ("卫东区", "1.3"),
        ("舞钢市", "7.1"),
        ("鲁山县", "4.4"),
    }


def test_the_later_of_two_files_counts(september):
    figure = entry(results_of(september), "figures", "1.1", "郏县")
    assert (figure["value"], figure["source"]["file"]) == ("1.52", "上报/郏县（更正）.xlsx")


def test_all_that_came_in_september_is_listed(september):
    sent = [(one["unit"], one["file"], one["status"]) for one in results_of(september)["submissions"]]
    assert sent == [
        ("宝丰县", "上报/宝丰县.xlsx", "accepted"),
        ("郏县", "上报/郏县.xlsx", "superseded"),
        ("郏县", "上报/郏县（更正）.xlsx", "accepted"),
        ("鲁山县", "上报/鲁山县_累计数下降.xlsx", "partial"),
        ("叶县", "上报/叶县9月报表（自制表）.xlsx", "accepted"),
        ("舞钢市", "上报/舞钢市_必填项空缺.xlsx", "partial"),
        ("汝州市", "上报/汝州市_人次填入万人次栏.xlsx", "partial"),
        ("新华区", "上报/区/新华区（1-5项）.xlsx", "accepted"),
        ("新华区", "上报/区/新华区（6-10项、省定）.xlsx", "accepted"),
        ("卫东区", "上报/区/卫东区_高技能人才大于技能人才.xlsx", "partial"),
        ("湛河区", "上报/区/湛河区上报表（定稿）.xlsx", "accepted"),
        ("石龙区", None, "missing"),
        ("城乡一体化示范区", "上报/功能区/示范区9月.xlsx", "accepted"),
        ("城乡一体化示范区", "上报/功能区/示范区盖章.pdf", "attachment"),
        ("高新区", "上报/功能区/高新区9月.xlsx", "accepted"),
        ("市教育体育局", "上报/市直/市教育体育局.xlsx", "accepted"),
        ("市卫生健康委", "上报/市直/市卫健委9月.xlsx", "accepted"),
        ("市城市管理局", "上报/市直/市城市管理局.xlsx", "accepted"),
        ("市房产事务服务中心", "上报/市直/市房产事务服务中心.docx", "accepted"),
        ("市机关事务中心", "上报/市直/市机关事务中心.xlsx", "accepted"),
        ("市应急管理局", "上报/市直/市应急管理局.xlsx", "accepted"),
        ("市城市运行管理中心", "上报/市直/市城市运行管理中心.xlsx", "accepted"),
        ("市市场监管局", "上报/市直/市市场监管局.xlsx", "accepted"),
        ("市财政局", "上报/市直/市财政局.xlsx", "accepted"),
    ]


def test_only_the_paper_that_the_register_has_after_the_due_day_is_late(september):
    # 湛河区 wrote 9月25日 on its form, which is the last day; it came on 9月27日.
    assert [one["unit"] for one in results_of(september)["submissions"] if one["late"]] == ["湛河区"]


def test_what_came_on_other_paper_or_in_parts_has_no_finding_but_the_correction(september):
    units = {"新华区", "叶县", "市房产事务服务中心", "城乡一体化示范区", "湛河区", "高新区"}
    found = [one for one in results_of(september)["findings"] if one["unit"] in units]
    told = [(one["unit"], one["file"], one["sheet"], one["cell"], one["indicator"], one["severity"]) for one in found]
    assert told == [("高新区", "更正.xlsx", "更正", "E3", "3.5", "note")]
    assert "“66796”更正为“66976”" in found[0]["message"]
    assert "经办人甲" in found[0]["message"]


@pytest.mark.parametrize(
    ("code", "value", "cell"),
    [
        # Below three title rows and two of labels: 1.1 to 1.4, 2.1, 2.2, 3.3 to 3.5, then 省1.1 of the same project.
        ("1.1", "1.75", "I6"),
        ("1.2", "1.0312", "I7"),
        ("3.5", "49.5436", "I14"),
        ("省1.1", "8", "I15"),
        ("4.1", "0", "I18"),
        ("6.1", "1469", "I28"),
        ("省3.1", "4.81", "I29"),
        ("10.9", "1", "I42"),
        ("省4.2", "17.9", "I48"),
    ],
)
def test_a_county_s_own_sheet_is_read_by_its_labels(september, code, value, cell):
    figure = entry(results_of(september), "figures", code, "叶县")
    assert (figure["value"], figure["source"]["sheet"], figure["source"]["cell"]) == (value, "9月", cell)


def test_a_rate_of_a_county_s_own_sheet_comes_from_its_parts(september):
    figure = entry(results_of(september), "figures", "5.4", "叶县")
    assert (figure["numerator"], figure["denominator"], figure["source"]["cell"]) == ("3422", "3522", "G25,H25")
    # 3422 ÷ 3522 = 0.971607041453…
    assert (figure["value"], figure["met"]) == ("0.971607041454", True)
    path = september / figure["source"]["file"]
    assert openpyxl.load_workbook(path)["9月"]["I25"].value == "=G25/H25"
    assert openpyxl.load_workbook(path, data_only=True)["9月"]["I25"].value is None


def test_a_county_s_own_sheet_bears_no_stamp_and_codes_that_excel_made_numbers(september):
    book = openpyxl.load_workbook(september / "上报" / "叶县9月报表（自制表）.xlsx")
    assert book.sheetnames == ["9月"]
    labels = [book["9月"].cell(4, column).value for column in range(1, 10)]
    assert labels == [
        "序号", "项目", "指标（工作内容）", "编码", "单位（计量）", "年度目标（任务数）", "比率类指标", None,
        "本期累计（完成数）",
    ]  # fmt: skip
    assert [book["9月"].cell(row, 4).value for row in (6, 14, 15)] == [1.1, 3.5, "省1.1"]


def test_two_parts_of_one_form_are_joined(september):
    results = results_of(september)
    figures = [one for one in results["figures"] if one["unit"] == "新华区"]
    assert all(one["value"] for one in figures)
    first = {one["indicator"] for one in figures if one["source"]["file"] == "上报/区/新华区（1-5项）.xlsx"}
    second = {one["indicator"] for one in figures if one["source"]["file"] == "上报/区/新华区（6-10项、省定）.xlsx"}
    assert first == {
        *("1.1", "1.2", "1.3", "1.4", "3.3", "3.4", "3.5", "4.1", "4.2", "4.4"),
        *("5.1", "5.2", "5.3", "5.4", "5.5", "5.7"),
    }
    assert second == {
        *("6.1", "7.2", "7.3", "7.4", "10.1", "10.2", "10.3", "10.4", "10.5", "10.6", "10.7", "10.9"),
        *("省1.1", "省1.2", "省1.3", "省2.1", "省2.2", "省2.3", "省2.4", "省3.1", "省3.2", "省4.1", "省4.2"),
    }
    # Its 17th row is the first of the second part; 7.2 stands below it.
    assert entry(results, "figures", "6.1", "新华区")["source"]["cell"] == "G22"
    assert entry(results, "figures", "7.2", "新华区")["source"]["cell"] == "H23,I23"


def test_a_figure_of_a_word_table_makes_the_city_s_total(september):
    results = results_of(september)
    figure = entry(results, "figures", "6.9", "市房产事务服务中心")
    assert (figure["value"], figure["increment"]) == ("3688", "568"), "3120 in August"
    assert figure["source"] == {"file": "上报/市直/市房产事务服务中心.docx", "sheet": "表1", "cell": "表1R2C7"}
    total = entry(results, "totals", "6.9")
    # 3688 ÷ 4151 = 0.888460611900…
    assert (total["value"], total["target"], total["completion"]) == ("3688", "4151", "0.888460611901")
    assert (total["units_reported"], total["units_asked"], total["verdict"]) == (1, 1, "推进中")


def test_a_correction_by_telephone_counts_and_the_form_keeps_its_slip(september):
    results = results_of(september)
    figure = entry(results, "figures", "3.5", "高新区")
    # 66976 of 80000 人次; 60448 in August.
    assert (figure["value"], figure["completion"], figure["increment"]) == ("6.6976", "0.8372", "0.6528")
    assert figure["source"] == {"file": "更正.xlsx", "sheet": "更正", "cell": "E3"}
    assert openpyxl.load_workbook(september / "上报" / "功能区" / "高新区9月.xlsx")["填报"]["G12"].value == 66796
    # 337744+372294+479880+495436+205568+639930+167504+143038+165417+84980+66976 = 3158767人次, without 石龙区's 4万.
    total = entry(results, "totals", "3.5")
    assert (total["value"], total["reported_value"], total["reported_target"]) == (None, "315.8767", "376")
    assert (total["units_reported"], total["units_asked"]) == (11, 12)


def test_a_stamped_page_is_a_pdf_that_is_listed_and_not_read(september):
    path = september / "上报" / "功能区" / "示范区盖章.pdf"
    content = path.read_bytes()
    assert content.startswith(b"%PDF-1.4\n")
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    places = [int(line[:10]) for line in content[start:].split(b"\n")[3:10]]
    assert [content[place:].split(b" ")[0] for place in places] == [b"1", b"2", b"3", b"4", b"5", b"6", b"7"]
    sources = {one["source"]["file"] for one in results_of(september)["figures"] if one["source"]}
    assert "上报/功能区/示范区盖章.pdf" not in sources


def test_a_total_with_a_unit_missing_is_not_told_but_the_sum_so_far_is(september):
    total = entry(results_of(september), "totals", "1.2")
    assert [total[key] for key in ("value", "completion", "met", "gap")] == [None, None, None, None]
    assert (total["pace"], total["units_reported"], total["units_asked"]) == ("none", 10, 12)
    figures = [one for one in results_of(september)["figures"] if one["indicator"] == "1.2" and one["value"]]
    assert Decimal(total["reported_value"]) == sum(Decimal(one["value"]) for one in figures)
    assert Decimal(total["reported_target"]) == sum(Decimal(one["target"]) for one in figures)


@pytest.mark.parametrize("sample", ["september", "august", "county"])
def test_every_figure_leads_back_to_a_cell_that_holds_it(sample, request):
    folder = request.getfixturevalue(sample)
    results = results_of(folder)
    books = {}
    breakdown = {
        str(line[0]): line
        for line in openpyxl.load_workbook(folder.parent / "目标分解表.xlsx")["指标"].values
        if line[0]
    }
    labels = next(list(line) for line in breakdown.values() if line[0] == "编码")
    unit_column, form_column = labels.index("单位"), labels.index("填报计量") if "填报计量" in labels else None
    checked = 0
    for one in results["figures"]:
        if one["source"] is None:
            assert one["verdict"] == "未报"
            continue
        cells = cells_of(folder, one["source"], books)
        if len(cells) == 2:
            assert [Decimal(str(cell)) for cell in cells] == [Decimal(one["numerator"]), Decimal(one["denominator"])]
        elif one["value"] is None:
            assert cells == [one["text"]]
        else:
            row = breakdown[one["indicator"]]
            is_ten_thousandth = form_column is not None and row[form_column] and row[unit_column].startswith("万")
            factor = 10000 if is_ten_thousandth else 1
            assert Decimal(str(cells[0])) == Decimal(one["value"]) * factor
        checked += 1
    assert checked > 40


# What goes out


@pytest.mark.parametrize("sample", ["september", "county"])
def test_a_second_run_gives_the_same_files_byte_for_byte(sample, request):
    folder = request.getfixturevalue(sample) / "结果"
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    run_quietly(folder.parent)
    assert before == {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in before:
        if name.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(folder / name) as archive:
                assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_files_of_the_contract_are_there_and_listed_with_their_digests(september):
    import hashlib

    folder = september / "结果"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    units = ("汝州市", "卫东区", "舞钢市", "鲁山县")
    supervised = (
        "宝丰县", "郏县", "鲁山县", "叶县", "舞钢市", "汝州市", "新华区", "卫东区", "湛河区", "城乡一体化示范区",
        "高新区", "市城市管理局", "市城市运行管理中心",
    )  # fmt: skip
    assert names == {
        "校验报告.xlsx", "汇总表.xlsx", "通报.docx", "推进情况表.docx", "催报单.docx", "数据来源.xlsx", "结果.json",
        *(f"退回/{unit}.xlsx" for unit in units), *(f"反馈单/{unit}.docx" for unit in units),
        *(f"督办单/{unit}.docx" for unit in supervised),
    }  # fmt: skip
    outputs = {one["file"]: one["sha256"] for one in results_of(september)["outputs"]}
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names - {"结果.json"}}
    assert outputs == {f"结果/{name}": digest for name, digest in digests.items()}


def test_an_edited_notice_is_kept_and_the_new_one_stands_beside_it(tmp_path):
    folder = copy_of("叶县2022", tmp_path) / "2022-H1"
    run_quietly(folder)
    path = folder / "结果" / "通报.docx"
    document = docx.Document(str(path))
    document.paragraphs[0].insert_paragraph_before("领导改过的话")
    document.save(str(path))
    theirs = path.read_bytes()
    assert run_quietly(folder) == 1
    assert path.read_bytes() == theirs
    assert path.with_name("通报_新.docx").is_file()
    assert "结果/通报_新.docx" in {one["file"] for one in results_of(folder)["outputs"]}


@pytest.mark.parametrize(
    "words",
    [
        *("5.48万人次", "3.21万人", "1.13万人", "33.274公里", "124个", "8406", "8702", "71.90%", "63.91%", "98.59%"),
        *("99.07%", "150人", "12场次", "15.3万人", "25.9万人"),
    ],
)
def test_the_county_s_published_figures_stand_in_its_notice_or_its_table(county, words):
    in_ten_thousands = {"8406": "0.8406万人", "8702": "0.8702万人"}
    said = (text_of(county / "结果" / "通报.docx") + text_of(county / "结果" / "推进情况表.docx")).replace(" ", "")
    assert words in said or in_ten_thousands.get(words, words) in said


def test_the_attachment_names_every_indicator_and_every_unit_that_is_asked(september):
    said = text_of(september / "结果" / "通报.docx")
    results = results_of(september)
    names = {
        str(line[0]): line[3] for line in openpyxl.load_workbook(september.parent / "目标分解表.xlsx")["指标"].values
    }
    for one in results["totals"]:
        assert names[one["indicator"]].replace(" ", "") in said.replace(" ", "")
    for unit in {one["unit"] for one in results["figures"]}:
        assert unit in said


def test_a_paper_never_prints_none_nan_or_an_empty_percentage(september, county):
    for folder in (september, county):
        for path in sorted((folder / "结果").rglob("*.docx")):
            said = text_of(path)
            assert not re.search(r"None|nan|NaN|undefined|\{\{|\}\}|\{%|(?<![\d.])0\.0+%", said), path


@needs_libreoffice
@pytest.mark.parametrize("sample", ["september", "august", "county"])
def test_libreoffice_works_every_formula_of_the_roll_up_out_to_the_stored_value(sample, request, tmp_path):
    path = request.getfixturevalue(sample) / "结果" / "汇总表.xlsx"
    formulas = openpyxl.load_workbook(path)
    stored = openpyxl.load_workbook(path, data_only=True)
    anew = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)
    compared, differing = 0, []
    for sheet in formulas:
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    compared += 1
                    one, other = stored[sheet.title][cell.coordinate].value, anew[sheet.title][cell.coordinate].value
                    if not is_same(one, other):
                        differing.append((sheet.title, cell.coordinate, one, other))
    assert compared > 500
    assert differing == []


def is_same(one: object, other: object) -> bool:
    """Equal as Excel shows them: numbers to fifteen digits, an empty text like a blank."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(1, abs(one))
    return ("" if one is None else one) == ("" if other is None else other)


def test_json_on_the_screen_is_the_file(september, capsys):
    from make_reports import main

    main(["run", str(september), "--json"])
    assert json.loads(capsys.readouterr().out) == results_of(september)
