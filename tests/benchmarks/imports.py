"""A year of vouchers checked and posted (QLT-07), beside bare psycopg writing the same entries.

    python3 run.py bench imports [--form workbook]      or      .venv/bin/python -m tests.benchmarks.imports

Each side in the same run: the check (file read in a process of its own, rows understood, compared, judged) and the posting of
100,000 rows, as their jobs do it; the floor reads the same file with `csv` (a workbook with openpyxl), and writes as many rows and as
many ledger entries by COPY and nothing else, with the same constraints and indexes.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import resource
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
DEPARTMENTS, CATEGORIES = 20, ("差旅费", "办公费", "运输费")


def seed() -> Any:
    """Twenty departments with money for three categories, and somebody of finance."""
    from tests.factories import budgets as make
    from tests.factories import organization as cast

    make.open_year()
    tree = cast.tree()
    departments = [cast.department(tree.division, name_zh=f"车间{number}") for number in range(DEPARTMENTS)]
    for name in CATEGORIES:
        category = make.leaf_category(name_zh=name)
        for department in departments:
            make.appropriate(department, category, {1: "100000000.00"})
    return cast.member(tree.company, "finance", company_wide=True), [one.name_zh for one in departments]


def service(content: bytes, finance: Any, name: str) -> tuple[float, float, int, str]:
    """Seconds of the check and of the posting, the rows posted, and the ledger's own verdict."""
    from budgets.selectors import verification
    from core import jobs
    from expenses.models import ExpenseImport
    from expenses.services import imports
    from tests.factories.organization import actor_of

    actor = actor_of(finance)
    found = imports.upload(source="用友 U8", file_name=name, content=content, actor=actor, at=AT)
    began = time.perf_counter()
    jobs.run_all_waiting()
    checked = time.perf_counter() - began
    found = ExpenseImport.objects.get(pk=found.pk)
    imports.begin_posting(import_id=found.pk, leave_out_bad=True, actor=actor, at=AT)
    began = time.perf_counter()
    jobs.run_all_waiting()
    posted = time.perf_counter() - began
    found = ExpenseImport.objects.get(pk=found.pk)
    report = verification.verify()
    return checked, posted, found.counts.get("POSTED", 0), f"{len(report.differences)} differences"


def rows_of(content: bytes, form: str) -> list[Any]:
    """The file's rows, read in the plainest way."""
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("gb18030"))))
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return list(book["凭证"].iter_rows(values_only=True))


ROW = {
    "document_id": 1, "source_id": 1, "state": "GOOD", "entry": "1", "expense_date": "2026-03-05", "summary": "摘要",
    "subject": "660201", "department_text": "车间", "supplier": "", "invoice_number": "", "invoice_key": "",
    "amount": Decimal("1.00"), "tax_amount": Decimal(0), "category_id": 1, "department_id": 1, "period_id": 1,
    "problems": "[]", "cells": "[]", "action": "",
}  # fmt: skip
ENTRY = {
    "year": 2026, "fiscal_year_id": 1, "period_id": 1, "month": 3, "department_id": 1, "category_id": 1,
    "kind": "ACTUAL", "amount": Decimal("1.00"), "source_kind": "expense_import", "source_id": 1, "occasion": "post",
    "source_label": "IMP-2026-0001", "reason": "", "posted_at": AT, "previous_hash": "0" * 64, "hash": "0" * 64,
}  # fmt: skip


def floor(content: bytes, form: str) -> float:
    """Seconds for reading the file and copying its rows and as many entries into tables like the service's."""
    import psycopg

    began = time.perf_counter()
    rows = rows_of(content, form)
    with psycopg.connect(os.environ["DATABASE_URL"]) as session:
        session.execute("CREATE TEMP TABLE r (LIKE expenses_importrow INCLUDING ALL)")
        session.execute("CREATE TEMP TABLE e (LIKE budgets_ledgerentry INCLUDING ALL)")
        with session.cursor() as cursor:
            with cursor.copy(f"COPY r ({', '.join([*ROW, 'number', 'key', 'voucher'])}) FROM STDIN") as copy:
                for number, row in enumerate(rows, start=1):
                    copy.write_row((*ROW.values(), number, f"{number:040}", ([*row[1:2], ""][0] or "")[:40]))
            with cursor.copy(f"COPY e ({', '.join([*ENTRY, 'key_id', 'sequence', 'source_line'])}) FROM STDIN") as copy:
                for number in range(len(rows)):
                    copy.write_row((*ENTRY.values(), number % 60, number, number))
        session.rollback()
    return time.perf_counter() - began


def main() -> None:
    """Run both sides in turn and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--form", choices=("csv", "workbook"), default="csv")
    given = parser.parse_args()
    ground.say(f"{ground.machine()}; fsync on, synchronous_commit on")
    with ground.durable_services():
        from tests.factories import vouchers

        finance, departments = seed()
        rows, _truth = vouchers.yonyou_rows(given.rows, departments=tuple(departments))
        content = vouchers.as_csv(rows) if given.form == "csv" else vouchers.as_workbook(rows)
        before = floor(content, given.form)
        name = "凭证.csv" if given.form == "csv" else "凭证.xlsx"
        checked, posted, count, verdict = service(content, finance, name)
        after = floor(content, given.form)
        bare = min(before, after)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        ground.say(
            "| rows | check s | post s | rows /s checked and posted | floor s | times the floor | ledger | most memory MB |"
        )
        ground.say("| --- | --- | --- | --- | --- | --- | --- | --- |")
        ground.say(
            f"| {count:,} | {checked:.1f} | {posted:.1f} | **{count / (checked + posted):,.0f}** | {bare:.1f} |"
            f" {(checked + posted) / bare:.1f} | {verdict} | {memory} |"
        )


if __name__ == "__main__":
    main()
