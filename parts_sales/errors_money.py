"""What is refused about orders, receipts and credit, each with what to do next (QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class QuoteNotConfirmed(DomainError):
    """An order comes from a quote the customer confirmed (PSL-14)."""

    code = "quote_not_confirmed"
    text = _("%(quote)s has not been confirmed by the customer. Record the confirmation first.")


class OrderExists(DomainError):
    """A quote makes one order (PSL-14)."""

    code = "order_exists"
    text = _("%(quote)s has become %(order)s already.")


class GoodsNoted(DomainError):
    """Goods of the order stand on delivery notes."""

    code = "goods_noted"
    text = _("Goods of %(order)s stand on delivery notes. Cancel those first; what has left comes back as a return.")


class MoneyMatched(DomainError):
    """Money stands against the order: finance decides what becomes of it first."""

    code = "money_matched"
    text = _("%(amount)s stands against %(order)s. Have finance take it off the order first.")


class InvoiceStands(DomainError):
    """Something of the order is invoiced: the customer's books hold it."""

    code = "invoice_stands"
    text = _("%(order)s is invoiced: %(invoices)s. Have finance take the invoice back first.")


class CreditRefused(DomainError):
    """The order does not fit the customer's credit (PSL-22)."""

    code = "credit_refused"
    text = _("%(order)s stays on hold. %(why)s It goes on once it is paid in full.")


class NothingPaid(DomainError):
    """There is no paid value to deliver."""

    code = "nothing_paid"
    text = _("Nothing has been paid on %(order)s yet. Delivery follows the money, or credit terms.")


class OwnOrder(DomainError):
    """Who made an order does not record its money, nor agree to exceptions for it (ORG-05, ORG-06)."""

    code = "own_order"
    status = 403
    text = _("You made %(order)s or its quote. Somebody else does this.")


class ReceiptTwice(DomainError):
    """A bank's reference names one payment."""

    code = "receipt_twice"
    text = _("%(reference)s on %(account)s was recorded as %(receipt)s already.")


class ReceiptShort(DomainError):
    """No more is matched than came in (PSL-20)."""

    code = "receipt_short"
    text = _("%(left)s of %(receipt)s is left, %(asked)s is asked for.")


class PayerDiffers(DomainError):
    """Money of one customer pays for another's order only with a reason (PSL-20, GEN-06)."""

    code = "payer_differs"
    text = _("%(receipt)s came from %(payer)s, but %(order)s was ordered by %(customer)s. Say why the money is for it.")

    def at_fields(self) -> tuple[str, ...]:
        return ("reason",)


class OrderOverpaid(DomainError):
    """No more is matched than is owed; the rest stays unmatched (PSL-20)."""

    code = "order_overpaid"
    text = _("%(owed)s is owed on %(order)s, %(asked)s is asked for. What is over stays unmatched.")


class OtherCurrency(DomainError):
    """Money is matched in the order's own currency."""

    code = "other_currency"
    text = _("%(order)s is in %(currency)s, %(receipt)s came in %(came)s. Record the money in the order's currency.")


class OrderNotPayable(DomainError):
    """Money is not matched to an order that is cancelled or not confirmed."""

    code = "order_not_payable"
    text = _("%(order)s is “%(state)s”: no money is matched to it.")


class MatchUndone(DomainError):
    """The match stands no more."""

    code = "match_undone"
    text = _("This match on %(receipt)s was undone already.")


class NothingToBill(DomainError):
    """Only what was shipped is invoiced."""

    code = "nothing_to_bill"
    text = _("%(left)s has been shipped on %(order)s and not been invoiced, %(asked)s is asked for.")


class InvoiceTwice(DomainError):
    """An invoice's number is given once."""

    code = "invoice_twice"
    text = _("Invoice %(number)s was recorded already.")


class StatementExists(DomainError):
    """A customer has one statement a month (PSL-25)."""

    code = "statement_exists"
    text = _("%(statement)s for this customer and month was made already.")


class StatementNotYet(DomainError):
    """A month is stated when it is over."""

    code = "statement_not_yet"
    text = _("A month is stated once it is over, after the months already stated.")


class NothingToState(DomainError):
    """Nothing was owed, invoiced or paid."""

    code = "nothing_to_state"
    text = _("%(customer)s owed nothing in this month, and nothing was invoiced or paid.")


class StatementFollowed(DomainError):
    """A later month goes on from it."""

    code = "statement_followed"
    text = _("%(statement)s cannot be made anew: a later month goes on from it. What changed stands there.")


class TermsAsked(DomainError):
    """One application at a time."""

    code = "terms_asked"
    text = _("%(term)s for this customer is being decided on.")
