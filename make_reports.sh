#!/bin/sh
# Linux: sets itself up on first use, then does the job.  ./make_reports.sh 期次文件夹
here=$(cd "$(dirname "$0")" && pwd) || exit 2
python=
for one in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$one" >/dev/null 2>&1 && "$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$one
        break
    fi
done
if [ -z "$python" ]; then
    echo "需要 Python 3.11 或更新的版本，这台机器上没有找到。" >&2
    exit 2
fi
"$python" "$here/delivery/set_up.py" || exit 2
"$here/.venv/bin/python" "$here/make_reports.py" "$@"
status=$?
# Started by a double click there is nobody to read a window that closes at once.
if [ $# -eq 0 ] && [ -t 0 ]; then
    printf '按回车键关闭窗口。'
    read -r _
fi
exit $status
