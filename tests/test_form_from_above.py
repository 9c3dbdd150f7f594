"""The form from above: read however its rows stand; refused in one sentence where it is another unit's or period's."""

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from generators.forms import form_workbook
from generators.packing import packed
from make_reports import main
from model.form import form_of
from model.labels import FormColumn
from tests.tables import issue_and_fill, workbook, year, zipped
from validators.form_from_above import read_form_from_above
from validators.period_folder import open_period

PERIOD = "2023-09"
ABOVE = """
    编码 | 指标 | 单位 | 类型 | 汇总方式 | 平顶山市
    1.1 | 培训人数 | 人 | 数量 | 合计 | 2300
    1.2 | 新增技能人才 | 人 | 数量 | 合计 | 1400
"""


def the_form(tmp_path: Path, name: str = "平顶山市", period: str = PERIOD) -> Path:
    """The form that the province sent to the unit called `name`."""
    folder = year(
        tmp_path / "省", ABOVE.replace("平顶山市", name), [["名称", "类型"], [name, "县区"]], {"地区": "河南省"}
    )
    opened = open_period(folder / period)
    form = form_of(opened.breakdown, name, opened.period, opened.previous)
    file = tmp_path / "省" / "发来" / f"{name}.xlsx"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(packed(form_workbook(form)))
    return file


def the_city(tmp_path: Path, **basics: str) -> Path:
    """The city's period folder, in which a county has reported."""
    folder = year(tmp_path / "市", basics=basics)
    issue_and_fill(folder, PERIOD, "宝丰县", {"1.1": {"本期累计": 1200}, "1.2": {"本期累计": 600}})
    issue_and_fill(folder, PERIOD, "郏县", {"1.1": {"本期累计": 700}, "1.2": {"本期累计": 300}})
    return folder / PERIOD


def edited(file: Path, target: Path | None = None, **cells: Any) -> Path:
    book = openpyxl.load_workbook(file)
    for address, content in cells.items():
        book["填报"][address] = content
    book.save(target or file)
    return target or file


def unstamped(file: Path) -> Path:
    book = openpyxl.load_workbook(file)
    del book["填报标识"]
    book.save(file)
    return file


def refusal(capsys: pytest.CaptureFixture[str], folder: Path, form: Path) -> str:
    """The one sentence with which `run --fill` refuses; nothing has been done."""
    results = folder / "结果"
    before = sorted(results.rglob("*")) if results.exists() else []
    assert main(["run", str(folder), "--fill", str(form)]) == 2
    out, said = capsys.readouterr()
    assert (out, len(said.strip().splitlines())) == ("", 1)
    assert (sorted(results.rglob("*")) if results.exists() else []) == before
    return said


# What is taken


@pytest.mark.parametrize("written", ["平顶山市人民政府", "平顶山市（盖章）", " 平顶山 市 ", "平顶山市人民政府（章）"])
def test_the_region_may_be_written_with_its_government_and_its_seal(tmp_path, written):
    city = the_city(tmp_path)
    form = edited(unstamped(the_form(tmp_path)), B2=written)
    assert len(read_form_from_above(form, open_period(city)).rows) == 2


def test_a_region_that_calls_itself_a_government_is_the_same_region(tmp_path):
    city = the_city(tmp_path, 地区="平顶山市人民政府")
    assert main(["run", str(city), "--fill", str(the_form(tmp_path)), "--quiet"]) == 0


def test_rows_are_those_that_ask_for_a_figure_notes_and_totals_are_none(tmp_path):
    form = the_form(tmp_path)
    book = openpyxl.load_workbook(form)
    page = book["填报"]
    page["A8"], page["B8"], page["C8"] = "合计", "合计", "合计"
    page["A9"] = "注：本表由各市填报。"
    page.merge_cells("A9:P9")
    page["A10"], page["B10"], page["D10"] = "填表人", "电话", "日期"
    page["C11"], page["D11"] = "脱贫人口", "人"
    page["A12"], page["C12"] = "二", "市重点民生实事"
    page["A13"] = "2.1"
    book.save(form)
    rows = read_form_from_above(form, open_period(the_city(tmp_path))).rows
    assert [(row.text(FormColumn.CODE), row.text(FormColumn.NAME), row.number) for row in rows] == [
        ("1.1", "培训人数", 6), ("1.2", "新增技能人才", 7), ("", "脱贫人口", 11), ("2.1", "", 13),
    ]  # fmt: skip


def test_of_a_sheet_that_asks_several_units_the_rows_of_this_one_are_filled(tmp_path, capsys):
    table = """
        填报单位 | 编码 | 指标 | 单位 | 本期累计
        洛阳市 | 1.1 | 培训人数 | 人 |
        平顶山市 | 1.1 | 培训人数 | 人 |
        平顶山市 | 1.2 | 新增技能人才 | 人 |
        三门峡市 | 1.1 | 培训人数 | 人 |
    """
    form = workbook(tmp_path / "各市.xlsx", {"2023年9月": f"期次 | 2023年9月\n{table}"})
    city = the_city(tmp_path)
    assert main(["run", str(city), "--fill", str(form)]) == 0
    assert "2 行，填了 2 行" in capsys.readouterr().out
    page = openpyxl.load_workbook(city / "结果" / "各市.xlsx").worksheets[0]
    assert [page.cell(line, 5).value for line in range(3, 7)] == [None, 1900, 900, None]


def test_a_form_of_an_office_s_own_with_few_columns_is_filled_by_label(tmp_path):
    table = """
        河南省2023年9月重点民生实事进展表
        填报单位 | 平顶山市 | | 期次 | 2023年9月
        编码 | 指标 | 单位 | 年度目标 | 本期累计
        1.1 | 培训人数 | 万人 | 0.23 |
        1.2 | 新增技能人才 | 人 | 1400 |
    """
    form = workbook(tmp_path / "表.xlsx", {"Sheet1": table})
    city = the_city(tmp_path)
    assert main(["run", str(city), "--fill", str(form), "--quiet"]) == 0
    page = openpyxl.load_workbook(city / "结果" / "表.xlsx").worksheets[0]
    assert (page["E4"].value, page["E5"].value) == (0.19, 900)


# What is refused


def test_what_is_no_file_or_no_xlsx_is_refused(tmp_path, capsys):
    city, form = the_city(tmp_path), the_form(tmp_path)
    assert "没有找到 --fill 后面的文件" in refusal(capsys, city, tmp_path / "没有.xlsx")
    assert "是文件夹，请写上级下发的那一份填报表" in refusal(capsys, city, form.parent)
    lock = form.with_name("~$平顶山市.xlsx")
    lock.write_bytes(b"lock")
    assert "是表格程序打开文件时的临时文件" in refusal(capsys, city, lock)
    old = form.with_suffix(".xls")
    shutil.copy(form, old)
    assert "“平顶山市.xls”不是 .xlsx 文件" in refusal(capsys, city, old)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "是空文件（0 字节）。能打开的，请去掉密码、另存为 .xlsx 后重来；打不开的，请上级重发一份。"),
        (b"%PDF-1.7", "里没有表格"),
        (b"PK\x03\x04broken", "已损坏，打不开。能打开的"),
        (zipped({"平顶山市.xlsx": b"x"}), "其实是压缩包，请解压后写其中的填报表。"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "设了打开密码。能打开的，请去掉密码"),
        (b"<html><table></table></html>", "是网页或 XML，只是名字像表格"),
    ],
)
def test_what_only_bears_the_name_of_a_workbook_is_refused(tmp_path, capsys, content, words):
    file = tmp_path / "平顶山市.xlsx"
    file.write_bytes(content)
    assert words in refusal(capsys, the_city(tmp_path), file)


def test_a_word_file_with_our_columns_is_refused(tmp_path, capsys):
    import docx

    document = docx.Document()
    table = document.add_table(2, 4)
    for line, texts in enumerate((("编码", "指标", "单位", "本期累计"), ("1.1", "培训人数", "人", ""))):
        for cell, text in zip(table.rows[line].cells, texts, strict=True):
            cell.text = text
    file = tmp_path / "平顶山市.xlsx"
    saved = io.BytesIO()
    document.save(saved)
    file.write_bytes(saved.getvalue())
    assert "其实是 Word 文件，只是名字像表格" in refusal(capsys, the_city(tmp_path), file)


def test_a_form_with_macros_is_refused(tmp_path, capsys):
    import zipfile

    form = the_form(tmp_path)
    with zipfile.ZipFile(form, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    assert "带有宏" in refusal(capsys, the_city(tmp_path), form)


def test_the_form_of_another_unit_is_refused_also_one_of_this_level_s_own(tmp_path, capsys):
    city, form = the_city(tmp_path), the_form(tmp_path, "洛阳市")
    assert "的填报单位是“洛阳市”，不是本级（基本信息的地区“平顶山市”）的表" in refusal(capsys, city, form)
    renamed = form.with_name("平顶山市.xlsx")
    shutil.copy(form, renamed)
    assert "的填报单位是“洛阳市”" in refusal(capsys, city, renamed), "a file's name says nothing"
    edited(unstamped(the_form(tmp_path)), renamed, B2="平顶山")
    assert "的填报单位是“平顶山”" in refusal(capsys, city, renamed), "what is not certain is not taken"
    main(["forms", str(city), "--quiet"])
    capsys.readouterr()
    own = Path(shutil.copy(city / "填报表" / "宝丰县.xlsx", tmp_path / "平顶山市.xlsx"))
    assert "的填报单位是“宝丰县”" in refusal(capsys, city, own), "its title names this region"


def test_a_form_whose_stamp_and_head_are_of_two_units_is_refused(tmp_path, capsys):
    form = edited(the_form(tmp_path), B2="洛阳市")
    assert "的填报单位是“洛阳市”" in refusal(capsys, the_city(tmp_path), form)


def test_a_form_that_does_not_say_whose_it_is_is_refused(tmp_path, capsys):
    form = edited(unstamped(the_form(tmp_path)), B2=None)
    assert "里没有写填报单位，看不出是不是发给本级的" in refusal(capsys, the_city(tmp_path), form)
    edited(form, A1="平顶山市2023年9月填报表")
    assert "里没有写填报单位" in refusal(capsys, the_city(tmp_path), form), "a title names whoever issued it"


def test_the_form_of_another_period_or_of_none_is_refused(tmp_path, capsys):
    city = the_city(tmp_path)
    said = refusal(capsys, city, the_form(tmp_path, period="2023-08"))
    assert "不是本期的表：这是2023年8月的表。本期是2023年9月，请用上级下发的、本期的填报表。" in said
    form = edited(unstamped(the_form(tmp_path)), E2=None, A1="重点民生实事填报表")
    assert "里看不出是哪一期" in refusal(capsys, city, form)
    edited(form, E2="第三期")
    assert "里看不出是哪一期" in refusal(capsys, city, form)


def test_what_is_no_form_is_refused(tmp_path, capsys):
    city = the_city(tmp_path)
    assert "不是填报表：没有找到编码、指标、本期累计等列" in refusal(capsys, city, city.parent / "目标分解表.xlsx")


def test_a_form_without_rows_or_with_a_column_twice_is_refused(tmp_path, capsys):
    city, form = the_city(tmp_path), the_form(tmp_path)
    empty = Path(shutil.copy(form, tmp_path / "空.xlsx"))
    book = openpyxl.load_workbook(empty)
    book["填报"].delete_rows(6, 2)
    book.save(empty)
    assert "认不准：表头下面没有一行指标" in refusal(capsys, city, empty)
    notes = edited(empty, tmp_path / "注.xlsx", A6="注：没有指标。")
    assert "“注.xlsx”里没有一行指标" in refusal(capsys, city, notes)
    twice = edited(form, tmp_path / "重.xlsx", M5="本期累计")
    assert "认不准：“本期累计”一列出现了不止一次。" in refusal(capsys, city, twice)


@pytest.mark.parametrize(
    ("folder", "words"),
    [("上报", "是下级报来的"), ("填报表", "是发给下级的"), ("结果", "是这个工具写出的")],
)
def test_a_file_in_one_of_the_period_s_own_folders_is_refused(tmp_path, capsys, folder, words):
    city, form = the_city(tmp_path), the_form(tmp_path)
    (city / folder / "省").mkdir(parents=True, exist_ok=True)
    inside = Path(shutil.copy(form, city / folder / "省" / form.name))
    said = refusal(capsys, city, inside)
    assert f"在本期的“{folder}”文件夹里，{words}" in said


@pytest.mark.parametrize("name", ["汇总表.xlsx", "校验报告_新.xlsx", "数据来源.XLSX"])
def test_a_form_that_is_called_as_a_result_is_refused(tmp_path, capsys, name):
    form = Path(shutil.copy(the_form(tmp_path), tmp_path / name))
    assert f"“{name}”和本级的结果同名" in refusal(capsys, the_city(tmp_path), form)


def test_a_workbook_that_cannot_be_written_into_is_refused_before_anything_is_read(tmp_path, capsys):
    import zipfile

    form, strange = the_form(tmp_path), tmp_path / "平顶山市.xlsx"
    with zipfile.ZipFile(form) as archive, zipfile.ZipFile(strange, "w") as written:
        for name in archive.namelist():
            written.writestr(name, archive.read(name))
        written.writestr("XL/workbook.xml", b"twice")
    assert "填不进去（里面的格式特殊，或不是真正的 .xlsx）" in refusal(capsys, the_city(tmp_path), strange)


def test_the_option_is_of_run_alone_and_wants_a_file(tmp_path, capsys):
    city = str(the_city(tmp_path))
    with pytest.raises(SystemExit, match="2"):
        main(["run", city, "--fill"])
    assert "命令写得不对：--fill 后面缺少要写的内容" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main(["check", city, "--fill", "x.xlsx"])
    assert "多了“--fill x.xlsx”" in capsys.readouterr().err
