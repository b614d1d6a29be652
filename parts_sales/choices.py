from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartKind(TextChoices):
    PURCHASED = "PURCHASED", _("Purchased part")
    HARDWARE = "HARDWARE", _("Hardware")
    SEMI_FINISHED = "SEMI_FINISHED", _("Semi-finished part")


class Figure(TextChoices):
    MINIMUM_MARGIN = "MINIMUM_MARGIN", _("Minimum margin on cost")
    TAX_PARTS = "TAX_PARTS", _("Tax rate of parts")
    TAX_SERVICES = "TAX_SERVICES", _("Tax rate of services")
    TAX_EXPORT = "TAX_EXPORT", _("Tax rate of exports")


class StockMove(TextChoices):
    RECEIVE = "RECEIVE", pgettext_lazy("stock", "Received")
    ISSUE = "ISSUE", pgettext_lazy("stock", "Issued")
    RESERVE = "RESERVE", pgettext_lazy("stock", "Reserved")
    RELEASE = "RELEASE", pgettext_lazy("stock", "Reservation given back")
    COUNT = "COUNT", pgettext_lazy("stock", "Counted")


class QuoteState(TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("quote", "Draft")
    IN_REVIEW = "IN_REVIEW", pgettext_lazy("quote", "In review")
    RETURNED = "RETURNED", pgettext_lazy("quote", "Returned")
    APPROVED = "APPROVED", pgettext_lazy("quote", "Reviewed, to be sent")
    SENT = "SENT", pgettext_lazy("quote", "Sent")
    CONFIRMED = "CONFIRMED", pgettext_lazy("quote", "Confirmed by the customer")
    SUPERSEDED = "SUPERSEDED", pgettext_lazy("quote", "Replaced by a revision")
    LOST = "LOST", pgettext_lazy("quote", "Lost")
    CANCELLED = "CANCELLED", pgettext_lazy("quote", "Cancelled")


class LineKind(TextChoices):
    GOODS = "GOODS", pgettext_lazy("order line", "Part")
    FREIGHT = "FREIGHT", pgettext_lazy("order line", "Freight paid in advance")
    TRAVEL = "TRAVEL", pgettext_lazy("order line", "Travel")
    LABOUR = "LABOUR", pgettext_lazy("order line", "Labour")


class FreightPayer(TextChoices):
    BUYER = "BUYER", pgettext_lazy("freight", "Buyer, freight collect")
    PREPAID = "PREPAID", pgettext_lazy("freight", "Buyer, we pay in advance")
    SELLER = "SELLER", pgettext_lazy("freight", "We bear it")


class ConfirmedBy(TextChoices):
    PHONE = "PHONE", pgettext_lazy("confirmation", "Telephone")
    EMAIL = "EMAIL", pgettext_lazy("confirmation", "E-mail")
    FAX = "FAX", pgettext_lazy("confirmation", "Fax")
    LETTER = "LETTER", pgettext_lazy("confirmation", "Letter or signed copy")
    CHAT = "CHAT", pgettext_lazy("confirmation", "Chat message")
    VISIT = "VISIT", pgettext_lazy("confirmation", "In person")


class SentBy(TextChoices):
    """How an offer goes to the customer; abroad also through the foreign salesperson (PSL-40)."""

    EMAIL = "EMAIL", pgettext_lazy("confirmation", "E-mail")
    FAX = "FAX", pgettext_lazy("confirmation", "Fax")
    LETTER = "LETTER", pgettext_lazy("confirmation", "Letter or signed copy")
    CHAT = "CHAT", pgettext_lazy("confirmation", "Chat message")
    VISIT = "VISIT", pgettext_lazy("confirmation", "In person")
    SALES = "SALES", pgettext_lazy("confirmation", "Passed to the foreign salesperson")


class OrderState(TextChoices):
    PREPARED = "PREPARED", pgettext_lazy("order", "To be confirmed by the customer")
    OPEN = "OPEN", pgettext_lazy("order", "Open")
    ON_HOLD = "ON_HOLD", pgettext_lazy("order", "On hold")
    SHIPPED = "SHIPPED", pgettext_lazy("order", "Shipped")
    CLOSED = "CLOSED", pgettext_lazy("order", "Closed")
    CANCELLED = "CANCELLED", pgettext_lazy("order", "Cancelled")


class ApplicationKind(TextChoices):
    FLOOR = "FLOOR", pgettext_lazy("price application", "Below the floor")
    TIER = "TIER", pgettext_lazy("price application", "Discount abroad")


class ApplicationState(TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("price application", "Draft")
    IN_REVIEW = "IN_REVIEW", pgettext_lazy("price application", "In review")
    RETURNED = "RETURNED", pgettext_lazy("price application", "Returned")
    APPROVED = "APPROVED", pgettext_lazy("price application", "Approved")
    REJECTED = "REJECTED", pgettext_lazy("price application", "Refused")
    CANCELLED = "CANCELLED", pgettext_lazy("price application", "Taken back")


class InquiryState(TextChoices):
    OPEN = "OPEN", pgettext_lazy("inquiry", "To be quoted")
    QUOTED = "QUOTED", pgettext_lazy("inquiry", "Quoted")
    CLOSED = "CLOSED", pgettext_lazy("inquiry", "Closed without a quote")


class ViolationState(TextChoices):
    REPORTED = "REPORTED", pgettext_lazy("violation", "Reported")
    PROPOSED = "PROPOSED", pgettext_lazy("violation", "Measure proposed")
    DECIDED = "DECIDED", pgettext_lazy("violation", "Decided")


class PriceListState(TextChoices):
    COMPUTING = "COMPUTING", pgettext_lazy("price list", "Being computed")
    DRAFT = "DRAFT", pgettext_lazy("price list", "Draft")
    RELEASED = "RELEASED", pgettext_lazy("price list", "Released")
    CANCELLED = "CANCELLED", pgettext_lazy("price list", "Given up")
