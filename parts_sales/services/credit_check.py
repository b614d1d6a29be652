"""Whether an order fits what a customer may owe, judged under the lock of its terms (PSL-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, formats
from core.money import ZERO
from parts_sales import locks_money
from parts_sales.models import CreditTerm
from parts_sales.rules import credit as rules
from parts_sales.rules.credit import Exposure
from parts_sales.selectors import credit as reads


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an order stands to its customer's terms, which hold or are suspended; `term` None where it has none, and pays
    before delivery.
    """

    term: CreditTerm | None
    this: Decimal = ZERO
    exposed: Exposure | None = None
    overdue: Decimal = ZERO
    holds: bool = True

    @property
    def fits(self) -> bool:
        """Whether it goes on: nothing overdue, and within the limit; exactly at it is allowed."""
        if self.term is None or self.exposed is None:
            return True
        is_within = rules.fits(self.exposed, this=self.this, limit=self.term.limit_amount)
        return self.holds and not self.overdue and is_within

    @property
    def why(self) -> str:
        """What stands against it, in the reader's language."""
        if self.term is None or self.exposed is None or self.fits:
            return ""
        if not self.holds:
            return _("The credit terms %(term)s are suspended until they are evaluated again.") % {"term": self.term}
        if self.overdue:
            return _("Debts of %(amount)s are overdue.") % {"amount": formats.amount(self.overdue)}
        total = self.exposed.total + self.this
        return _("With this order %(total)s would be owed, %(over)s over the credit limit of %(limit)s.") % {
            "total": formats.amount(total),
            "over": formats.amount(total - self.term.limit_amount),
            "limit": formats.amount(self.term.limit_amount),
        }

    @property
    def words(self) -> dict[str, str]:
        """The same in both languages, to be kept."""
        return audit.in_both(lambda verdict: verdict.why, self)


def judge(*, customer_id: int, this: Decimal, at: datetime, order_id: int | None = None) -> Verdict:
    """Judge an order that would add `this` to what is owed. Takes the lock of the customer's terms, so that two orders
    are judged one after the other."""
    term = locks_money.lock_terms_of(customer_id)
    if term is None or this <= ZERO:
        return Verdict(None)
    today = timezone.localdate(at)
    exposed = reads.exposure(customer_id, but_not=order_id)
    return Verdict(term, this, exposed, reads.overdue_of(customer_id, on=today), term.holds(on=today))
