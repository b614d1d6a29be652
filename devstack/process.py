"""Child processes that end with their parent, and the ways to start a server that refuses to run as root."""

import ctypes
import functools
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec so that the kernel sends it this signal when its parent is gone.

    Linux only; elsewhere a killed supervisor leaves its servers, and the next start stops them.
    """
    parent = os.getpid()

    def in_child() -> None:
        if LINUX:
            _libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
            if os.getppid() != parent:  # it went before the request was made
                os._exit(1)

    return in_child


@dataclass(frozen=True)
class Identity:
    """As whom a server runs: `before_exec` in the child, and the account for Popen where it is another one."""

    before_exec: Callable[[], None] = lambda: None
    account: dict[str, Any] = field(default_factory=dict)

    def owns(self, path: Path) -> None:
        """Hand a folder to that account."""
        if self.account:
            os.chown(path, self.account["user"], self.account["group"])


def unprivileged() -> Identity:
    """An identity PostgreSQL accepts: ourselves, or for root uid 65534 in a user namespace, or else `nobody`."""
    if os.geteuid() != 0:
        return Identity()
    if _namespaces_allowed():
        return Identity(before_exec=_enter_namespace)
    nobody = pwd.getpwnam("nobody")
    return Identity(account={"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []})


def reachable_by_others(path: Path) -> bool:
    """Whether any account may pass through every folder down to this one."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (path, *path.parents))


def _enter_namespace() -> None:
    """Become uid 65534 inside a new user namespace; outside, files stay root's, so no rights need changing."""
    if _libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    for name, content in (("setgroups", "deny"), ("uid_map", f"{NOBODY} 0 1"), ("gid_map", f"{NOBODY} 0 1")):
        Path("/proc/self", name).write_text(content)


@functools.cache
def _namespaces_allowed() -> bool:
    if not LINUX:
        return False
    try:
        return subprocess.run(["/bin/true"], preexec_fn=_enter_namespace, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def command_line(pid: int) -> str:
    """The command line of a running process; empty when there is none."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return shown.stdout.strip()
