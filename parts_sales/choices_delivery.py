from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class NoteKind(TextChoices):
    SYSTEM = "SYSTEM", pgettext_lazy("delivery note", "System note")
    MANUAL = "MANUAL", pgettext_lazy("delivery note", "Manual note")


class NoteState(TextChoices):
    """Where a delivery note lies: the desk it waits at, or how it ended."""

    TO_REVIEW = "TO_REVIEW", pgettext_lazy("delivery note", "To be reviewed")
    TO_PRINT = "TO_PRINT", pgettext_lazy("delivery note", "To be printed")
    TO_CHECK = "TO_CHECK", pgettext_lazy("delivery note", "With finance")
    TO_SIGN = "TO_SIGN", pgettext_lazy("delivery note", "With the department manager")
    TO_CONFIRM = "TO_CONFIRM", pgettext_lazy("delivery note", "With the warehouse")
    TO_ISSUE = "TO_ISSUE", pgettext_lazy("delivery note", "To be issued")
    TO_SHIP = "TO_SHIP", pgettext_lazy("delivery note", "Issued, to be shipped")
    SHIPPED = "SHIPPED", pgettext_lazy("delivery note", "Underway")
    ARRIVED = "ARRIVED", pgettext_lazy("delivery note", "Arrived")
    CANCELLED = "CANCELLED", pgettext_lazy("delivery note", "Cancelled")


class Hand(TextChoices):
    """Through whose hands a delivery note goes; one person is one of them (ORG-05)."""

    CLERK = "CLERK", pgettext_lazy("hand", "Service clerk")
    DEPUTY = "DEPUTY", pgettext_lazy("hand", "Deputy manager")
    MANAGER = "MANAGER", pgettext_lazy("hand", "Department manager")
    COMMERCE = "COMMERCE", pgettext_lazy("hand", "Commerce")
    FINANCE = "FINANCE", pgettext_lazy("hand", "Finance")
    KEEPER = "KEEPER", pgettext_lazy("hand", "Warehouse keeper")


class Carrier(TextChoices):
    EXPRESS = "EXPRESS", pgettext_lazy("carrier", "Express")
    FREIGHT = "FREIGHT", pgettext_lazy("carrier", "Freight forwarder")
    PICKUP = "PICKUP", pgettext_lazy("carrier", "Fetched by the customer")


class ReturnState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("return", "Goods expected")
    RECEIVED = "RECEIVED", pgettext_lazy("return", "Received, to be inspected")
    INSPECTED = "INSPECTED", pgettext_lazy("return", "Inspected, to be settled")
    CREDITED = "CREDITED", pgettext_lazy("return", "Credited")
    REPLACED = "REPLACED", pgettext_lazy("return", "Replaced")
    REFUSED = "REFUSED", pgettext_lazy("return", "Refused")
    CANCELLED = "CANCELLED", pgettext_lazy("return", "Cancelled")


class Remedy(TextChoices):
    CREDIT = "CREDIT", pgettext_lazy("return", "Credit")
    REPLACEMENT = "REPLACEMENT", pgettext_lazy("return", "Free replacement")
