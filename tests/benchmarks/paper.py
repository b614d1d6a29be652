"""The standard report of twenty pages with charts: how much longer the whole takes than WeasyPrint alone (QLT-10), and
what a workbook of 100,000 rows takes of memory (QLT-06, RPT-41).

    python3 run.py bench paper

The floor is WeasyPrint drawing the same HTML in a process that has it loaded; both take turns, in one run.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.benchmarks.ground import setup

ROUNDS = 5
ROWS = 100_000
MONTHS = [f"{month} 月" for month in range(1, 13)]


def content() -> Any:
    """Twenty pages: seven chapters, five charts, tables of 480 rows, invented and always the same."""
    from reports.papers.content import Chapter, Chart, Column, Content, Facts, Prose, Row, Series, Table

    columns = [
        Column("费用类别", width=26),
        *(Column(name, "money", 16) for name in ("全年预算", "应到预算", "预算执行", "差异")),
    ]
    sections: list[Any] = []
    for number in range(7):
        sections.append(Chapter(f"第 {number + 1} 章", f"c{number}"))
        sections.append(Facts([("部门", "售后服务部")], lead=[("预算额", Decimal("18668000.00"))]))
        sections.append(Prose(findings=[("unf", "售后服务部 · 备件及更换：比计划超 220,189.27（15.6%）。")] * 4))
        if number < 5:
            actual = [Decimal(3_000_000 + 120_000 * ((month * 7) % 11)) for month in range(12)]
            series = [Series("预算执行", actual), Series("预算", [Decimal(3_500_000)] * 12, "step")]
            sections.append(Chart(title="各月支出", labels=MONTHS, series=series, says="各月"))
        rows = [Row((f"备件及更换 {row}", *[Decimal(f"{row * 1234}.56")] * 4)) for row in range(68)]
        sections.append(Table(columns=columns, rows=rows, title="明细"))
    state = datetime(2026, 9, 30, tzinfo=UTC)
    return Content(title="预算执行报告", sections=sections, has_cover=True, state_of=state)


def whole(made: Any) -> tuple[float, int]:
    """Seconds from content to the file, as a job does it; and the pages."""
    from core import press
    from reports.papers import page

    began = time.perf_counter()
    with press.drawn(page.page(made)) as result:
        return time.perf_counter() - began, result.pages


BARE = """
import sys, time
from weasyprint import HTML
html = open(sys.argv[1], encoding="utf-8").read()
HTML(string="<p>1").write_pdf()
for line in sys.stdin:
    began = time.perf_counter()
    HTML(string=html, base_url=sys.argv[2]).write_pdf(sys.argv[3])
    print(time.perf_counter() - began, flush=True)
"""


def pdf(folder: Path) -> None:
    """Print the seconds of both and their ratio."""
    from django.conf import settings

    from core import press
    from reports.papers import page

    made = content()
    (folder / "page.html").write_text(page.page(made), encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        BARE,
        str(folder / "page.html"),
        f"{settings.PAPER_FOLDER.as_uri()}/",
        str(folder / "x.pdf"),
    ]
    environment = {**os.environ, **press.environment()}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as bare:
        assert bare.stdin is not None and bare.stdout is not None  # noqa: PT018
        ours, floor, pages = [], [], 0
        for _ in range(ROUNDS):
            bare.stdin.write("\n")
            bare.stdin.flush()
            floor.append(float(bare.stdout.readline()))
            seconds, pages = whole(made)
            ours.append(seconds)
        bare.stdin.close()
    mine, least = statistics.median(ours), statistics.median(floor)
    say(
        f"{pages} pages, five charts, median of {ROUNDS}: {mine:.2f} s; WeasyPrint alone {least:.2f} s; ratio {mine / least:.2f} (≤ 1.3)"
    )


def rows() -> Iterator[Any]:
    """A hundred thousand rows of twelve cells."""
    from reports.papers.content import Row

    amount = Decimal("1234.56")
    for number in range(ROWS):
        yield Row((f"备件及更换 {number}", "售后服务部", *[amount] * 10))


def workbook(folder: Path) -> None:
    """Print seconds, ratio to bare XlsxWriter, and the most memory this process had."""
    import xlsxwriter

    from reports.papers import sheets
    from reports.papers.content import Column, Content, Table

    before = memory()
    began = time.perf_counter()
    with xlsxwriter.Workbook(str(folder / "bare.xlsx"), {"constant_memory": True}) as book:
        sheet, money = book.add_worksheet(), book.add_format({"num_format": "#,##0.00"})
        for place, row in enumerate(rows()):
            for column, value in enumerate(row.cells):
                if column < 2:
                    sheet.write_string(place, column, value)
                else:
                    sheet.write_number(place, column, float(value), money)
    least = time.perf_counter() - began
    columns = [Column("a", width=20), Column("b"), *(Column(str(n), "money") for n in range(10))]
    began = time.perf_counter()
    table = Table(columns=columns, rows=rows(), count=ROWS)
    sheets.workbook(Content(title="t", sections=[table]), folder / "ours.xlsx")
    mine = time.perf_counter() - began
    say(
        f"{ROWS:,} rows × 12: {mine:.1f} s; bare XlsxWriter {least:.1f} s; ratio {mine / least:.2f} (≤ 1.3); "
        f"memory {before:.0f} → {memory():.0f} MB (≤ 200)"
    )


def memory() -> float:
    """The most this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure both."""
    os.environ.setdefault("DATABASE_URL", "postgresql://none/none")
    os.environ.setdefault("REDIS_URL", "redis://none/0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    setup()
    with tempfile.TemporaryDirectory(prefix="shouhou-bench-") as folder:
        workbook(Path(folder))
        pdf(Path(folder))


if __name__ == "__main__":
    main()
