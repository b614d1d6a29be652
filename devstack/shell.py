"""Run one command with PostgreSQL and Valkey up: `python -m devstack.shell [--data FOLDER] -- COMMAND …`.

Data stays in the folder. When a demo already holds the folder, the command talks to the demo's services.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from devstack.services import FolderInUse, addresses_of, backing_services, folder_lock

ROOT = Path(__file__).resolve().parent.parent


def run(command: list[str], *, folder: Path) -> int:
    """Run the command; return its exit code."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(folder_lock(folder))
        except FolderInUse:
            addresses = addresses_of(folder)
            if not addresses:
                sys.stderr.write(
                    f"{folder} is in use by another process that is starting or stopping. Try again soon.\n"
                )
                return 1
        else:
            addresses = stack.enter_context(backing_services(folder, durable=True))
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command as well, which decides
        environment = {"MEDIA_ROOT": str(folder.resolve() / "media"), **os.environ, **addresses}
        return subprocess.run(command, env=environment, check=False, preexec_fn=_restore_interrupt).returncode


def _restore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m devstack.shell", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / ".local/dev", help="folder of the data (.local/dev)")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    command = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not command:
        parser.error("which command?")
    return run(command, folder=given.data)


if __name__ == "__main__":
    sys.exit(main())
