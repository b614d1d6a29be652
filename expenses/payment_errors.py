"""What payments refuse, each in a sentence that says what to do next (QLT-53)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError, NotAllowed


class NothingToPay(DomainError):
    """A payment without lines."""

    code = "nothing_to_pay"
    status = 400
    text = _("Choose at least one amount to pay.")


class TooManyPayments(DomainError):
    """More lines than a person can check."""

    code = "too_many_lines"
    status = 400
    text = _("A batch carries at most %(most)s lines. Make several batches.")


class PayableUnknown(DomainError):
    """Not owed, or not seen."""

    code = "payable_unknown"
    status = 400
    text = _("One of the amounts is not owed any more, or you do not see it. Open the list again and choose anew.")


class MoreThanOwed(DomainError):
    """More than is still to be paid: another payment was faster, or the amount was typed too large (EXP-07)."""

    code = "more_than_owed"
    text = _("%(document)s, %(payee)s: %(owed)s is still to be paid, %(asked)s was asked for. Correct the amount.")

    def shown_params(self) -> dict[str, Any]:
        return {
            **self.params,
            "owed": formats.amount(self.params["owed"]),
            "asked": formats.amount(self.params["asked"]),
        }


class DecidedOnIt(NotAllowed):
    """Who approved a claim does not pay it (ORG-05, EXP-07)."""

    code = "decided_on_it"
    text = _("You decided on %(document)s, so somebody else has to pay it.")


class PaysOneself(NotAllowed):
    """Nobody pays what they claimed or are owed (ORG-05, EXP-07)."""

    code = "pays_oneself"
    text = _("%(document)s is your own claim or owed to you, so somebody else has to pay it.")


class _OfDays(DomainError):
    """A refusal that names days: they are shown as people here write them."""

    status = 400

    def shown_params(self) -> dict[str, Any]:
        return {name: formats.day(one) if isinstance(one, date) else one for name, one in self.params.items()}


class ReturnTooEarly(_OfDays):
    """Nothing is given back before it was paid out."""

    code = "return_too_early"
    text = _("%(advance)s was paid out on %(since)s: nothing came back on %(day)s. Look at the date.")


class PayDateTooEarly(_OfDays):
    """Nothing is paid before it was owed."""

    code = "pay_date_too_early"
    text = _("%(document)s is owed only from %(since)s: it was not paid on %(day)s. Look at the date.")


class PayDateInFuture(_OfDays):
    """Paid is what has happened."""

    code = "pay_date_in_future"
    text = _("%(day)s is still to come. Record the payment once it was made.")


class AccountMissing(DomainError):
    """A bank file needs to know where each amount goes."""

    code = "account_missing"
    text = _("No bank account is known of %(payees)s. Enter it first, then make the bank file.")


class AccountInvalid(DomainError):
    """An account number no bank would take."""

    code = "account_invalid"
    status = 400
    text = _("The account number has 6 to 34 digits and letters.")


class AccountKept(DomainError):
    """A supplier's account is replaced only by somebody who saw the one there is: money would go elsewhere unseen."""

    code = "account_kept"
    text = _(
        "%(supplier)s has a bank account already (%(account)s). Open that one to correct it; other systems send the"
        " version they read it at."
    )


class LineGivenBack(DomainError):
    """A line reversed before, or one of another payment."""

    code = "line_given_back"
    text = _("One of the lines was reversed already or does not stand on %(payment)s. Reload the page.")
