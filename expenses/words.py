"""The sentences of this app's events and notices."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit, notifications
from core.models import Way
from expenses import rules


def register() -> None:
    """Give event and notice codes their words."""
    audit.register(
        {
            "spend_request.create": _("Request created"),
            "spend_request.change": _("Request changed"),
            "spend_request.submit": _("Request submitted"),
            "spend_request.explain": _("Explained what a check found"),
            "spend_request.amend": _("Request changed while in review"),
            "spend_request.withdraw": _("Request withdrawn"),
            "spend_request.send_back": _("Request returned, commitment released"),
            "spend_request.reject": _("Request rejected, commitment released"),
            "spend_request.approve": _("Request approved"),
            "spend_request.adjust": _("Request raised or cut"),
            "spend_request.carry": _("Carried over into the new year with what it holds"),
            "spend_request.top_up": _("Top-up asked for"),
            "spend_request.keep": _("Top-up not granted, request as before"),
            "spend_request.claimed": _("Claimed on"),
            "spend_request.given_back": _("Claim gave back its part"),
            "spend_request.remind": _("Reminded of the end date"),
            "spend_request.close": _("Request closed, rest released"),
            "spend_request.expire": _("Request expired, rest released"),
            "spend_request.cancel": _("Request cancelled"),
            "expense_claim.create": _("Claim created"),
            "expense_claim.change": _("Claim changed"),
            "expense_claim.submit": _("Claim submitted"),
            "expense_claim.explain": _("Explained what a check found"),
            "expense_claim.amend": _("Claim changed while in review"),
            "expense_claim.withdraw": _("Claim withdrawn"),
            "expense_claim.send_back": _("Claim returned, commitment released"),
            "expense_claim.reject": _("Claim rejected, commitment released"),
            "expense_claim.approve": _("Claim approved and posted"),
            "expense_claim.cancel": _("Claim cancelled"),
            "import_source.create": _("Source added"),
            "import_source.change": _("Source changed"),
            "import_source.forget": _("What was remembered of the source forgotten"),
            "import_source.remove": _("Source deleted"),
            "expense_import.create": _("File sent"),
            "expense_import.check_again": _("Said how the file is read"),
            "expense_import.checked": _("File checked"),
            "expense_import.refuse": _("File cannot be read"),
            "expense_import.discard": _("File let go"),
            "expense_import.begin_posting": _("Asked to post"),
            "expense_import.post": _("Rows posted"),
            "expense_import.end_posting": _("Posting ended, nothing was posted"),
            "expense_import.stay_posted": _("Ended, all as before"),
            "expense_import.begin_reversing": _("Asked to take back"),
            "expense_import.reverse": _("Import reversed"),
            "expense_claim.grant_less": _("Less granted, rest released"),
            "expense_claim.paid": _("Paid"),
            "expense_claim.unpaid": _("Payment reversed, owed again"),
            "expense_claim.correction_asked": _("Correction asked for"),
            "expense_claim.corrected": _("Corrected"),
            "expense_import.correction_asked": _("Correction of a row asked for"),
            "expense_import.corrected": _("Row corrected"),
            "expense_correction.create": _("Correction asked for"),
            "expense_correction.submit": _("Correction sent again"),
            "expense_correction.cancel": _("Correction given up"),
            "expense_correction.send_back": _("Correction returned"),
            "expense_correction.reject": _("Correction rejected"),
            "expense_correction.approve": _("Correction approved and posted"),
            "expense_claim.offset": _("Set against an advance"),
            "advance.create": _("Advance asked for"),
            "advance.submit": _("Advance sent again"),
            "advance.cancel": _("Advance given up"),
            "advance.send_back": _("Advance returned"),
            "advance.reject": _("Advance rejected"),
            "advance.approve": _("Advance approved"),
            "advance.paid": _("Paid"),
            "advance.unpaid": _("Payment reversed, owed again"),
            "advance.offset": _("Set against a claim"),
            "advance.give_back": _("Given back to the company"),
            "payment.prepare": _("Payment prepared"),
            "payment.export": _("Bank file made"),
            "payment.record": _("Recorded as paid"),
            "payment.cancel": _("Payment given up, owed again"),
            "payment.reverse": _("Payment reversed, owed again"),
            "payment.reverse_lines": _("Lines of the payment reversed, owed again"),
            "payee_account.keep": _("Bank account kept"),
        }
    )
    audit.register_facts(
        {
            "check": pgettext_lazy("fact", "Check"),
            "line_number": _("Line"),
            "hints": _("Check hints"),
            "rows": _("Rows"),
            "bad": _("Rows with problems"),
            "left_out": _("Left out"),
            "over": _("Over budget"),
            "source": _("Source"),
            "held": _("Committed"),
            "released": _("Released"),
            "spent": _("Actual"),
            "claim": _("Claim"),
            "row": _("Imported row"),
            "moved": _("Rows moved by corrections"),
            "request": _("Spend request"),
            "amount": _("Amount"),
            "payment": _("Payment"),
            "correction": _("Correction"),
            "advance": _("Advance"),
            "payee": _("Payee"),
            "lines": _("Lines"),
            "pay_date": _("Paid on"),
            "account": _("Paid from"),
            "reference": _("Bank reference"),
            "reversed": _("Reversed"),
            "by": pgettext_lazy("change of an amount", "By"),
            "total": _("Total"),
            "month": _("Into the month"),
            "adjustment": _("By the adjustment"),
        }
    )
    audit.register_fields(
        {
            "invoice_code_key": _("Invoice code as compared"),
            "invoice_number_key": _("Invoice number as compared"),
            "supplier_key": _("Supplier as compared"),
            "line": _("Line"),
            "line_text": _("Line"),
            "facts": _("What was found"),
            "key": _("Mark of the finding"),
            "found_at": _("Found at"),
            "is_current": _("Still found"),
            "explained_by": _("Explained by"),
            "explained_at": _("Explained at"),
            "total": _("Total"),
            "currency": _("Currency"),
            "approved_total": _("Approved total"),
            "outcome": _("Budget check"),
            "closed_at": _("Closed at"),
            "reminded_at": _("Reminded at"),
            "claim": _("Claim"),
            "request": _("Spend request"),
            "request_line": _("Estimate"),
            "held": _("Committed"),
            "used": _("Used"),
            "held_period": _("Committed in"),
            "rate": _("Exchange rate"),
            "rate_date": _("Rate of"),
            "rate_source": _("Source of the rate"),
            "base_total": _("Total in the base currency"),
            "base_amount": _("Amount in the base currency"),
            "from_request": _("Of it from the request"),
            "is_above_request": _("Above the request"),
            "is_prior_period": _("Of an earlier month"),
            "posted_at": _("Posted at"),
            "claimed_amount": _("Amount claimed"),
            "cut_reason": _("Why less was granted"),
            "away_amount": _("Corrected"),
            "reversed_amount": _("Reversed"),
            "holder": _("Account holder"),
            "account_number": _("Account number"),
            "bank": _("Bank and branch"),
            **{f"line {number}": format_lazy("{} {}", _("Line"), number) for number in range(1, rules.MOST_LINES + 1)},
        }
    )
    notifications.register_topic(
        notifications.Topic(
            "requests", _("Requests that end"), ("expenses.ends_soon", "expenses.expired"), usual=Way.MAIL
        )
    )
    notifications.register(
        {
            "expenses.ends_soon": _("%(document)s ends on %(day)s and still holds %(held)s. Claim it or close it."),
            "expenses.paid": _("%(document)s: %(amount)s was paid to you or your supplier on %(day)s."),
            "expenses.granted_less": _("%(document)s: %(who)s granted %(less)s less than claimed. %(reason)s"),
            "expenses.expired": _("%(document)s has ended; %(released)s was released."),
        }
    )
