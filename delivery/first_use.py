"""第一次使用.txt of a bundle: the first day, with the file of Python that the batch file knows."""

import re

FIRST_USE = "第一次使用.txt"

_WINDOWS = """\
第一次使用（Windows 10、11，64 位，不用连网）

1. 把整个文件夹放到固定的地方，例如 D:\\民生实事工具。不要在压缩包里直接双击，也不要只拷出一个文件。

2. 准备 Python。在能上网的电脑上，从 python.org 下载这个文件（约 11 MB）：
   https://www.python.org/ftp/python/{version}/{name}
   把它原样拷到本文件夹里，和“制作通报.bat”放在一起，不要解压，不要改名。

3. 双击“制作通报.bat”。先核对这个文件，再准备运行环境，窗口里写着第几个、共几个，
   看到“准备好了”就成了。以后把期次文件夹拖到“制作通报.bat”上松手。
   旁边的“使用手册.html”写着每一步怎么做，双击就在浏览器里打开，不用连网。

如果打开本文件的是“制作通报.bat”，请看那个窗口里的编号：

[1] 没有找到 Python：照第 2 步做。

[2] 那个压缩文件不是 python.org 公布的那一份，或者没有下载完整。请删掉，重新下载，再双击一次。
    应有的 SHA-256：
    {digest}

[3] 那个压缩文件解不开。请检查本文件夹能不能写入、磁盘有没有空间（要 300 MB）。
    Windows 10 的 1803 以前的版本没有解压程序，请在本文件夹里新建文件夹 py，把压缩文件里的
    全部文件解压到 py 里（py 里直接看得到 python.exe），再双击一次。
"""

_LINUX = """\
第一次使用（UOS、银河麒麟、Debian 等，不用连网）

1. 把整个文件夹放到固定的地方，例如主目录。

2. 需要 Python 3.11、3.12 或 3.13。系统里没有的，请管理员安装；
   也可以把一套能直接运行的 Python 放在本文件夹的 py 里（有 py/bin/python3 这个文件）。
   系统自带的 3.7、3.8 不能用，也不要去替换它。

3. 在本文件夹里打开终端，输入：
   sh make_reports.sh --desktop
   桌面上就有了“制作通报”的图标（这一步只建图标）。把期次文件夹拖到图标上松手，或者在终端里输入：
   sh make_reports.sh 期次文件夹
   头一次会准备运行环境，写着第几个、共几个，看到“准备好了”就成了。
   旁边的“使用手册.html”写着每一步怎么做，双击就在浏览器里打开，不用连网。
"""


def first_use(target: str, batch_file: str) -> bytes:
    """The text for a target's bundle; the package of Python and its hash are those that the batch file looks for.

    With a byte order mark and Windows line ends: every Notepad shows it right.
    """
    name, digest = _set(batch_file, "GW_ZIP"), _set(batch_file, "GW_SHA")
    version = name.split("-")[1]
    text = _WINDOWS.format(version=version, name=name, digest=digest) if target.startswith("win") else _LINUX
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _set(batch_file: str, variable: str) -> str:
    found = re.search(rf'^set "{variable}=(.+)"\r?$', batch_file, re.MULTILINE)
    if found is None:
        raise ValueError(variable)
    return found[1]
