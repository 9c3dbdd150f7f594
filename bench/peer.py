"""The peer: what an office's programmer would write today for the same work, with pandas, openpyxl and docxtpl.

It reads no formats and no formulas, checks nothing, and says nothing of what it could not read.
Run by itself: `python -m bench.peer PERIOD_FOLDER TEMPLATES_FOLDER RESULTS_FOLDER`.
"""

import sys
from pathlib import Path

import docx
import pandas as pd
from docxtpl import DocxTemplate

FORM_SHEET, LABEL_ROW = "填报", 5
COUNTY_TEMPLATE, CITY_TEMPLATE = "县区.docx", "全省.docx"
COLUMNS = ("编码", "指标", "单位", "目标", "值", "完成率")


def read_targets(breakdown: Path) -> pd.DataFrame:
    """One line for each indicator and county: 编码, 指标, 单位, 汇总方式, 填报单位, 目标."""
    sheet = pd.read_excel(breakdown, sheet_name="指标", dtype={"编码": str}, engine="openpyxl")
    counties = pd.read_excel(breakdown, sheet_name="填报单位", engine="openpyxl")["名称"].tolist()
    fixed = ["编码", "指标", "单位", "汇总方式"]
    long = sheet.melt(id_vars=fixed, value_vars=counties, var_name="填报单位", value_name="年度目标")
    return long.assign(目标=pd.to_numeric(long["年度目标"], errors="coerce")).drop(columns="年度目标")


def read_forms(folder: Path) -> pd.DataFrame:
    """Every row of every form: 编码, 填报单位, 值, 分子, 分母; what is no number is left out."""
    frames = []
    for path in sorted(folder.glob("*.xlsx")):
        frame = pd.read_excel(path, sheet_name=FORM_SHEET, header=LABEL_ROW - 1, dtype={"编码": str}, engine="openpyxl")
        frames.append(frame.assign(填报单位=path.stem))
    rows = pd.concat(frames, ignore_index=True).rename(columns={"本期累计": "值"})
    for column in ("值", "分子", "分母"):
        rows[column] = pd.to_numeric(rows[column], errors="coerce")
    return rows[["编码", "填报单位", "值", "分子", "分母"]]


def totals(rows: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """One line for each indicator: sum, weighted rate or mean of what the counties reported."""
    merged = rows.merge(targets, on=["编码", "填报单位"])
    grouped = merged.groupby(["编码", "指标", "单位", "汇总方式"], sort=False)
    summed = grouped[["值", "分子", "分母", "目标"]].sum().reset_index()
    means = grouped["值"].mean().reset_index(drop=True)
    is_rate, is_mean = summed["汇总方式"] == "加权", summed["汇总方式"] == "平均"
    summed["值"] = summed["值"].mask(is_rate, summed["分子"] / summed["分母"]).mask(is_mean, means)
    summed["完成率"] = summed["值"] / summed["目标"]
    return summed


def write_templates(folder: Path) -> None:
    """The two Word templates that the programmer would have drawn by hand: a title and a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (COUNTY_TEMPLATE, CITY_TEMPLATE):
        document = docx.Document()
        document.add_heading("{{ title }}", level=1)
        table = document.add_table(rows=4, cols=len(COLUMNS))
        table.style = "Table Grid"
        for column, label in enumerate(COLUMNS):
            table.rows[0].cells[column].text = label
            table.rows[2].cells[column].text = "{{ row['" + label + "'] }}"
        table.rows[1].cells[0].text = "{%tr for row in rows %}"
        table.rows[3].cells[0].text = "{%tr endfor %}"
        document.save(str(folder / name))


def write_paper(template: Path, title: str, lines: pd.DataFrame, target: Path) -> None:
    """One Word paper with a line for each indicator."""
    document = DocxTemplate(str(template))
    document.render({"title": title, "rows": lines[list(COLUMNS)].to_dict("records")}, autoescape=True)
    document.save(str(target))


def report(period_folder: Path, templates: Path, output: Path) -> pd.DataFrame:
    """The whole job: a workbook with totals and all rows, a Word paper for each county and one for the whole."""
    output.mkdir(parents=True, exist_ok=True)
    targets = read_targets(period_folder.parent / "目标分解表.xlsx")
    rows = read_forms(period_folder / "上报")
    summed = totals(rows, targets)
    merged = rows.merge(targets, on=["编码", "填报单位"])
    merged["完成率"] = merged["值"] / merged["目标"]
    with pd.ExcelWriter(output / "汇总表.xlsx", engine="openpyxl") as writer:
        summed.to_excel(writer, sheet_name="汇总", index=False)
        merged.to_excel(writer, sheet_name="明细", index=False)
    for county, lines in merged.groupby("填报单位"):
        write_paper(templates / COUNTY_TEMPLATE, f"{county}进展情况", lines, output / f"{county}.docx")
    write_paper(templates / CITY_TEMPLATE, "全省进展情况", summed, output / "全省.docx")
    return summed


if __name__ == "__main__":
    report(*(Path(one) for one in sys.argv[1:4]))
