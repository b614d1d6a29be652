"""A few programs kept running side by side, restarted when they fall, ended in order."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from devstack.process import end_with_parent

STOP_SECONDS = 15
RESTARTS = 5


@dataclass
class Program:
    """One program: its command, what its environment adds, where its words go."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    restarts: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Run it, out of reach of the terminal's Ctrl-C: only the supervisor decides who ends when."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                preexec_fn=end_with_parent(signal.SIGTERM),
                start_new_session=True,
            )

    def has_ended(self) -> bool:
        """Whether it was started and is no longer running."""
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end; after a while make it. Its helpers share its process group and go with it."""
        if self.process is None or self.has_ended():
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class ProgramFailed(Exception):
    """A program fell too often to go on."""


class Stopped(Exception):
    """Somebody asked the supervisor to end (Ctrl-C or TERM)."""


def stop_on_signals() -> None:
    """Turn the first Ctrl-C, TERM or hang-up into Stopped; later ones are ignored while things end in order."""

    def stop(_signal: int, _frame: object) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, signal.SIG_IGN)
        raise Stopped

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, stop)


def watch(programs: list[Program]) -> None:
    """Keep them running until Stopped is raised. Raises ProgramFailed when one falls again and again."""
    while True:
        for program in programs:
            if program.has_ended():
                if program.restarts >= RESTARTS:
                    raise ProgramFailed(f"{program.name} keeps falling:\n{program.last_words()}")
                program.restarts += 1
                sys.stderr.write(f"{program.name} ended and is started again; see {program.log}\n")
                program.start()
        time.sleep(1)
