"""The rows of an import as the ledger takes them, read again whenever it asks (EXP-09)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from django.db import connection
from django.db.models import ExpressionWrapper, F, QuerySet, Sum

from budgets.locks import Place
from budgets.rules.sifting import Short
from budgets.services.bulk import BulkLine
from core.money import AmountField
from expenses.choices import ImportRowState
from expenses.models import ExpenseImport, ImportRow

BATCH = 5_000
FIELDS = ("pk", "department_id", "category_id", "period_id", "amount")
TO_POST = (ImportRowState.GOOD, ImportRowState.SHORT)
STANDS = ExpressionWrapper(F("amount") - F("away_amount"), output_field=AmountField())
STANDING = (*FIELDS[:-1], "stands")
"""What of a row still counts where it was posted: without what corrections took from there (EXP-08)."""


class ImportLines:
    """Rows that can be posted: the good ones, and those the budget did not take before."""

    def __init__(self, found: ExpenseImport) -> None:
        self.document = found
        self._last = 0
        ImportRow.objects.filter(document=found, state=ImportRowState.SHORT).update(
            state=ImportRowState.GOOD, available=None, action=""
        )

    def rows(self) -> QuerySet[ImportRow]:
        """All rows that are still good."""
        return ImportRow.objects.filter(document=self.document, state=ImportRowState.GOOD)

    def sums(self) -> Mapping[Place, Decimal]:
        rows = self.rows().order_by().values_list("department_id", "category_id", "period_id")
        return {
            Place(department, category, period): total
            for department, category, period, total in rows.annotate(total=Sum("amount"))
        }

    def of_key(self, department_id: int, category_id: int, period_ids: Collection[int]) -> Sequence[BulkLine]:
        rows = self.rows().filter(department=department_id, category=category_id, period__in=period_ids)
        return [BulkLine(*row) for row in rows.order_by("expense_date", "number").values_list(*FIELDS)]

    def refuse(self, short: Sequence[tuple[Short, str]]) -> None:
        for begin in range(0, len(short), BATCH):
            part = short[begin : begin + BATCH]
            with connection.cursor() as cursor:
                cursor.execute(
                    """UPDATE expenses_importrow r SET state = 'SHORT', available = v.available, action = v.action
                         FROM unnest(%s::bigint[], %s::numeric[], %s::text[]) AS v (id, available, action)
                        WHERE r.id = v.id""",
                    [
                        [one.line_id for one, _action in part],
                        [one.available for one, _action in part],
                        [action for _one, action in part],
                    ],
                )

    def batches(self) -> Iterator[Sequence[BulkLine]]:
        """In the order of the sheet."""
        last = 0
        while True:
            rows = list(self.rows().filter(number__gt=last).order_by("number").values_list(*FIELDS, "number")[:BATCH])
            if not rows:
                return
            last = rows[-1][-1]
            yield [BulkLine(*row[:-1]) for row in rows]


class PostedLines:
    """Rows that were posted, taken back: in their own month, or where that has closed in a later one (LED-04). What
    corrections took away or moved elsewhere already is not taken back a second time here.
    """

    def __init__(self, found: ExpenseImport, months: Mapping[int, int]) -> None:
        self.document, self.months = found, months

    def rows(self) -> QuerySet[ImportRow]:
        """All rows that were posted."""
        return ImportRow.objects.filter(document=self.document, state=ImportRowState.POSTED)

    def standing(self) -> QuerySet[ImportRow]:
        """Those of which something stands where it was posted, with `stands`."""
        return self.rows().exclude(away_amount=F("amount")).annotate(stands=STANDS)

    def sums(self) -> Mapping[Place, Decimal]:
        found: dict[Place, Decimal] = {}
        rows = self.standing().order_by().values_list("department_id", "category_id", "period_id")
        for department, category, period, total in rows.annotate(total=Sum("stands")):
            place = Place(department, category, self.months.get(period, period))
            found[place] = found.get(place, Decimal(0)) - total
        return found

    def of_key(self, department_id: int, category_id: int, period_ids: Collection[int]) -> Sequence[BulkLine]:
        rows = self.standing().filter(department=department_id, category=category_id).order_by("number")
        lines = [self._back(BulkLine(*row)) for row in rows.values_list(*STANDING)]
        return [line for line in lines if line.period_id in period_ids]

    def refuse(self, short: Sequence[tuple[Short, str]]) -> None:
        """Nothing is left out of a reversal: whoever posts it refuses it as a whole."""

    def batches(self) -> Iterator[Sequence[BulkLine]]:
        """In the order of the sheet."""
        last = 0
        while rows := list(
            self.standing().filter(number__gt=last).order_by("number").values_list(*STANDING, "number")[:BATCH]
        ):
            last = rows[-1][-1]
            yield [self._back(BulkLine(*row[:-1])) for row in rows]

    def _back(self, line: BulkLine) -> BulkLine:
        return line._replace(amount=-line.amount, period_id=self.months.get(line.period_id, line.period_id))
