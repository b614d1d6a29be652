"""Money that left the company: monthly payments, a batch at the bank, an advance, a correction, a claim granted in
part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet

from approvals.models import Case, Task
from demo.spending import SUPPLIERS, Spending
from demo.stage import Stage, moment
from expenses.models import Advance, Claim, Payable, PayeeAccount
from expenses.selectors.corrections import standing_of
from expenses.services import advances, corrections, granting, payees, payments
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import AccountInput, AdvanceInput, PaidInput, PaymentLineInput

D = Decimal
BANK = "工商银行基本户 ···4410"
LEFT_OVER = 41
"""Every so many debts one is forgotten, so that some are old."""


def settle(stage: Stage, *, until: date, day: date, leave_some: bool) -> None:
    """The cashier pays what was approved until a day, in batches of a few hundred."""
    rows = list(_open().filter(since__lte=until).values_list("pk", "amount"))
    due = [row for place, row in enumerate(rows) if not (leave_some and place % LEFT_OVER == LEFT_OVER - 1)]
    for start in range(0, len(due), payments.MOST_LINES):
        lines = [PaymentLineInput(pk, amount) for pk, amount in due[start : start + payments.MOST_LINES]]
        _pay(stage, lines, day=day, reference=f"ICBC{day:%y%m%d}{start // payments.MOST_LINES + 1:02d}")


def scenes(stage: Stage, spending: Spending, *, today: date) -> None:
    """What stands at the till and on the desks today."""
    day = max(today - timedelta(days=2), today.replace(day=1))
    _accounts(stage, today)
    _advance(stage, spending, day)
    _correction(stage, spending, day)
    _granted_in_part(stage, spending, day)
    _till(stage, today)


def _open() -> QuerySet[Payable]:
    """What nothing was paid of yet, the oldest first."""
    return Payable.objects.filter(paid=0, offset=0, amount__gt=0).order_by("since", "pk")


def _pay(stage: Stage, lines: Sequence[PaymentLineInput], *, day: date, reference: str) -> None:
    paid = PaidInput(pay_date=day, account=BANK, reference=reference)
    payments.pay(lines=lines, paid=paid, actor=stage.actor("cashier"), at=moment(day, 16))


def _accounts(stage: Stage, today: date) -> None:
    """The accounts of the people and of most suppliers; made-up numbers."""
    banks = ("工商银行苏州园区支行", "建设银行大连开发区支行", "中国银行上海浦东支行", "招商银行沈阳分行")
    suppliers = sorted({name for names in SUPPLIERS.values() for name in names})
    for place, supplier in enumerate(suppliers[:-4]):
        account = AccountInput(supplier, f"62220000{place:08d}", banks[place % len(banks)])
        payees.keep_supplier_account(
            supplier=supplier, account=account, actor=stage.actor("cashier"), at=moment(today, 8)
        )
    people = ("commissioning_engineer", "sun_yang", "service_clerk", "salesperson", "customer_service", "employee")
    for place, username in enumerate(people):
        account = AccountInput(stage.people[username].name_zh, f"62170000{place:08d}", banks[place % len(banks)])
        payees.keep_own_account(account=account, actor=stage.actor(username), at=moment(today, 8))


def _advance(stage: Stage, spending: Spending, day: date) -> None:
    """One is paid and set against a first claim, another waits."""
    for username, code, title, amount in (
        ("salesperson", "CNC", "长春客户走访借款", D("5000.00")),
        ("sun_yang", "SVC", "现场返修差旅借款", D("3000.00")),
    ):
        draft = AdvanceInput(
            department_id=stage.department(code).pk,
            title=title,
            purpose="差旅预支，返回后一周内报销冲抵",
            amount=amount,
            due_date=day + timedelta(days=30),
        )
        advance = advances.ask_for_advance(draft=draft, actor=stage.actor(username), at=moment(day, 8))
        if username == "salesperson":
            stage.decide_all(kind=Advance.kind, document_id=advance.pk, at=moment(day, 9))
            _pay(stage, [PaymentLineInput(advance.payable.pk, amount)], day=day, reference="ICBC-JK-01")
    claim = spending.submit(
        "CNC",
        title="长春客户走访差旅",
        lines=spending.lines("出差费用", D("1860.00"), day=day, parts=2),
        at=moment(day, 17),
        maker="salesperson",
    )
    stage.decide_all(kind=Claim.kind, document_id=claim.pk, at=moment(day, 18))


def _correction(stage: Stage, spending: Spending, day: date) -> None:
    """A claim posted twice is reversed; the reversal of another waits for finance."""
    for title, decided in (("客户中心耗材（重复提交）", True), ("电话费（误报）", False)):
        name = "办公费" if decided else "电话费"
        claim = spending.submit(
            "CSD",
            title=title,
            lines=spending.lines(name, D("268.00"), day=day, parts=1),
            at=moment(day, 10),
            maker="customer_service",
        )
        stage.decide_all(kind=Claim.kind, document_id=claim.pk, at=moment(day, 11))
        amounts = {one.key: one.amount for one in standing_of(claim)}
        draft = CorrectionInput("REVERSAL", amounts, "同一笔费用重复报销" if decided else "应由供应商承担")
        asked = corrections.correct_claim(
            claim_id=claim.pk, draft=draft, actor=stage.actor("customer_service"), at=moment(day, 12)
        )
        if decided:
            stage.decide_all(kind=asked.kind, document_id=asked.pk, at=moment(day, 13))


def _granted_in_part(stage: Stage, spending: Spending, day: date) -> None:
    """The manager grants less than the hotel cost; finance is next."""
    claim = spending.submit(
        "SVC",
        title="大连现场调试差旅",
        purpose="M2600 现场调试",
        lines=spending.lines("出差费用", D("1720.00"), day=day, parts=2),
        at=moment(day, 9),
        maker="sun_yang",
    )
    case = Case.objects.get(subject_kind=Claim.kind, subject_id=claim.pk)
    task = Task.objects.filter(case=case, state="WAITING").select_related("person").order_by("pk")[0]
    line = claim.lines.all()[0]
    granting.grant_less(
        claim_id=claim.pk,
        task_id=task.pk,
        grants={line.pk: granting.Grant((line.amount * D("0.8")).quantize(D("0.01")), "住宿超出标准，按标准核准")},
        actor=stage.actor(task.person.username),
        at=moment(day, 10),
    )
    stage.decide_all(kind=Claim.kind, document_id=claim.pk, at=moment(day, 11), stop_before="finance")


def _till(stage: Stage, today: date) -> None:
    """A batch lies at the bank, and one large debt is paid in part."""
    known = set(PayeeAccount.objects.exclude(supplier_key="").values_list("supplier_key", flat=True))
    rows = [row for row in Payable.objects.filter(paid__lt=F("amount") - F("offset"), person=None) if
            row.supplier_key in known]  # fmt: skip
    batch = [PaymentLineInput(row.pk, row.outstanding) for row in sorted(rows, key=lambda one: one.pk)[:12]]
    if len(rows) > len(batch):
        largest = max(sorted(rows, key=lambda one: one.pk)[12:], key=lambda one: one.amount)
        half = (largest.outstanding / 2).quantize(D("0.01"))
        _pay(stage, [PaymentLineInput(largest.pk, half)], day=today - timedelta(days=1), reference="ICBC-FK-02")
    if batch:
        made = payments.prepare_payment(lines=batch, actor=stage.actor("cashier"), at=moment(today, 8))
        payments.mark_exported(payment_id=made.pk, actor=stage.actor("cashier"), at=moment(today, 8, 20))
