"""Writes finished files into a folder: beside first, then moved into place, and never over a person's edits."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generators.packing import is_sealed
from model.fault import JobFault

_FULL_WIDTH = str.maketrans(
    {"\\": "＼", "/": "／", ":": "：", "*": "＊", "?": "？", '"': "＂", "<": "＜", ">": "＞", "|": "｜"}
)
NEW_MARK = "_新"
_FORMER = "上一稿_"
_ENDINGS = (".xlsx", ".xlsm", ".docx", ".json")
_WAITING = ".tmp"
_LONGEST_NAME = 150
"""Bytes; with folders, endings and marks it stays below what file systems take."""
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
)


@dataclass(frozen=True)
class Written:
    """What became of a set of files: names relative to the folder, with their sha256.

    `kept` are files that a person changed and that stayed; the new ones stand beside them. `removed` no longer applied.
    """

    folder: Path
    digests: Mapping[str, str]
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def file_name_of(unit: str) -> str:
    """A file name made from a unit's name: what Windows does not allow becomes full-width (contract section 5).

    A name longer than disks allow is cut, a digest behind it.
    """
    name = "".join(one for one in unit.translate(_FULL_WIDTH) if one.isprintable()).strip().rstrip(". ")
    if len(name.encode("utf-8")) > _LONGEST_NAME:
        cut = name.encode("utf-8")[:_LONGEST_NAME].decode("utf-8", "ignore")
        name = f"{cut}_{digest_of(unit.encode('utf-8'))[:8]}"
    return f"{name}_" if name.partition(".")[0].upper() in _RESERVED or not name else name


def file_names_of(units: Iterable[str]) -> dict[str, str]:
    """A file name for each unit, no two alike on a disk that does not tell capitals from small letters."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in units:
        name = file_name_of(unit)
        number = 2
        while name.casefold() in taken:
            name, number = f"{file_name_of(unit)}_{number}", number + 1
        taken.add(name.casefold())
        names[unit] = name
    return names


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Closing = tuple[str, Callable[[Mapping[str, str]], Iterable[bytes]]]
"""The name of a file that is written last, and what makes its pieces from the digests of the others by name."""


def is_edited(path: Path, last_digest: str | None, is_ours: Callable[[Path], bool] = is_sealed) -> bool:
    """Whether a person changed a file since it was written: it is neither that of the last results nor sealed."""
    return digest_of(path.read_bytes()) != last_digest and not is_ours(path)


def edited_files(folder: Path, name: str, last_outputs: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """Files of this name, and those beside it, that a person has changed; and the name that the next one will have."""
    found = []
    while (folder / name).is_file() and is_edited(folder / name, last_outputs.get(name)):
        found.append(name)
        name = _new_name(name)
    return tuple(found), name


def write_files(
    folder: Path,
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    *,
    is_ours: Callable[[Path], bool] = is_sealed,
    in_scope: Callable[[str], bool] = lambda _: True,
    last_outputs: Mapping[str, str] | None = None,
    closing: Closing | None = None,
) -> Written:
    """Writes `files` (name relative to `folder`, with /) and removes what of ours `in_scope` no longer applies.

    Files that are made only when they are asked for are held one at a time. `is_ours` tells a file of ours that nobody
    changed; `last_outputs` holds the digests of the last results. `in_scope` is asked once all files are made.
    `closing` is a file made from the digests of the others (结果.json), always replaced and none of the digests itself;
    it is written piece by piece, because a nation's is larger than all the memory that a run may take. Raises
    `JobFault` when the folder cannot be written or a file is open elsewhere; then nothing has been replaced.
    """
    outputs = last_outputs or {}

    def is_unchanged(name: str) -> bool:
        return not is_edited(folder / name, outputs.get(name), is_ours)

    _make_folder(folder)
    existing = _existing(folder)
    digests: dict[str, str] = {}
    kept: list[str] = []
    with _Beside(folder) as beside:
        beside.clear_left_over()
        for name, content in files.items() if isinstance(files, Mapping) else files:
            target = name
            while target in existing and not (_holds(folder / target, content) or is_unchanged(target)):
                kept.append(target)
                target = _new_name(target)
            beside.write(target, content)
            digests[target] = digest_of(content)
        targets = set(digests)
        if closing is not None:
            beside.write_pieces(closing[0], closing[1](digests))
            targets.add(closing[0])
        stale = [name for name in sorted(existing - targets) if in_scope(name) and is_unchanged(name)]
        for name in sorted({*targets, *stale}):
            _refuse_locked(folder / name)
        beside.move()
    for name in stale:
        (folder / name).unlink()
        _remove_empty(folder, (folder / name).parent)
    return Written(folder, digests, tuple(kept), tuple(stale))


def write_single_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files by name into a folder that is a person's own: whatever else lies there is not looked at.

    A file of that name is replaced, whoever changed it. Raises `JobFault` as `write_files` does.
    """
    _make_folder(folder)
    with _Beside(folder) as beside:
        for name, content in files.items():
            beside.write(name, content)
        for name in files:
            _refuse_locked(folder / name)
        beside.move()


def name_for_former(folder: Path, name: str, content: bytes) -> str:
    """The name for a file's former version beside it: 上一稿_NAME, numbered where that is another version's.

    It does not begin with 目标分解表: two such files would be two breakdowns (contract section 1).
    """
    path = Path(f"{_FORMER}{name}")
    former, number = path, 2
    while (folder / former).exists() and not ((folder / former).is_file() and _holds(folder / former, content)):
        former, number = path.with_stem(f"{path.stem}_{number}"), number + 1
    return former.name


def _holds(path: Path, content: bytes) -> bool:
    return path.stat().st_size == len(content) and path.read_bytes() == content


def _new_name(name: str) -> str:
    path = Path(name)
    return path.with_name(f"{path.stem}{NEW_MARK}{path.suffix}").as_posix()


def without_new_mark(name: str) -> str:
    """The name of the file beside which `name` was written because a person had changed it; `name` for any other."""
    path = Path(name)
    while path.stem.endswith(NEW_MARK) and path.stem != NEW_MARK:
        path = path.with_stem(path.stem.removesuffix(NEW_MARK))
    return path.as_posix()


def _existing(folder: Path) -> set[str]:
    """Finished files below the folder; lock files and what file managers leave are none of ours."""
    return {
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix.lower() in _ENDINGS and not path.name.startswith(("~$", ".~"))
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_read_only(folder)
    except (FileExistsError, NotADirectoryError) as fault:
        raise JobFault(f"“{folder}”不是文件夹，请把这个文件移走或改名后重来。") from fault
    except OSError as fault:
        raise JobFault(f"“{folder}”建不起来或写不进去（{fault.strerror}），请检查权限和磁盘空间后重来。") from fault


def _refuse_read_only(folder: Path) -> None:
    """The administrator may write anywhere; a folder that was made read-only is meant to stay as it is."""
    is_writable = os.access(folder, os.W_OK) and (os.name == "nt" or folder.stat().st_mode & stat.S_IWUSR)
    if not is_writable:
        raise JobFault(f"“{folder}”是只读的，请取消只读属性或换一个位置后重来。")


def _refuse_locked(path: Path) -> None:
    """Raises `JobFault` when `path` is read-only, or open elsewhere: by its lock file, or as Windows refuses it."""
    owners = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#", f".~{path.name}")
    owner = next((one for one in owners if (path.parent / one).is_file()), None)
    is_open = owner is not None
    if path.is_file() and not is_open:
        try:
            with path.open("r+b"):
                pass
        except OSError as fault:
            if not os.access(path, os.W_OK):
                raise JobFault(f"“{path}”是只读的，请取消只读属性后重来；这次没有改动任何结果。") from fault
            is_open = True
    if is_open:
        left_over = f"（若没有打开，删掉旁边的“{owner}”）" if owner else ""
        raise JobFault(f"“{path.name}”正在别的程序里打开着，请先关闭它再重来{left_over}；这次没有改动任何结果：{path}")


class _Beside:
    """New files as they wait beside the old ones until all are made; what is not moved into place leaves no trace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[Path, Path] = {}

    def __enter__(self) -> "_Beside":
        return self

    def clear_left_over(self) -> None:
        """Takes away what waits in the folder: a run that was killed (its window was closed) could not clear up."""
        with self._said():
            for path in self._folder.rglob(f".*{_WAITING}"):
                if path.stem.endswith(_ENDINGS):
                    path.unlink()

    def __exit__(self, *_: object) -> None:
        for temporary in self._waiting.values():
            temporary.unlink(missing_ok=True)
            _remove_empty(self._folder, temporary.parent)

    def write(self, name: str, content: bytes) -> None:
        """Writes a file beside `name`, unless that holds the same."""
        path = self._folder / name
        if not (path.is_file() and _holds(path, content)):
            self.write_pieces(name, (content,))

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Writes a file beside `name`, piece by piece."""
        path = self._folder / name
        _make_folder(path.parent)
        temporary = path.with_name(f".{path.name}{_WAITING}")
        self._waiting[path] = temporary
        with self._said(), temporary.open("wb") as stream:
            stream.writelines(pieces)

    def move(self) -> None:
        """Moves all files into place, or none: a run started meanwhile clears away what waits here."""
        if not all(temporary.is_file() for temporary in self._waiting.values()):
            raise JobFault(f"“{self._folder}”正由另一次运行写着，这次没有改动任何结果，请等它做完再来。")
        with self._said():
            for path, temporary in self._waiting.items():
                os.replace(temporary, path)

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise JobFault(f"写“{self._folder}”时出错（{fault.strerror}），请检查权限和磁盘空间后重来。") from fault


def _remove_empty(top: Path, folder: Path) -> None:
    if folder != top and not any(folder.iterdir()):
        folder.rmdir()
