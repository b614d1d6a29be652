"""Back-up and restore of a data folder, or of the installation the environment names.

  python3 run.py backup FILE_OR_FOLDER [--data FOLDER]
  python3 run.py restore FILE [--data FOLDER] [--force]

With DATABASE_URL set and no --data, settings and services are those of the environment, as for the web server.
Otherwise the data of a demo is meant (.local/demo, or --data): backed up while it runs, restored while it does not.
"""

import argparse
import contextlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

from devstack.demo import environment_for, keys_of
from devstack.services import FolderInUse, addresses_of, backing_services, folder_lock

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / ".local/demo"


def backup(folder: Path, arguments: list[str]) -> int:
    """Back up a data folder, whether or not an application runs on it; the exit code."""
    if not keys_of(folder):
        return refuse(f"There is no data in {folder}.")
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(folder_lock(folder))
        except FolderInUse:
            addresses = addresses_of(folder)
            if not addresses:
                return refuse(f"{folder} is in use by a process that is starting or stopping. Try again soon.")
        else:
            addresses = stack.enter_context(backing_services(folder, durable=True))
        return manage(folder, addresses, "backup", *arguments)


def restore(folder: Path, arguments: list[str]) -> int:
    """Restore into a data folder on which nothing runs; the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with folder_lock(folder), backing_services(folder, durable=True) as addresses:
            return manage(folder, addresses, "restore", *arguments, "--secret-file", str(folder / "secret-key"))
    except FolderInUse:
        return refuse(f"The application runs on {folder}. End it first, or restore into another folder: --data FOLDER")


def manage(folder: Path, addresses: dict[str, str], *command: str) -> int:
    """Run one of Django's commands as the demo of this folder would."""
    keys = keys_of(folder) or [secrets.token_urlsafe(64)]  # for the restore alone, which brings the folder's own
    environment = environment_for(folder, keys, host="127.0.0.1", address="http://127.0.0.1:8000/")
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env={**os.environ, **environment, **addresses, "DATABASE_POOL_SIZE": "0"},
        check=False,
    ).returncode


def refuse(why: str) -> int:
    """Say why not."""
    sys.stderr.write(f"{why}\n")
    return 1


def main() -> int:
    """Read the arguments and run. Paths are those of the folder the person is in."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=["backup", "restore"])
    parser.add_argument("target", type=Path, help="the file of the back-up; for `backup` also a folder")
    parser.add_argument("--data", type=Path, help="folder of the data (.local/demo)")
    parser.add_argument("--called-from", type=Path, default=Path.cwd(), help=argparse.SUPPRESS)
    given, others = parser.parse_known_args()
    arguments = [str(given.called_from / given.target), *others]
    if given.data is None and os.environ.get("DATABASE_URL"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
        return subprocess.run([sys.executable, ROOT / "manage.py", given.command, *arguments], check=False).returncode
    folder = (given.called_from / (given.data or DEMO)).resolve()
    return (backup if given.command == "backup" else restore)(folder, arguments)


if __name__ == "__main__":
    sys.exit(main())
