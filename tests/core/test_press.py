"""The press: a process of its own, one font for both scripts, the same page the same bytes (QLT-12, RPT-44)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings

from core import press

WORDS = "售后服务费用报销单 赜谖①≥ 贰仟肆佰肆拾捌元叁角捌分 Voucher −1,234.50 “引号”…"


def page(body: str, style: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><title>t</title><style>{style}'
        f'html {{ font-family: "Noto Sans SC" }}</style><body>{body}'
    )


@pytest.mark.rule("RPT-44")
def test_chinese_text_is_drawn_with_an_embedded_font_and_can_be_copied_out():
    with press.drawn(page(f"<p>{WORDS}</p><p><b>合计</b></p>")) as result:
        reader = pypdf.PdfReader(result.file)
        text = reader.pages[0].extract_text()
        fonts = embedded_fonts(reader)

    assert result.problems == ()
    assert WORDS.replace(" ", "") in text.replace(" ", "").replace("\n", "")
    assert fonts
    assert all(is_embedded and "NotoSansSC" in name.replace("-", "") for name, is_embedded in fonts.items())


@pytest.mark.rule("RPT-44")
def test_a_character_no_font_has_is_told():
    with press.drawn(page("<p>\U000f0000</p>")) as result:
        problems = result.problems

    assert any(".notdef" in problem for problem in problems)


@pytest.mark.rule("RPT-41")
def test_the_same_page_gives_the_same_bytes():
    html = page(f"<h1>{WORDS}</h1><table><tr><td>9,860.00</td></tr></table>")
    files = []
    for _ in range(2):
        with press.drawn(html) as result:
            files.append(result.file.read_bytes())

    assert files[0] == files[1]
    assert files[0].startswith(b"%PDF-")


def test_a_process_that_crashes_draws_once_more(monkeypatch):
    crash = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"]
    usual, begun = press._command, []

    def command(target):
        begun.append(target)
        return crash if len(begun) == 1 or always else usual(target)

    monkeypatch.setattr(press, "_command", command)
    always = False
    with press.drawn(page("<p>1</p>")) as result:
        assert result.pages == 1
    assert len(begun) == 2

    always = True
    with pytest.raises(press.PressFailed, match="signal 11"), press.drawn(page("<p>1</p>")):
        pass
    assert len(begun) == 4


@pytest.mark.rule("QLT-12")
def test_this_process_never_loads_what_draws():
    with press.drawn(page("<p>1</p>")) as result:
        assert result.pages == 1

    assert not [name for name in sys.modules if name.startswith(("weasyprint", "pydyf"))]


def test_nothing_is_fetched_from_elsewhere():
    body = '<img src="http://127.0.0.1:9/x.png"><img src="file:///etc/passwd"><p>还在</p>'
    with press.drawn(page(body)) as result:
        text = pypdf.PdfReader(result.file).pages[0].extract_text()
        problems = " ".join(result.problems)

    assert "还在" in text
    assert problems.count("not fetched") == 2


def test_it_stops_when_nobody_wants_it_any_more():
    began = time.monotonic()
    with (
        pytest.raises(press.PressStopped),
        press.drawn(page("<p>长</p>" * 200_000), wanted=lambda: time.monotonic() - began < 1),
    ):
        pass

    assert time.monotonic() - began < 10


def test_a_page_that_takes_too_long_fails(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(press, "LONGEST", 0.5)

    with pytest.raises(press.PressFailed, match="seconds"), press.drawn(page("<p>长</p>" * 200_000)):
        pass


def test_a_press_that_breaks_says_why(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(press.sys, "executable", "/bin/false")

    with pytest.raises(press.PressFailed), press.drawn(page("<p>1</p>")):
        pass


@pytest.mark.rule("QLT-30")
def test_it_ends_with_the_worker_that_was_killed(tmp_path: Any):
    held = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-m', 'core.press_process', {str(tmp_path)!r}, {str(tmp_path / 'x.pdf')!r}], "
        "stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\ntime.sleep(60)"
    )
    worker = subprocess.Popen([sys.executable, "-c", held], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    child = int(worker.stdout.readline())
    worker.send_signal(signal.SIGKILL)
    worker.wait()

    until = time.monotonic() + 15
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_alive(child)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def embedded_fonts(reader: pypdf.PdfReader) -> dict[str, bool]:
    """The fonts of a file: their names, and whether the file holds their shapes."""
    found: dict[str, bool] = {}
    for sheet in reader.pages:
        fonts: Any = sheet["/Resources"].get("/Font", {})
        for font in fonts.values():
            for reference in font.get_object().get("/DescendantFonts", [font]):
                below = reference.get_object()
                descriptor = below["/FontDescriptor"]
                shapes = {"/FontFile", "/FontFile2", "/FontFile3"}
                found[str(below["/BaseFont"])] = bool(shapes & set(descriptor.get_object()))
    return found
