"""The process that draws one PDF and ends: `python -m core.press_process FOLDER TARGET`, HTML on the standard input.

`--probe` instead tells by its exit code whether the libraries it draws with are there.

It knows no Django, and imports the standard library alone. Its standard output tells how far it is, one
JSON object a line: `{"step": 5, "pages": 12}`; its standard error what is wrong with the page, such as a character no
font has.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import re
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

LIBRARIES = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")
_STEP = re.compile(r"Step (\d)(?:.*Page (\d+))?")


def can_load(name: str) -> bool:
    """Whether the machine has a shared library, under the name it has on Linux or on macOS."""
    for file in (f"{name}.so.0", f"{name}.0.dylib", f"/opt/homebrew/lib/{name}.0.dylib"):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return False


class _Steps(logging.Handler):
    """Tells of each step and each page laid out."""

    def emit(self, record: logging.LogRecord) -> None:
        found = _STEP.match(record.getMessage())
        if found:
            sys.stdout.write(json.dumps({"step": int(found[1]), "pages": int(found[2] or 0)}) + "\n")
            sys.stdout.flush()


def _end_with_parent() -> None:
    """A worker that is killed takes its press along: nobody would fetch what it draws."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main(folder: str, target: str) -> None:
    """Draw the page on the standard input, whose addresses are relative to `folder`, into `target`."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(_Steps())
    progress.propagate = False
    problems = logging.getLogger("weasyprint")
    problems.setLevel(logging.WARNING)
    problems.addHandler(logging.StreamHandler(sys.stderr))
    html = sys.stdin.buffer.read().decode("utf-8")

    from weasyprint import HTML  # after the environment named the fonts
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    home = Path(folder).resolve()

    class OnlyOurs(URLFetcher):  # type: ignore[misc]
        """Style sheets and pictures of this folder, pictures inside the page; nothing from a network or elsewhere."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            is_ours = parts.scheme == "file" and Path(unquote(parts.path)).resolve().is_relative_to(home)
            if parts.scheme != "data" and not is_ours:
                raise ValueError(f"not fetched: {url[:80]}")
            return super().fetch(url, headers)

    document = HTML(string=html, base_url=f"{home.as_uri()}/", url_fetcher=OnlyOurs())
    document.write_pdf(target)


if __name__ == "__main__":
    if sys.argv[1:] == ["--probe"]:
        sys.exit(0 if all(can_load(name) for name in LIBRARIES) else 1)
    main(sys.argv[1], sys.argv[2])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the file is whole; libraries of fonts crash now and then while an interpreter is taken down
