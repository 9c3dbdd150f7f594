"""What a dragged file or folder calls for (contract section 4)."""

from pathlib import Path

from model.fault import MAY_BE_DROPPED, JobFault
from model.labels import (
    ASSIGNMENT_FOLDER,
    BREAKDOWN_NAME,
    CORRECTIONS_FILE,
    OWN_TEMPLATES_FOLDER,
    RESULTS_FOLDER,
    SUBMISSIONS_FOLDER,
    TEMPLATES,
    TEMPLATES_FOLDER,
)
from model.period import read_period
from validators.reading import files_below


def called_for(path: Path) -> tuple[str, Path]:
    """The job that a dragged path calls for, and what it is done on; raises `JobFault` for anything else."""
    path = path.resolve()
    if not path.exists():
        raise JobFault(f"没有找到“{path}”，请核对路径。{MAY_BE_DROPPED}。")
    if path.is_dir():
        period = _period_of_folder(path)
        return _period_job(period), period
    period_folder = _period_of_file(path)
    if period_folder is not None:
        return "check", period_folder
    if _is_template(path) or (path.suffix.lower() == ".xlsx" and path.name.startswith(BREAKDOWN_NAME)):
        return "lint", path
    raise JobFault(f"不知道怎样处理“{path}”。{MAY_BE_DROPPED}。")


def _is_template(path: Path) -> bool:
    """A document among templates, or one with a template's name (进度通报（修改）.docx) that is no finished paper."""
    if path.suffix.lower() != ".docx":
        return False
    is_finished = any(one.name in (RESULTS_FOLDER, ASSIGNMENT_FOLDER) for one in path.parents)
    is_among_templates = path.parent.name in (TEMPLATES_FOLDER, OWN_TEMPLATES_FOLDER)
    return is_among_templates or (path.name.startswith(TEMPLATES) and not is_finished)


def _period_of_folder(path: Path) -> Path:
    """The folder itself, or a year's latest period; a folder that holds a breakdown is a year, whatever its name."""
    is_year = any(one.name.startswith(BREAKDOWN_NAME) for one in path.iterdir())
    is_in_year = any(one.name.startswith(BREAKDOWN_NAME) for one in path.parent.glob("*.xlsx"))
    if read_period(path.name) is not None and not is_year:
        return path
    periods = {period: one for one in path.iterdir() if one.is_dir() and (period := read_period(one.name))}
    if periods:
        return periods[max(periods, key=lambda one: (one.last_day, -one.months))]
    if is_year:
        raise JobFault(f"“{path}”里还没有期次文件夹，请新建一个，名字如 2023-09、2023-Q3，再来一次。")
    if is_in_year and path.name not in (OWN_TEMPLATES_FOLDER, ASSIGNMENT_FOLDER):
        raise JobFault(f"“{path.name}”不是期次文件夹的名字，请改为 2023-09、2023-Q3、2023-H1 或 2023年9月 这样的名字。")
    raise JobFault(f"不知道怎样处理“{path}”。{MAY_BE_DROPPED}。")


def _period_of_file(path: Path) -> Path | None:
    """The period folder in whose 上报/ the file lies, or whose 更正.xlsx it is."""
    if path.name == CORRECTIONS_FILE and read_period(path.parent.name) is not None:
        return path.parent
    folders = (one.parent for one in path.parents if one.name == SUBMISSIONS_FOLDER)
    return next((one for one in folders if read_period(one.name) is not None), None)


def _period_job(path: Path) -> str:
    """`forms` while nothing has come back, `run` from then on."""
    is_empty = not files_below(path / SUBMISSIONS_FOLDER) and not (path / CORRECTIONS_FILE).is_file()
    return "forms" if is_empty else "run"
