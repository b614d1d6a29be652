"""What complaints that are our fault cost: travel to the customer, carriage, repair asked for (CMP-08, QLT-55)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from budgets.errors import InsufficientBudget
from complaints.choices import OUR_FAULT, ComplaintState
from complaints.models import Complaint
from demo.spending import Spending
from demo.stage import Stage, moment
from expenses.models import Claim, SpendRequest
from expenses.services.inputs import ClaimLineInput

FITTER = "commissioning_engineer"
SPENT = (("出差费用", "上门检查差旅", Decimal("1286.50")), ("运输与物流", "更换件加急运费", Decimal("342.80")))
REPAIR = ("保修索赔与维修", Decimal("3600.00"))


def make_good(stage: Stage, spending: Spending, *, today: date) -> None:
    """A claim for each, as the bills came in these days; where measures are under way a repair is asked for too. What
    the budget does not cover any more is left out.
    """
    found = Complaint.objects.filter(liable__in=OUR_FAULT).exclude(state=ComplaintState.CANCELLED).order_by("pk")
    for place, complaint in enumerate(found):
        day = today - timedelta(days=1)
        try:
            _claim(stage, spending, complaint, day, factor=1 + place * Decimal("0.15"))
            if complaint.state == ComplaintState.MEASURES:
                _ask(stage, spending, complaint, day)
        except InsufficientBudget:
            continue


def _claim(stage: Stage, spending: Spending, complaint: Complaint, day: date, *, factor: Decimal) -> None:
    lines = [
        ClaimLineInput(
            category_id=stage.category(name).pk,
            description=what,
            expense_date=day,
            amount=(amount * factor).quantize(Decimal("0.01")),
            tax_rate=stage.category(name).default_tax_rate,
        )
        for name, what, amount in SPENT
    ]
    claim = spending.submit(
        "SVC", title=f"{complaint.title}：上门处理", lines=lines, at=moment(day, 16), maker=FITTER,
        complaint=complaint.number or "",
    )  # fmt: skip
    stage.decide_all(kind=Claim.kind, document_id=claim.pk, at=moment(day, 17))


def _ask(stage: Stage, spending: Spending, complaint: Complaint, day: date) -> None:
    request = spending.request(
        "SVC", title=f"{complaint.title}：返修", lines=[REPAIR], expected=day, at=moment(day, 16, 30), maker=FITTER,
        complaint=complaint.number or "",
    )  # fmt: skip
    stage.decide_all(kind=SpendRequest.kind, document_id=request.pk, at=moment(day, 17, 30))
