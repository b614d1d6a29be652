"""What is refused about guarantees, each with what to do next (QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class GuaranteeRefused(DomainError):
    """The limits or an overdue guarantee stand against it (PSL-23)."""

    code = "guarantee_refused"
    text = _("%(order)s cannot leave on a guarantee of %(guarantor)s. %(why)s")


class GuaranteeStands(DomainError):
    """An order has one guarantee at most."""

    code = "guarantee_stands"
    text = _("%(guarantee)s stands for %(order)s already.")


class OrderNotGuaranteed(DomainError):
    """Only an open domestic order that is not paid leaves on a guarantee."""

    code = "order_not_guaranteed"
    text = _("Only a domestic order that is open and not paid can leave on a guarantee; %(order)s cannot.")


class NoGuarantor(DomainError):
    """Salespeople and commissioning engineers guarantee, never who made the order."""

    code = "no_guarantor"
    text = _("%(person)s cannot guarantee for this order. Name a salesperson or engineer who did not make it.")


class GuaranteeUsed(DomainError):
    """Goods are on their way on the strength of it."""

    code = "guarantee_used"
    text = _("Goods of %(order)s have left the warehouse on %(guarantee)s. It ends with the customer's money.")


class ConsentMissing(DomainError):
    """A wage is touched only with the guarantor's own consent."""

    code = "consent_missing"
    text = _("%(guarantor)s has not agreed to the deduction yet. The guarantor does so on the page of %(guarantee)s.")


class PlanImpossible(DomainError):
    """The deductions do not fit."""

    code = "plan_impossible"
    text = _("No plan fits: one fifth of this wage would take more than five years.")


class PlanMissing(DomainError):
    """What is collected stands in the plan."""

    code = "plan_missing"
    text = _("There is nothing left to collect in the plan of %(guarantee)s. Plan the deductions first.")
