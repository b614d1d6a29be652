from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Occasion(TextChoices):
    """What made a result: goods left, came back before they were dispatched, or were credited (PSL-52)."""

    ISSUE = "ISSUE", pgettext_lazy("result", "Goods issued")
    TAKE_BACK = "TAKE_BACK", pgettext_lazy("result", "Issue taken back")
    CREDIT = "CREDIT", pgettext_lazy("result", "Return credited")


class PostingState(TextChoices):
    WAITING = "WAITING", pgettext_lazy("result", "Waits")
    POSTED = "POSTED", pgettext_lazy("result", "Posted")


class Waiting(TextChoices):
    """Why a result is not in the ledger yet."""

    NO_YEAR = "NO_YEAR", pgettext_lazy("result", "No fiscal year is set up for the day")
    CLOSED = "CLOSED", pgettext_lazy("result", "No month is open for the day")
    BUDGET = "BUDGET", pgettext_lazy("result", "The budget does not cover the cost")
    CATEGORY = "CATEGORY", pgettext_lazy("result", "The category takes no postings")


class Bearing(TextChoices):
    """What a line of a result is: parts sold, work or freight, or parts given without charge."""

    GOODS = "GOODS", pgettext_lazy("result", "Parts sold")
    WORK = "WORK", pgettext_lazy("result", "Work and freight")
    FREE = "FREE", pgettext_lazy("result", "Replaced without charge")
