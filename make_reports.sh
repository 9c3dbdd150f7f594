#!/bin/sh
# Linux: sets itself up on first use, then does the job.  ./make_reports.sh 期次文件夹
# --window first: started from the desktop, the window waits for a key.  --desktop: puts the launcher on the desktop.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
wait=
if [ "$1" = --window ]; then
    wait=yes
    shift
elif [ $# -eq 0 ] && [ -t 0 ]; then
    # Started by a double click there is nobody to read a window that closes at once.
    wait=yes
fi
leave() {
    if [ -n "$wait" ]; then
        printf '按回车键关闭窗口。'
        read -r _
    fi
    exit "$1"
}
python=
newer=
for one in "$here/py/bin/python3" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$one" >/dev/null 2>&1 && "$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        newer=$one
        if "$one" "$here/delivery/set_up.py" --suits 2>/dev/null; then
            python=$one
            break
        fi
    fi
done
if [ -z "$newer" ]; then
    echo "需要 Python 3.11 或更新的版本，这台机器上没有找到，请照使用手册 1.2 准备。" >&2
    leave 2
fi
if [ "$1" = --desktop ]; then
    "$newer" "$here/delivery/desktop.py"
    leave $?
fi
"${python:-$newer}" "$here/delivery/set_up.py" || leave 2
if [ -d "$here/wheels" ]; then
    PYTHONPATH=$here/components "$python" "$here/make_reports.py" "$@"
else
    "$here/.venv/bin/python" "$here/make_reports.py" "$@"
fi
leave $?
