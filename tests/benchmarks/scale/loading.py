"""Rows by COPY into many tables side by side, with triggers and keys resting meanwhile, and indexes made afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from core.copying import copy_rows

AT_ONCE = 4_000
_DOCUMENT = "id, number, version, created_by_id, created_at, submitted_at"
COLUMNS: dict[str, str] = {
    "budgets_ledgerentry": (
        "year, key_id, sequence, fiscal_year_id, period_id, month, department_id, category_id, project_id, kind, amount,"
        " source_kind, source_id, source_line, occasion, source_label, reason, posted_by_id, posted_at, previous_hash, hash"
    ),
    "expenses_claim": (
        f"{_DOCUMENT}, claim_kind, department_id, state, title, purpose, currency, rate, rate_source, total, base_total,"
        " is_above_request, outcome, posted_at"
    ),
    "expenses_claimline": (
        "id, claim_id, category_id, description, expense_date, amount, tax_rate, base_amount, supplier, invoice_code,"
        " invoice_number, invoice_code_key, invoice_number_key, cut_reason, held, from_request, away_amount,"
        " reversed_amount, period_id, is_prior_period, position"
    ),
    "expenses_spendrequest": (
        f"{_DOCUMENT}, department_id, state, title, purpose, expected_date, end_date, single_use, supplier, currency,"
        " total, approved_total, outcome, closed_at"
    ),
    "expenses_spendrequestline": "id, request_id, category_id, description, amount, held, used, held_period_id, position",
    "expenses_payable": "id, claim_id, person_id, supplier, supplier_key, amount, paid, \"offset\", since",
    "expenses_payment": f"{_DOCUMENT}, state, total, pay_date, account, reference, paid_by_id",
    "expenses_paymentline": "payment_id, payable_id, amount, holder, account_number, bank",
    "expenses_expenseimport": (
        f"{_DOCUMENT}, state, source_id, file, file_name, size, sha256, reading, counts, amounts, problem, beyond,"
        " posted_at, posted_total"
    ),
    "approvals_case": (
        "id, subject_kind, subject_id, round, route_id, state, department_id, author_id, number, title, amount,"
        " currency, facts, fingerprint, document_version, started_at, ended_at, chain_length, chain_head"
    ),
    "approvals_step": (
        "id, case_id, number, position, code, name_zh, name_en, mode, state, who, note, added, reason, days_allowed,"
        " reviews, started_at, ended_at"
    ),
    "approvals_task": (
        "id, step_id, case_id, person_id, position, state, origin, reason, question, due_date, waiting_since, ended_at"
    ),
    "approvals_decision": (
        "case_id, step_id, task_id, decided_by_id, verdict, reason, decided_at, document_version, sequence,"
        " previous_hash, hash"
    ),
    "core_auditevent": (
        "subject_kind, subject_id, code, actor_id, actor_name, on_behalf_of_name, subject_label, before, after, reason,"
        " facts, request_id, at"
    ),
    "core_notification": "person_id, subject_kind, subject_id, code, facts, subject_label, key, at, read_at",
    "core_searchentry": "subject_kind, subject_id, number, title, text, terms, at",
}  # fmt: skip
"""The tables that are filled, with the columns of a row."""


class Tables:
    """Rows on their way into the tables; written when enough have come together."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Sequence[Any]]] = {table: [] for table in COLUMNS}
        self.written = dict.fromkeys(COLUMNS, 0)

    def add(self, table: str, *row: Any) -> None:
        """A row, in the order of `COLUMNS`."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= AT_ONCE:
            self._write(table)

    def flush(self) -> None:
        """Write what is left."""
        for table in COLUMNS:
            self._write(table)

    def _write(self, table: str) -> None:
        if self._rows[table]:
            self.written[table] += copy_rows(table, COLUMNS[table].split(", "), self._rows[table])
            self._rows[table] = []


def rest_triggers() -> None:
    """No trigger and no foreign key speaks on this connection until its transaction ends; the filler makes what they
    would have made, and a test looks for rows that refer to nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


@contextlib.contextmanager
def indexes_afterwards() -> Iterator[None]:
    """Without the indexes that guard nothing while the tables are filled; made again in one go afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
                 JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                WHERE t.relname = ANY(%s) AND NOT i.indisunique""",
            [list(COLUMNS)],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '1GB'")
            for _name, definition in found:
                cursor.execute(definition.replace(" ON ONLY ", " ON "))


def mend_sequences() -> None:
    """Let the ids that come next follow the largest."""
    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
            )
