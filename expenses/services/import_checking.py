"""The check of a whole file, as a job: read, understood, compared with what is there; nothing is posted (GEN-16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Sum

from budgets.choices import CategoryKind, FiscalYearState, PeriodState
from budgets.models import Category, Period
from budgets.selectors import imports as budget_words
from budgets.services import bulk
from core import documents, jobs, origins, progress
from core.actors import SYSTEM
from core.copying import copy_rows
from core.errors import DomainError
from core.sheets import files
from core.sheets.errors import FileRefused
from core.sheets.files import LongSheet
from core.sheets.headings import squeezed
from expenses import import_layout as layouts
from expenses import locks, rules
from expenses.choices import AmountsAre, ImportRowState, ImportState, ImportValueKind
from expenses.import_layout import Layout
from expenses.import_rows import Read, RowReader, names_in, words_of
from expenses.models import ExpenseImport, ImportRow, ImportValue
from expenses.services import import_comparing
from expenses.services.import_lines import ImportLines
from organization.choices import DepartmentStatus
from organization.models import Department

CHECK = "expenses.check_import"
FIRST_ROWS = 40
BATCH = 2_000
MOST_WORDS = 2_000
MOST_CELLS = 40
COLUMNS = (
    "document_id", "source_id", "number", "state", "key", "voucher", "entry", "expense_date", "summary", "subject",
    "department_text", "supplier", "supplier_key", "invoice_number", "invoice_key", "complaint", "amount", "tax_amount",
    "category_id", "department_id", "period_id", "problems", "cells", "action",
)  # fmt: skip


@jobs.handler(CHECK)
def check(*, import_id: int, at: datetime) -> None:
    """Read and check a file; safe to run late or twice: only an import that waits for its check is checked."""
    try:
        found = locks.lock_import(import_id, wait=True)
    except ExpenseImport.DoesNotExist:
        return
    if found.state != ImportState.CHECKING:
        return
    try:
        with transaction.atomic():
            facts = _check(found, at=at)
    except FileRefused as refused:
        found = locks.lock_import(import_id, wait=True)
        found.problem = {"code": refused.code, "kind": refused.params.get("kind", "broken")}
        documents.perform(found, "refuse", actor=SYSTEM, at=at)
    except progress.Stopped:
        found = locks.lock_import(import_id, wait=True)
        move = "checked" if found.counts else "discard"
        documents.perform(found, move, actor=SYSTEM, at=at)
    else:
        documents.perform(found, "checked", actor=SYSTEM, at=at, facts=facts)
    progress.over(subject(import_id))


def subject(import_id: int) -> str:
    """Under which name the progress of an import is told."""
    return f"{ExpenseImport.kind}:{import_id}"


def _check(found: ExpenseImport, *, at: datetime) -> dict[str, Any]:
    """Everything the check does; the facts of its event."""
    progress.watched(subject(found.pk), step="read", total=0)(0)
    ImportRow.objects.filter(document=found).delete()
    with found.file.open("rb") as file:
        content = file.read()
    with files.opened(content, sheet=found.reading.get("sheet", "")) as sheet:
        _read(found, sheet)
    import_comparing.compare(found)
    found.problem = {}
    _judge(found, at=at)
    count(found)
    return {"rows": sum(found.counts.values()), "bad": found.counts.get(ImportRowState.BAD, 0)}


def _read(found: ExpenseImport, sheet: LongSheet) -> None:
    first = list(islice(sheet.rows, FIRST_ROWS))
    if not any(any(row) for row in first) and sheet.count <= FIRST_ROWS:
        raise files.refused("nothing", files.LONG)
    layout = _layout(found, first)
    reading = RowReader(layout, amounts_are=found.reading.get("amounts_are", AmountsAre.GROSS))
    meanings = Meanings(found.source_id)
    watch = progress.watched(subject(found.pk), step="read", total=sheet.count)
    numbered = enumerate(_chain(first, sheet.rows), start=1)
    after_heading = ((number, row) for number, row in numbered if number > layout.header_row)
    rows = (row for number, cells in after_heading if (row := reading.read(number, cells)) is not None)
    done = 0
    while batch := list(islice(rows, BATCH)):
        done = batch[-1].number
        for row in batch:
            meanings.complaint(row.complaint)  # asked here: while rows are copied the connection answers nothing else
        copy_rows("expenses_importrow", COLUMNS, (_columns(found, row, meanings) for row in batch))
        watch(done)
    found.reading |= {
        "sheet": sheet.name,
        "sheets": list(sheet.sheets),
        "header_row": layout.header_row,
        "columns": {str(column): role for column, role in layout.columns.items()},
        "first": [[text[:60] for text in row[:MOST_CELLS]] for row in first[: max(layout.header_row + 8, 12)]],
        "subjects": words_of(meanings.subjects_seen, MOST_WORDS),
        "departments": words_of(meanings.departments_seen, MOST_WORDS),
    }


def _layout(found: ExpenseImport, first: list[list[str]]) -> Layout:
    told = found.reading.get("columns")
    if not told:
        return layouts.guess(first, found.source.columns)
    header = min(int(found.reading.get("header_row", 0)), max(len(first) - 1, 0))
    return Layout(header, {int(column): role for column, role in told.items()})


def _chain(first: Iterable[list[str]], rest: Iterable[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from rest


class Meaning(NamedTuple):
    """What a word of the source is here: an id, or nothing of ours; neither where nobody said."""

    id: int | None = None
    is_left_out: bool = False


class Meanings:
    """What a source's accounts, departments and days are here, each looked up once."""

    def __init__(self, source_id: int) -> None:
        values = ImportValue.objects.filter(source=source_id)
        self._told = {
            (value.kind, value.key): Meaning(value.category_id or value.department_id, value.is_left_out)
            for value in values
        }
        groups = set(Category.objects.exclude(parent=None).values_list("parent_id", flat=True))
        usable = Category.objects.filter(retired_at__isnull=True, kind=CategoryKind.COST).exclude(pk__in=groups)
        self._usable = set(usable.values_list("pk", flat=True))
        self._names = budget_words.names()
        self._departments = _departments()
        self._subjects: dict[str, Meaning] = {}
        self._where: dict[str, Meaning] = {}
        self.subjects_seen: dict[str, tuple[str, int]] = {}
        self.departments_seen: dict[str, tuple[str, int]] = {}
        self._periods = list(Period.objects.select_related("fiscal_year"))
        self._days: dict[date, Period | None] = {}
        self._complaints: dict[str, str | None] = {}

    def complaint(self, text: str) -> str | None:
        """The number of the complaint a row names (CMP-08), as its document has it; None where there is no such one."""
        if text not in self._complaints:
            try:
                self._complaints[text] = origins.named(origins.COMPLAINT, text)
            except origins.OriginUnknown:
                self._complaints[text] = None
        return self._complaints[text]

    def subject(self, key: str, text: str) -> Meaning:
        """The category of an account."""
        if key not in self._subjects:
            self._subjects[key] = self._told.get((ImportValueKind.SUBJECT, key)) or self._by_name(text)
        self._count(self.subjects_seen, key, text)
        return self._subjects[key]

    def _by_name(self, text: str) -> Meaning:
        for name in names_in(text):
            category = self._names.find(name=name)
            if category is not None and category.id in self._usable:
                return Meaning(category.id)
        return Meaning()

    def department(self, key: str, text: str) -> Meaning:
        """The department of a department's name or cost centre; blank is a word of its own."""
        self._count(self.departments_seen, key, text)
        if key not in self._where:
            told = self._told.get((ImportValueKind.DEPARTMENT, key))
            known = (self._departments.get(squeezed(name)) for name in names_in(text))
            self._where[key] = told or next((Meaning(found) for found in known if found is not None), Meaning())
        return self._where[key]

    def period(self, day: date) -> Period | None:
        """The month of a day."""
        if day not in self._days:
            self._days[day] = next((period for period in self._periods if period.contains(day)), None)
        return self._days[day]

    def is_usable(self, category_id: int) -> bool:
        """Whether a category takes expenses: a cost, a leaf, not retired."""
        return category_id in self._usable

    @staticmethod
    def _count(seen: dict[str, tuple[str, int]], key: str, text: str) -> None:
        known = seen.get(key)
        seen[key] = (known[0] if known else text, (known[1] if known else 0) + 1)


def _departments() -> dict[str, int]:
    """Departments by code and by names that only one of them bears."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for row in Department.objects.filter(status=DepartmentStatus.ACTIVE):
        for name in {squeezed(text) for text in (row.code, row.name_zh, row.name_en) if text}:
            if found.setdefault(name, row.pk) != row.pk:
                twice.add(name)
    return {name: pk for name, pk in found.items() if name not in twice}


def _columns(found: ExpenseImport, row: Read, meanings: Meanings) -> tuple[Any, ...]:
    """A row as it is written."""
    category = department = period = None
    if not row.skipped:
        meaning = meanings.subject(row.subject_key, row.subject) if row.subject else Meaning()
        if meaning.is_left_out:
            row.skipped = "subject"
        else:
            category, department, period = _meant(row, meaning, meanings)
    state = ImportRowState.SKIPPED if row.skipped else ImportRowState.BAD if row.problems else ImportRowState.GOOD
    problems = [[row.skipped, {}]] if row.skipped else [[one.code, dict(one.params)] for one in row.problems]
    is_good = state == ImportRowState.GOOD
    return (
        found.pk, found.source_id, row.number, state.value, row.key, row.voucher, row.entry, row.day, row.summary,
        row.subject, row.department, row.supplier, rules.supplier_key(row.supplier), row.invoice, row.invoice_key,
        row.complaint, row.amount, row.tax, category, department, period, problems,
        [] if is_good else [text[:80] for text in row.cells[:MOST_CELLS]], "",
    )  # fmt: skip


def _meant(row: Read, meaning: Meaning, meanings: Meanings) -> tuple[int | None, int | None, int | None]:
    if row.subject and meaning.id is None:
        row.wrong("subject_unknown", text=row.subject)
    elif meaning.id is not None and not meanings.is_usable(meaning.id):
        row.wrong("category_not_usable", text=row.subject)
    named = meanings.complaint(row.complaint)
    if named is None:
        row.wrong("complaint_unknown", text=row.complaint)
    row.complaint = named or ""
    where = meanings.department(row.department_key, row.department)
    if where.is_left_out:
        row.skipped = "department"
    elif where.id is None:
        row.wrong("department_unknown" if row.department else "no_department", text=row.department)
    period = meanings.period(row.day) if row.day else None
    if row.day and period is None:
        row.wrong("no_period", day=row.day.isoformat())
    elif period is not None and period.state != PeriodState.OPEN:
        row.wrong("period_closed", period=str(period))
    elif period is not None and period.fiscal_year.state != FiscalYearState.OPEN:
        row.wrong("year_not_open", year=str(period.fiscal_year))
    return meaning.id, where.id, period.pk if period else None


def _judge(found: ExpenseImport, *, at: datetime) -> None:
    """What the budget would not take now; a category that takes nothing is told when the rows are posted."""
    progress.watched(subject(found.pk), step="judge", total=0)(0)
    try:
        found.beyond = bulk.check(lines=ImportLines(found), at=at).beyond
    except DomainError as error:
        found.problem = {"code": error.code, **error.api_params()}


def count(found: ExpenseImport) -> None:
    """How many rows of each state there are, and what they add up to."""
    rows = ImportRow.objects.filter(document=found).order_by().values_list("state")
    sums = list(rows.annotate(count=Count("pk"), total=Sum("amount")))
    found.counts = {state: number for state, number, _total in sums}
    found.amounts = {state: str(total or Decimal(0)) for state, _number, total in sums}
