"""The whole application with made-up data on this computer: `python3 run.py demo [--port 8000] [--data FOLDER]`."""

import argparse
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from devstack.services import FolderInUse, backing_services, folder_lock
from devstack.supervisor import Program, ProgramFailed, Stopped, stop_on_signals, watch

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 120
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only where the person asks for it


class DemoError(Exception):
    """The demo cannot run; the text says why and what to do."""


def say(text: str) -> None:
    """Tell the person what is going on."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def require_free_port(host: str, port: int) -> None:
    """Raises DemoError when another program listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise DemoError(f"Port {port} is taken. Choose another: python3 run.py demo --port {port + 1}") from None


def keys_of(folder: Path) -> list[str]:
    """The signing key of a data folder and the former ones, one a line; none where there is no such folder yet."""
    path = folder / "secret-key"
    return path.read_text().split() if path.exists() else []


def made_keys_of(folder: Path) -> list[str]:
    """The same, made once, so that sessions outlive a restart."""
    if not keys_of(folder):
        path = folder / "secret-key"
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return keys_of(folder)


def environment_for(folder: Path, keys: list[str], *, host: str, address: str) -> dict[str, str]:
    """What the demo's settings read from the environment, the services' addresses apart."""
    this_computer = "127.0.0.1,localhost,[::1]"
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": ",".join(keys[1:]),
        "ALLOWED_HOSTS": "*" if host == EVERYWHERE else f"{this_computer},{host}",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "EMAIL_FILE_PATH": str(folder / "mail"),
        "PUBLIC_URL": address,
        "DEMO_LOGINS_FILE": str(folder / "logins.json"),
        "PYTHONUNBUFFERED": "1",
    }


class Preparation:
    """What happens before the programs start, by Django's own commands."""

    def __init__(self, folder: Path, environment: dict[str, str], *, empty: bool) -> None:
        self.folder = folder
        self.environment = environment
        self.empty = empty
        self.log = folder / "logs" / "prepare.log"

    def run(self) -> None:
        """Bring the database up to date, collect static files, fill in the made-up data. Raises DemoError."""
        self._manage("migrate", "--no-input", what="Bringing the database up to date")
        self._collect_static()
        if not self.empty:
            self._manage("seed_demo", what="Filling in the made-up data (skipped when it is there)")

    def _collect_static(self) -> None:
        """Compressing takes seconds, so it is done only when a file has changed."""
        digest = hashlib.sha256()
        makers = (ROOT / "requirements.txt", ROOT / "config/static.py")
        for path in sorted([*makers, *(path for path in (ROOT / "static").rglob("*") if path.is_file())]):
            stat = path.stat()
            digest.update(f"{path.relative_to(ROOT)}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
        marker = self.folder / "static-made-from"
        if marker.exists() and marker.read_text() == digest.hexdigest():
            return
        unused = ("--ignore", "axe-core", "--ignore", "icons.txt")  # for tests and for set-up
        self._manage("collectstatic", "--no-input", "--clear", *unused, what="Compressing styles and scripts")
        marker.write_text(digest.hexdigest())

    def _manage(self, *command: str, what: str) -> None:
        """Run a Django command; its words go to the log, the latest line of them is shown on a terminal."""
        say(f"• {what} …")
        with (
            self.log.open("ab") as log,
            subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env={**os.environ, **self.environment, "PYTHONUNBUFFERED": "1"},  # lines come as they are said
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            try:
                for line in process.stdout or ():
                    log.write(line)
                    show_progress(line.decode(errors="replace").strip())
            except BaseException:  # the person ended the demo: so does the command
                process.terminate()
                raise
        show_progress("")
        if process.returncode:
            words = "\n".join(self.log.read_text(errors="replace").splitlines()[-25:])
            raise DemoError(f"{what} failed:\n{words}\nAll of it is in {self.log}")


def show_progress(text: str) -> None:
    """Show one line in place of the last one; only on a terminal."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 4
        sys.stdout.write(f"\r\x1b[K{'  ' + text[:width] if text else ''}")
        sys.stdout.flush()


def programs(folder: Path, environment: dict[str, str], *, host: str, port: int) -> list[Program]:
    """Web server, worker and clock, in the order they start; they end the other way round."""
    logs = folder / "logs"
    web = ["gunicorn", "--config", "python:config.gunicorn", "--bind", f"{host}:{port}"]
    celery = ["celery", "--app", "config", "--quiet"]
    worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    beat = [*celery, "beat", "--schedule", str(folder / "beat-schedule"), "--pidfile=", "--loglevel", "INFO"]
    jobs = environment | {"DATABASE_POOL_SIZE": "0"}
    modules = [("web", web, environment), ("worker", worker, jobs), ("beat", beat, jobs)]
    return [
        Program(name=name, command=[sys.executable, "-m", *command], environment=given, log=logs / f"{name}.log")
        for name, command, given in modules
    ]


def wait_until_ready(address: str, web: Program) -> None:
    """Wait for the application to answer that all it needs is there. Raises DemoError."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not web.has_ended():
        try:
            with urllib.request.urlopen(f"{address}readyz", timeout=5):  # noqa: S310 - our own address
                return
        except OSError:  # refused while it starts, 503 while a service is missing
            time.sleep(0.1)
    raise DemoError(f"The web server did not answer:\n{web.last_words()}")


def welcome(folder: Path, address: str) -> str:
    """What the person needs to know: where, as whom, and how it ends."""
    lines = ["", f"Ready: {address}", ""]
    logins = folder / "logins.json"
    if logins.exists():
        known = json.loads(logins.read_text())
        lines.append(f"Log-ins (the password of all is {known['password']}):")
        width = max((len(person["username"]) for person in known["people"]), default=0)
        lines += [f"  {person['username']:<{width}}  {person['name']}, {person['role']}" for person in known["people"]]
        lines.append("")
    shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    lines += [f"Data and logs: {shown}/ and {shown}/logs/", "Ctrl-C ends everything; the data stays.", ""]
    return "\n".join(lines)


def run(folder: Path, *, host: str, port: int, empty: bool) -> None:
    """Run the demo until somebody ends it. Raises DemoError, ProgramFailed, Stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("logs", "media", "mail"):
        (folder / name).mkdir(exist_ok=True)
    require_free_port(host, port)
    address = f"http://{'127.0.0.1' if host == EVERYWHERE else host}:{port}/"
    with contextlib.ExitStack() as stack:
        say("• Starting PostgreSQL and Valkey …")
        addresses = stack.enter_context(backing_services(folder, durable=True))
        environment = environment_for(folder, made_keys_of(folder), host=host, address=address) | addresses
        Preparation(folder, environment, empty=empty).run()
        running = programs(folder, environment, host=host, port=port)
        say("• Starting web server, worker and clock …")
        for program in running:
            stack.callback(program.stop)  # the stack unwinds beat, worker, web, then the services
            program.start()
        wait_until_ready(address, running[0])
        say(welcome(folder, address))
        watch(running)


def main() -> int:
    """Read the arguments, run, end in order."""
    parser = argparse.ArgumentParser(prog="run.py demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets other computers in; the log-ins are public")
    parser.add_argument("--data", type=Path, default=ROOT / ".local/demo", help="folder of the data (.local/demo)")
    parser.add_argument("--empty", action="store_true", help="without the made-up data")
    given = parser.parse_args()
    folder = given.data.resolve()
    stop_on_signals()
    try:
        with folder_lock(folder):
            run(folder, host=given.host, port=given.port, empty=given.empty)
    except FolderInUse:
        say(f"A demo already runs on {folder}. End it first, or choose another folder: --data .local/other")
        return 1
    except (DemoError, ProgramFailed) as error:
        say(f"\n{error}")
        return 1
    except Stopped:
        say("Ended; the data stays.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
