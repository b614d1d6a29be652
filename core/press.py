"""HTML to PDF, in a process of its own: what drawing takes of memory goes with it (QLT-12, RPT-41)."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)

LONGEST = 10 * 60.0
"""Seconds a drawing may take: less than the queue gives a task."""
LOOK_EVERY = 0.25
STEPS = 7

# Fonts carry the moment they were cut to what is used; the same page gives the same bytes (RPT-41).
ALWAYS = {"SOURCE_DATE_EPOCH": "1767225600", "PYTHONHASHSEED": "0"}


_is_there = False


class PressFailed(Exception):
    """The page could not be drawn; the text is for the log."""


class PressDied(PressFailed):
    """The process was ended by a signal, as when a library of fonts crashes: rarely twice."""


class PressStopped(Exception):
    """Whoever asked wants it no longer."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished PDF: its file, how many pages, and what is wrong with it, such as characters no font has."""

    file: Path
    pages: int
    problems: tuple[str, ...]


def is_there() -> bool:
    """Whether this machine can draw at all. Asked again until it can, so that installing Pango is all it takes."""
    global _is_there  # noqa: PLW0603 - what is installed stays
    if not _is_there:
        command = [sys.executable, "-m", "core.press_process", "--probe"]
        found = subprocess.run(command, cwd=settings.BASE_DIR, env=environment(), capture_output=True, check=False)
        _is_there = found.returncode == 0
    return _is_there


@contextmanager
def drawn(
    html: str,
    *,
    told: Callable[[int, int], None] = lambda _step, _pages: None,
    wanted: Callable[[], bool] = lambda: True,
) -> Iterator[Drawn]:
    """The PDF of a page for as long as the block runs. Addresses in it are relative to the folder of style sheets.

    `told` hears of each step (1 to STEPS) and page; `wanted` is asked now and then. Raises PressStopped as soon as it
    says no, PressFailed for a page that cannot be drawn or takes longer than LONGEST.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        target = Path(folder) / "page.pdf"
        try:
            pages, problems = _draw(html, target, told, wanted)
        except PressDied as died:
            log.warning("PDF: %s; drawn once more", died)
            pages, problems = _draw(html, target, told, wanted)
        for problem in problems:
            log.warning("PDF: %s", problem)
        yield Drawn(file=target, pages=pages, problems=problems)


def _draw(
    html: str, target: Path, told: Callable[[int, int], None], wanted: Callable[[], bool]
) -> tuple[int, tuple[str, ...]]:
    pages = 0
    with subprocess.Popen(
        _command(target),
        cwd=settings.BASE_DIR,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            heard = _Listener(process, html.encode())
            until = time.monotonic() + LONGEST
            while process.poll() is None:
                if not wanted():
                    raise PressStopped
                if time.monotonic() > until:
                    raise PressFailed(f"not drawn within {LONGEST:.0f} seconds")
                told(heard.step, heard.pages)
                heard.ended.wait(LOOK_EVERY)
            heard.join()
            pages = heard.pages
        finally:
            if process.poll() is None:
                process.kill()
    problems = tuple(line for line in heard.problems.decode(errors="replace").splitlines() if line.strip())
    if process.returncode < 0:
        raise PressDied(f"ended by signal {-process.returncode}")
    if process.returncode or not target.exists():
        raise PressFailed("\n".join(problems[-20:]) or f"ended with {process.returncode}")
    return pages, problems


def _command(target: Path) -> list[str]:
    return [sys.executable, "-m", "core.press_process", str(settings.PAPER_FOLDER), str(target)]


class _Listener:
    """Feeds the process its page and hears what it says, each on a thread, so that no pipe fills up."""

    def __init__(self, process: subprocess.Popen[bytes], page: bytes) -> None:
        self.page = page
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise PressFailed("no pipes")
        self.stdin, self.stdout, self.stderr = process.stdin, process.stdout, process.stderr
        self.step = self.pages = 0
        self.problems = b""
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self._feed, self._hear, self._note)]
        for thread in self.threads:
            thread.start()

    def join(self) -> None:
        for thread in self.threads:
            thread.join(5)

    def _feed(self) -> None:
        try:
            self.stdin.write(self.page)
            self.stdin.close()
        except BrokenPipeError:  # it ended first; its exit code says so
            return

    def _hear(self) -> None:
        for line in self.stdout:
            try:
                said = json.loads(line)
            except ValueError:
                continue
            self.step, self.pages = said["step"], max(self.pages, said["pages"])
        self.ended.set()

    def _note(self) -> None:
        self.problems = self.stderr.read()


def environment() -> dict[str, str]:
    """What the process that draws needs to find libraries and fonts; none of the application's secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG", "VIRTUAL_ENV") if name in os.environ}
    libraries = os.pathsep.join(filter(None, [settings.PDF_LIBRARY_PATH, os.environ.get("LD_LIBRARY_PATH", "")]))
    names = ("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
    fonts = {"FONTCONFIG_FILE": str(Path(settings.PAPER_FOLDER) / "fonts.conf")}
    return {**kept, **ALWAYS, **fonts, **(dict.fromkeys(names, libraries) if libraries else {})}
