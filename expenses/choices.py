from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    APPROVED = "APPROVED", _("Approved")
    CLOSED = "CLOSED", _("Closed")
    EXPIRED = "EXPIRED", _("Expired")
    CANCELLED = "CANCELLED", _("Cancelled")


class ClaimState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    APPROVED = "APPROVED", _("Approved")
    CANCELLED = "CANCELLED", _("Cancelled")


LIVE_CLAIMS = (ClaimState.IN_REVIEW, ClaimState.APPROVED)
"""The states in which a claim holds or has spent."""


GIVEN_UP = (ClaimState.REJECTED, ClaimState.CANCELLED)
"""The states, the same of requests, in which a document asks for nothing any more: lists add up the others."""


class ClaimKind(TextChoices):
    EXPENSE = "EXPENSE", _("Expense claim")
    INVOICE = "INVOICE", _("Supplier invoice")


class Outcome(TextChoices):
    """What the budget check said of a line (LED-05)."""

    WITHIN = "WITHIN", _("Within budget")
    WARN = "WARN", _("Over budget, flagged")
    ESCALATE = "ESCALATE", _("Over budget, the GM decides too")
    RECORD = "RECORD", _("Over budget, recorded")
    STOP = "STOP", _("Over budget, stopped")


class Check(TextChoices):
    """What is looked at before anybody decides (EXP-05)."""

    SAME = "SAME", pgettext_lazy("check", "Possibly the same expense")
    SPLIT = "SPLIT", pgettext_lazy("check", "Possibly split below a limit")
    PRICE = "PRICE", pgettext_lazy("check", "Above the policy's price")
    LATE = "LATE", pgettext_lazy("check", "Claimed late")
    DAY_OFF = "DAY_OFF", pgettext_lazy("check", "On a weekend or holiday")
    ROUND = "ROUND", pgettext_lazy("check", "Round amount")
    UNUSUAL = "UNUSUAL", pgettext_lazy("check", "Far above the usual")


class Flagged(TextChoices):
    """Which documents of a list, by what the checks found on them (EXP-05)."""

    ANY = "ANY", pgettext_lazy("checks", "With hints")
    GRAVE = "GRAVE", pgettext_lazy("checks", "With warnings")
    UNEXPLAINED = "UNEXPLAINED", pgettext_lazy("checks", "Not all explained")


GRAVE_CHECKS = frozenset({Check.SAME, Check.SPLIT, Check.PRICE, Check.LATE})
"""Checks that warn; the others are hints."""


class ChangeState(TextChoices):
    """Where a top-up or cut stands: posted at once, waiting for its approval, or refused (EXP-01)."""

    POSTED = "POSTED", _("Posted")
    PENDING = "PENDING", _("In review")
    REFUSED = "REFUSED", _("Not granted")


class ImportState(TextChoices):
    """Where a file of expenses stands: read and checked by a job, posted by a job, reversed by a job (EXP-09)."""

    CHECKING = "CHECKING", _("Being checked")
    UNREADABLE = "UNREADABLE", _("Cannot be read")
    CHECKED = "CHECKED", _("Checked")
    POSTING = "POSTING", _("Being posted")
    POSTED = "POSTED", _("Posted")
    REVERSING = "REVERSING", _("Being reversed")
    REVERSED = "REVERSED", _("Reversed")
    DISCARDED = "DISCARDED", _("Let go")


BUSY = (ImportState.CHECKING, ImportState.POSTING, ImportState.REVERSING)
"""The states in which a job works on an import."""


class ImportRowState(TextChoices):
    """What a row of a file is (GEN-16). Only GOOD and SHORT ones can be posted."""

    GOOD = "GOOD", pgettext_lazy("row", "Good")
    BAD = "BAD", pgettext_lazy("row", "With problems")
    KNOWN = "KNOWN", pgettext_lazy("row", "Brought in before")
    SKIPPED = "SKIPPED", pgettext_lazy("row", "No expense")
    SHORT = "SHORT", pgettext_lazy("row", "Over budget")
    POSTED = "POSTED", pgettext_lazy("row", "Posted")
    REVERSED = "REVERSED", pgettext_lazy("row", "Reversed")


class ImportValueKind(TextChoices):
    """What a source calls in its own words."""

    SUBJECT = "SUBJECT", _("Account")
    DEPARTMENT = "DEPARTMENT", _("Department")


class AmountsAre(TextChoices):
    """Whether a source's amounts hold the tax already: budgets count gross (GEN-02b)."""

    GROSS = "GROSS", _("with tax")
    NET = "NET", _("without tax; the tax column is added")


class PaymentState(TextChoices):
    """A payment is prepared for the bank, then paid; what was paid is reversed, never edited (EXP-07)."""

    PREPARED = "PREPARED", _("Prepared for the bank")
    PAID = "PAID", _("Paid")
    REVERSED = "REVERSED", _("Reversed")
    CANCELLED = "CANCELLED", _("Cancelled")


class CorrectionKind(TextChoices):
    """What a correction of a posted claim does (EXP-08)."""

    REVERSAL = "REVERSAL", _("Reversal")
    RECLASSIFICATION = "RECLASSIFICATION", _("Reclassification")


class CorrectionState(TextChoices):
    """Where a correction stands: it is submitted when it is made (EXP-08)."""

    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    APPROVED = "APPROVED", _("Approved")
    CANCELLED = "CANCELLED", _("Cancelled")


LIVE_CORRECTIONS = (CorrectionState.IN_REVIEW, CorrectionState.APPROVED)
"""The states in which a correction takes amounts from what can still be corrected."""


class AdvanceState(TextChoices):
    """Where an advance stands: it is submitted when it is made (EXP-02b)."""

    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    APPROVED = "APPROVED", _("Approved")
    CANCELLED = "CANCELLED", _("Cancelled")
