"""Papers made from Word templates: which template is used, and what is said of those that could not be made."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from commands.screen import Screen
from generators.word.vocabulary import WORDS_PAPER
from model.fault import TemplateFault
from model.labels import (
    NOTICE_TEMPLATE,
    OWN_TEMPLATES_FOLDER,
    PLAIN_NOTICE_TEMPLATE,
    TEMPLATES,
    TEMPLATES_FOLDER,
)

HOME = Path(__file__).resolve().parent.parent


def notice_template(year_folder: Path) -> Path:
    """The template of the notice; an office that prints on red paper of its own has 通报_无版头.docx in 模板/."""
    plain = year_folder / OWN_TEMPLATES_FOLDER / f"{PLAIN_NOTICE_TEMPLATE}.docx"
    notice = template_path(year_folder, NOTICE_TEMPLATE)
    return plain if plain.is_file() and notice.parent != plain.parent else notice


def template_path(year_folder: Path, name: str) -> Path:
    """The office's own copy in 模板/, else the one that comes with the tool (contract section 1)."""
    own = year_folder / OWN_TEMPLATES_FOLDER / f"{name}.docx"
    return own if own.is_file() else HOME / TEMPLATES_FOLDER / f"{name}.docx"


_WORD_SUFFIXES = (".docx", ".doc", ".docm", ".dotx", ".dot", ".wps")


def idle_templates(year_folder: Path) -> list[str]:
    """Word documents in 模板/ that have no template's name, so that no paper is made from them."""
    folder = year_folder / OWN_TEMPLATES_FOLDER
    return [
        path.name
        for path in (sorted(folder.iterdir()) if folder.is_dir() else [])
        if path.suffix.lower() in _WORD_SUFFIXES
        and not path.name.startswith(("~$", "."))
        and path.stem != WORDS_PAPER
        and not (path.stem in TEMPLATES and path.with_suffix(".docx").is_file())
    ]


def say_templates(year_folder: Path, used: Iterable[Path], screen: Screen) -> None:
    """Names the office's own templates: those that papers were made from, and documents that are none by their name."""
    own = [path.stem for path in used if path.parent.name == OWN_TEMPLATES_FOLDER]
    if own:
        screen.say(f"用了您自己的模板：{'、'.join(own)}。")
    for name in idle_templates(year_folder):
        screen.say(
            f"  “{OWN_TEMPLATES_FOLDER}”里的“{name}”没有用上：名字要和工具自带的模板一字不差，如“进度通报.docx”。"
        )


Papers = Iterable[tuple[str, Callable[[], bytes]]]
"""Names of papers with what makes them."""
Made = Iterator[tuple[str, bytes]]
"""Finished papers by name, each made only when it is asked for, so that they are never held all at once."""


class Failed(set[str]):
    """The names of papers that could not be made because of their template; each fault is complained of once."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def take(self, name: str, fault: TemplateFault, screen: Screen) -> None:
        """Takes note of a paper that was not made; of papers for units, all from one template, the folder is named."""
        self.add(name)
        if str(fault) not in self._said:
            screen.complain(f"“{name.partition('/')[0]}”没有写出，原有的没有动：{fault}")
            self._said.add(str(fault))


def made(papers: Papers, screen: Screen, failed: Failed) -> Made:
    """The finished papers; `failed` takes those that could not be made because of their template."""
    for name, make in papers:
        try:
            yield name, make()
        except TemplateFault as fault:
            failed.take(name, fault, screen)
