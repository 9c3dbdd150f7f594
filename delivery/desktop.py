"""A launcher on the desktop of UOS, 银河麒麟 and others; folders are dropped on it (freedesktop.org, Desktop Entry)."""

import os
import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FILE = "制作通报.desktop"


def entry(script: Path) -> str:
    """The text of the .desktop file that starts `script` with what is dropped."""
    return "\n".join(
        (
            "[Desktop Entry]",
            "Type=Application",
            "Name=制作通报",
            "Comment=把期次文件夹、年度文件夹或“上报”里的文件拖到这里",
            f"Exec=/bin/sh {_quoted(str(script))} --window %F",
            "Icon=x-office-spreadsheet",
            "Terminal=true",
            "Categories=Office;",
            "",
        )
    )


def _quoted(argument: str) -> str:
    """An argument of Exec: quoted, % doubled, and all backslashes doubled once more as in every value of the file."""
    escaped = re.sub(r'(["`$\\])', r"\\\1", argument).replace("%", "%%")
    return f'"{escaped}"'.replace("\\", "\\\\")


def desktop_folder() -> Path:
    """The person's desktop: what xdg-user-dir says, else 桌面 or Desktop in the home folder."""
    try:
        said = subprocess.run(["xdg-user-dir", "DESKTOP"], capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        said = ""
    folders = [Path(said)] if said and Path(said) != Path.home() else []
    folders += [Path.home() / "桌面", Path.home() / "Desktop"]
    return next((one for one in folders if one.is_dir()), Path.home())


def main() -> int:
    """Writes the launcher to the desktop; exit status 2 with a sentence where that cannot be done."""
    path = desktop_folder() / FILE
    try:
        path.write_text(entry(HOME / "make_reports.sh"), encoding="utf-8")
        # Desktops start only what may be executed.
        os.chmod(path, 0o755)
    except OSError as fault:
        print(f"“{path}”写不进去（{fault.strerror}），请检查写权限。", file=sys.stderr)
        return 2
    print(f"写好了：{path}。把期次文件夹拖到这个图标上；问是否信任的，选信任。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
