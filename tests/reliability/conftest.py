"""Workers, clocks, brokers and mail servers that can be killed, on the test's own database."""

from __future__ import annotations

import contextlib
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from devstack.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds; a process needs a few to start, more on a busy machine


def until(holds: Callable[[], Any], *, seconds: float = PATIENCE) -> Any:
    """What it returns, as soon as that is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.1)
    return pytest.fail("it did not happen in time")


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Postman)
        self.letters: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Postman(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as it takes to be given a mail."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("DATA"):
                self.say("354 go on")
                letter = []
                while (part := self.rfile.readline().decode()) not in {".\r\n", ""}:
                    letter.append(part)
                self.server.letters.append("".join(letter))
            self.say("221 bye" if word == "QUIT" else "250 good")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class House:
    """Everything that runs beside the pages. What is started is killed with everything it started."""

    def __init__(self, folder: Path, smtp_port: int) -> None:
        self.folder = folder
        self.smtp_port = smtp_port
        self.broker = Valkey(folder, durable=True)
        self.running: list[subprocess.Popen[bytes]] = []

    def environment(self) -> dict[str, str]:
        name = connection.settings_dict["NAME"]
        return os.environ | {
            "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=name),
            "REDIS_URL": self.broker.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "RELIABILITY_FOLDER": str(self.folder),
            "RELIABILITY_SMTP_PORT": str(self.smtp_port),
        }

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "tests.reliability.app", "--quiet", *command],
                cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO")

    def clock(self) -> subprocess.Popen[bytes]:
        schedule = self.folder / f"beat-{len(self.running)}"  # as after a restart that lost its notes
        return self._start("beat", "--schedule", str(schedule), "--pidfile=", "--loglevel", "INFO")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As the kernel does: nobody is asked, nothing is tidied up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def let_go(self) -> None:
        (self.folder / "go").touch()

    @property
    def is_working(self) -> bool:
        return (self.folder / "working").exists()

    def mailbox(self) -> Mailbox:
        return Mailbox(self.smtp_port)


@pytest.fixture
def house(transactional_db: None, tmp_path: Path) -> Iterator[House]:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as free:
        port = free.server_address[1]
    made = House(tmp_path, port)
    made.broker.start()
    yield made
    for process in made.running:
        made.kill(process)
    made.broker.stop()
