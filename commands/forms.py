"""forms PERIOD_FOLDER: 填报表/ for each reporting unit (contract section 4)."""

from pathlib import Path

from commands.period import make_sub_folders, say_kept
from commands.screen import WANTS_A_PERSON, WELL, Screen
from generators.forms import form_workbook, is_form_as_issued
from generators.output import file_names_of, write_files
from model.form import form_of
from model.labels import FORMS_FOLDER
from validators.period_folder import open_period


def make_forms(folder: Path, screen: Screen) -> int:
    """forms PERIOD_FOLDER: 填报表/ for each reporting unit."""
    opened = open_period(folder)
    units = [unit.name for unit in opened.breakdown.units if opened.breakdown.indicators_asked(unit.name)]
    files = (
        (f"{file}.xlsx", form_workbook(form_of(opened.breakdown, unit, opened.period, opened.previous)))
        for unit, file in file_names_of(units).items()
    )
    make_sub_folders(opened.path)
    written = write_files(opened.path / FORMS_FOLDER, files, is_ours=is_form_as_issued)
    region, count = opened.breakdown.basics.region, len(written.digests)
    screen.say(f"{region}{opened.period.title}填报表：{count} 份，在 {written.folder}")
    say_kept(written, screen)
    screen.say("下一步：把每份表发给对应的单位；收回的表放进“上报”文件夹，再拖一次这个期次文件夹。")
    screen.hand_over({"outputs": [{"file": name, "sha256": digest} for name, digest in written.digests.items()]})
    return WANTS_A_PERSON if written.kept else WELL
