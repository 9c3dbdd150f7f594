"""校验报告.xlsx: who reported, every finding with a link to its cell, what was corrected, exempted, superseded."""

from generators.report.arrivals import ARRIVALS, arrivals_count, write_arrivals
from generators.report.changed import CHANGED, corrections, superseded, write_changed
from generators.report.checking import CHECKING, department_count, write_checking
from generators.report.overview import counts_of, write_overview
from generators.report.problems import PROBLEMS, write_problems
from generators.report.settled import SETTLED, explained_groups, write_settled
from generators.report.told import Told
from generators.report.unit_pages import UNIT_PAGES, unit_pages, write_unit_pages
from generators.sheet import Workbook
from model.results import Results

__all__ = ["counts_of", "validation_report"]


def validation_report(results: Results) -> bytes:
    """The report as a workbook, for a clerk to work from; sheets without a line are left out, but for the findings."""
    workbook, told = Workbook(), Told(results)
    pages = unit_pages(told)
    settled = len(results.breakdown.exemptions) + len(explained_groups(told))
    changed = len(results.intake.changes) + len(corrections(told)) + len(superseded(told))
    assessment = results.assessment
    checking = (
        ()
        if assessment is None
        else ((CHECKING, department_count(assessment), "请哪些部门核验，核了多少、核减多少，还差谁的"),)
    )
    contents = (
        (ARRIVALS, arrivals_count(told), "一份文件一行：情况怎样，下一步做什么"),
        (PROBLEMS, len(told.groups), "查出的问题，同样的问题并成一行；“单元格”点一下就打开那一格"),
        (UNIT_PAGES, len(pages.starts), "有问题的单位一家一页，可以打印；没有问题的列在最后"),
        (SETTLED, settled or None, "目标分解表里的豁免，单位写明原因的核实"),
        (CHANGED, changed or None, "更正.xlsx 的各行，改报的表改了哪些数，被取代的文件"),
        *checking,
    )
    write_overview(workbook, told, contents)
    write_arrivals(workbook, told, pages.links)
    write_problems(workbook, told)
    write_unit_pages(workbook, told, pages)
    if settled:
        write_settled(workbook, told)
    if changed:
        write_changed(workbook, told)
    if assessment is not None:
        write_checking(workbook, told, assessment)
    return workbook.finished()
