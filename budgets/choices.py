from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FiscalYearState(TextChoices):
    PLANNING = "PLANNING", _("Planning")
    OPEN = "OPEN", pgettext_lazy("fiscal year", "Open")
    CLOSED = "CLOSED", _("Closed")


class PeriodState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("month", "Open")
    CLOSED = "CLOSED", pgettext_lazy("month", "Closed")


class CategoryKind(TextChoices):
    COST = "COST", _("Cost")
    REVENUE = "REVENUE", _("Revenue")
    CONTINGENCY = "CONTINGENCY", _("Contingency")


class CostNature(TextChoices):
    FIXED = "FIXED", _("Fixed")
    VARIABLE = "VARIABLE", _("Variable")


class ControlScope(TextChoices):
    MONTH = "MONTH", _("Month")
    QUARTER_TO_DATE = "QUARTER_TO_DATE", _("Quarter to date")
    YEAR_TO_DATE = "YEAR_TO_DATE", _("Year to date")
    YEAR = "YEAR", _("Year")


class ControlAction(TextChoices):
    STOP = "STOP", _("Stop")
    WARN = "WARN", _("Warn")
    ESCALATE = "ESCALATE", _("Escalate to the GM")
    RECORD = "RECORD", _("Record only")


class EntryKind(TextChoices):
    """Kinds of ledger entries (LED-01). The stored amount is signed: what it adds to its balance column."""

    APPROPRIATION = "APPROPRIATION", _("Appropriation")
    APPROPRIATION_REVERSAL = "APPROPRIATION_REVERSAL", _("Appropriation reversed")
    COMMITMENT = "COMMITMENT", _("Commitment")
    COMMITMENT_REVERSAL = "COMMITMENT_REVERSAL", _("Commitment reversed")
    RELEASE = "RELEASE", _("Release")
    RELEASE_REVERSAL = "RELEASE_REVERSAL", _("Release reversed")
    ACTUAL = "ACTUAL", _("Actual")
    ACTUAL_REVERSAL = "ACTUAL_REVERSAL", _("Actual reversed")


class BudgetState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    IN_FORCE = "IN_FORCE", _("In force")
    CANCELLED = "CANCELLED", _("Cancelled")


class Scenario(TextChoices):
    BASELINE = "BASELINE", _("Baseline")
    OPTIMISTIC = "OPTIMISTIC", _("Optimistic")
    PESSIMISTIC = "PESSIMISTIC", _("Pessimistic")
    NAMED = "NAMED", _("Named scenario")


class ImportState(TextChoices):
    UPLOADED = "UPLOADED", _("Uploaded")
    MAPPED = "MAPPED", _("Checked")
    APPLIED = "APPLIED", _("Applied")
    DISCARDED = "DISCARDED", _("Discarded")


class AdjustmentKind(TextChoices):
    """How approved money moves (BUD-32); a carry-over is chosen on the page of the year's end (BUD-35)."""

    SUPPLEMENT = "SUPPLEMENT", _("Supplement")
    CUT = "CUT", _("Cut")
    TRANSFER = "TRANSFER", _("Transfer")
    CONTINGENCY_RELEASE = "CONTINGENCY_RELEASE", _("Contingency release")
    CARRY_OVER = "CARRY_OVER", _("Carry-over")

    @property
    def sign(self) -> str:
        """+ where it adds to the budget, − where it takes away; nothing where it moves within."""
        return {"SUPPLEMENT": "+", "CUT": "\u2212", "CARRY_OVER": "+"}.get(str(self.value), "")

    @classmethod
    def by_hand(cls) -> list[tuple[str, str]]:
        """The kinds whose lines are typed freely."""
        return [(str(kind), str(kind.label)) for kind in cls if kind != cls.CARRY_OVER]


class AdjustmentState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("In review")
    RETURNED = "RETURNED", _("Returned")
    REJECTED = "REJECTED", _("Rejected")
    APPROVED = "APPROVED", _("Approved")
    CANCELLED = "CANCELLED", _("Cancelled")
