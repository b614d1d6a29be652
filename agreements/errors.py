"""What is refused about leads, agreements, their reviews and amendments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError, NotAllowed


class AgreementIncomplete(DomainError):
    """It lacks what is needed before it goes on."""

    code = "agreement_incomplete"
    text = _("%(document)s is not complete yet: %(missing)s.")


class ReviewNeeded(DomainError):
    """It has to be reviewed before it is signed (CUS-10)."""

    code = "review_needed"
    text = _("%(document)s has to be reviewed before it is signed: %(grounds)s. Fill in the requirement form.")


class AnswersMissing(DomainError):
    """Every part answers before a review is concluded (CUS-10)."""

    code = "answers_missing"
    text = _("%(review)s cannot be concluded yet. Still to answer: %(parts)s.")


class FinanceRefused(DomainError):
    """Only the general manager goes over finance's no (CUS-10)."""

    code = "finance_refused"
    text = _("Finance said no to %(review)s. Only the general manager can overrule that, with a reason.")


class MarginTooLow(DomainError):
    """Finance says yes without conditions only where the margin reaches what is required (CUS-11)."""

    code = "margin_too_low"
    text = _(
        "The margin of %(margin)s lies below the %(required)s required. Say no, or yes with the conditions under which"
        " it is reached."
    )

    def shown_params(self) -> dict[str, Any]:
        return {name: formats.percent(self.params[name], places=2) for name in ("margin", "required")}


class AnotherPart(NotAllowed):
    """One person answers one part: five parts are five opinions (CUS-10)."""

    code = "another_part"
    text = _("You answered another part of %(document)s already; somebody else answers this one.")


class OwnReview(NotAllowed):
    """Who made the agreement neither answers nor concludes its review, and who answers does not conclude (CUS-10)."""

    code = "own_review"
    text = _("You made %(document)s, look after it or answered in its review, so somebody else has to do this.")


class TakesOverWrong(DomainError):
    """The new version would leave a day without a version, or give one two (CUS-20)."""

    code = "takes_over_wrong"
    text = _("The new version cannot take over on %(day)s: %(problem)s.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class NotConfirmed(DomainError):
    """Both sides confirm what was agreed before it is signed (CUS-20)."""

    code = "not_confirmed"
    text = _("%(document)s is signed when both sides have confirmed it.")


class AmendmentRunning(DomainError):
    """One change of an agreement at a time."""

    code = "amendment_running"
    text = _("%(amendment)s is being decided on already; one change at a time.")


class AgreementRateMissing(DomainError):
    """Finance keeps no rate of the currency (GEN-02b)."""

    code = "agreement_rate_missing"
    text = _("No exchange rate of %(currency)s is kept for %(day)s or an earlier day. Ask finance to enter it.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class CustomerUntold(DomainError):
    """A refusal is told to the customer: by e-mail, or it is said how (CUS-10, CUS-21)."""

    code = "customer_untold"
    text = _("Enter the customer's e-mail address, or say how the customer was told.")
    status = 400


class StageOpen(DomainError):
    """A lead lacks what its next stage needs (CUS-02)."""

    code = "stage_open"
    text = _("%(lead)s cannot go on yet: %(missing)s.")
