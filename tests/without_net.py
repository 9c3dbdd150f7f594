"""Programs that are to do without a net."""

import os
import shutil
import subprocess

NO_PROXY_LEADS_OUT = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
"""For where the net cannot be taken away: who asks for it by HTTP gets no answer."""


def cut_off() -> list[str]:
    """What stands before a command so that it has no net; nothing where only an administrator could do that."""
    command = ["unshare", "--net"]
    if shutil.which(command[0]) is None or os.geteuid() != 0:
        return []
    return command if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0 else []
