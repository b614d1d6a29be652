"""The first year: kept in the old accounting program, brought over month by month from its exports (EXP-09)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from core.money import net_of
from demo import plan
from demo.spending import Spending
from demo.stage import Stage, moment
from expenses.services import import_checking, import_posting, imports

SOURCE = "用友 U8"
HEADING = (
    "凭证日期",
    "凭证字",
    "凭证号",
    "分录号",
    "摘要",
    "科目名称",
    "部门",
    "借方金额",
    "税额",
    "供应商",
    "发票号码",
)


def bring_over(stage: Stage, spending: Spending, *, year: int, month: int) -> None:
    """A month's vouchers as the old program wrote them, checked and posted on the month's last days."""
    at = moment(date(year, month, 28), 16)
    actor = stage.actor("finance")
    with transaction.atomic():
        found = imports.upload(
            source=SOURCE,
            file_name=f"凭证明细{year}{month:02d}.csv",
            content=_file(stage, spending, year=year, month=month),
            actor=actor,
            at=at,
        )
        import_checking.check(import_id=found.pk, at=at)
        imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=actor, at=at)
        import_posting.post(import_id=found.pk, person_id=stage.people["finance"].pk, at=at)


def _file(stage: Stage, spending: Spending, *, year: int, month: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    writer.writerows(_rows(stage, spending, year=year, month=month))
    return text.getvalue().encode("gb18030")


def _rows(stage: Stage, spending: Spending, *, year: int, month: int) -> Iterator[tuple[object, ...]]:
    voucher = 0
    for code in plan.YEARLY:
        amounts = spending.amounts(code, year=year, month=month, age=2)
        for name, amount in amounts.items():
            voucher += 1
            lines = spending.lines(name, amount, day=date(year, month, 25))
            for entry, line in enumerate(lines, start=1):
                yield (
                    line.expense_date, "记", voucher, entry, line.description, name, stage.department(code).name_zh,
                    line.amount, line.amount - net_of(line.amount, line.tax_rate), line.supplier, line.invoice_number,
                )  # fmt: skip
