"""What quotes, price applications and inquiries refuse, each with what to do next (QLT-53)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError, NotAllowed


class LineRefused(DomainError):
    """What is wrong with one field of one line."""

    field = ""
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return (f"lines.{self.params['line'] - 1}.{self.field}",)


class NoQuoteLines(DomainError):
    """A quote offers something."""

    code = "no_quote_lines"
    text = _("The quote has no lines yet. Add a part or a service first.")


class TooManyQuoteLines(DomainError):
    """More lines than a quote may carry."""

    code = "too_many_quote_lines"
    text = _("A quote has at most %(most)s lines. Make a second one.")
    status = 400


class AppliedForCustomer(DomainError):
    """Prices are granted for an offer to one customer (PSL-03, PSL-41)."""

    code = "prices_applied_for_customer"
    text = _("%(application)s applies for these prices for %(customer)s. Make a quote of its own for another customer.")


class PartNotSold(LineRefused):
    """A part taken off sale is not quoted any more (PSL-01)."""

    code = "part_not_sold"
    text = _("Line %(line)s: %(part)s is off sale. %(instead)s")
    field = "part"


class PartMissing(LineRefused):
    """A line of goods names no part, or none there is."""

    code = "part_missing"
    text = _("Line %(line)s: choose the part.")
    field = "part"


class PriceMissing(DomainError):
    """A line without a price cannot be submitted."""

    code = "price_missing"
    text = _("Line %(line)s: %(part)s has no unit price yet.")


class QuantityMissing(LineRefused):
    """Nothing, or less, cannot be offered."""

    code = "quote_quantity_missing"
    text = _("Line %(line)s: enter a quantity above 0.")
    field = "quantity"


class PriceImpossible(LineRefused):
    """A price below nothing, or one in parts of what the currency's smallest unit is."""

    code = "quote_price_impossible"
    text = _("Line %(line)s: this unit price is not possible in %(currency)s.")
    field = "unit_price"


class AmountTooLarge(LineRefused):
    """A quantity or price beyond what documents carry."""

    code = "quote_amount_too_large"
    text = _("Line %(line)s: this quantity or price is too large.")
    field = "quantity"


class NotAbroad(NotAllowed):
    """Offers to customers abroad are the foreign clerks' (PSL-40, decision 0209)."""

    text = _(
        "%(customer)s is a customer abroad: the foreign service clerks quote there. Hand it over to one of them, or ask"
        " the finance supervisor for their role."
    )


class OnlyAbroad(DomainError):
    """Offers at home are in the base currency, tax included, and state no Incoterm (PSL-12, PSL-41b)."""

    code = "only_abroad"
    text = _("%(customer)s is a domestic customer: the quote is in %(currency)s, without Incoterm. Leave this out.")
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return (str(self.params["field"]),)


class FreightUnknown(DomainError):
    """Where the customer bears the freight, how much is expected is said before the review (PSL-15)."""

    code = "freight_unknown"
    text = _("The customer bears the freight: enter how much is expected, 0 where they collect the goods.")


class FreightLineMissing(DomainError):
    """Freight paid in advance is a line of its own, or the customer never pays it (PSL-12)."""

    code = "freight_line_missing"
    text = _("We pay the freight in advance for the buyer: add it as a line of its own, or choose who else bears it.")

    def at_fields(self) -> tuple[str, ...]:
        return ("lines",)


class FreightLineTooMany(DomainError):
    """A line of freight says that the buyer pays it to us; nothing else may say otherwise (PSL-12)."""

    code = "freight_line_too_many"
    text = _("The quote has a line of freight paid in advance: choose “%(payer)s”, or take the line off.")

    def at_fields(self) -> tuple[str, ...]:
        return ("freight_payer",)


class FreightNotConfirmed(DomainError):
    """Freight from the threshold on is agreed with the customer before the order (PSL-15)."""

    code = "freight_not_confirmed"
    text = _(
        "Freight of about %(freight)s is borne by the customer and reaches %(least)s: record first who agreed to it,"
        " when and how."
    )

    def shown_params(self) -> dict[str, Any]:
        return {name: formats.amount(self.params[name]) for name in ("freight", "least")}


class PriceNotGranted(DomainError):
    """A price below the floor needs an approved application before the quote is sent (PSL-03)."""

    code = "price_not_granted"
    text = _(
        "Below the floor, or without one, and no application approved: %(parts)s. Apply with a reason, or make a"
        " revision with higher prices; where neither list price nor cost is kept, finance can enter one first."
    )


class DiscountBeyondAuthority(DomainError):
    """Whoever approved may not grant the discount alone (ORG-08, PSL-03)."""

    code = "discount_beyond_authority"
    text = _("The quote grants a discount of %(discount)s; whoever approved it may grant %(alone)s. Return it.")

    def shown_params(self) -> dict[str, Any]:
        return {name: formats.rate(self.params[name]) for name in ("discount", "alone")}


class QuoteExpired(DomainError):
    """Its validity has ended."""

    code = "quote_expired"
    text = _("%(quote)s was valid until %(day)s. Make a revision with a new validity.")

    def shown_params(self) -> dict[str, Any]:
        return {"quote": self.params["quote"], "day": formats.day(self.params["day"])}


class ValidityPast(DomainError):
    """A quote is valid at least today."""

    code = "validity_past"
    text = _("The quote has to be valid until today or later.")


class BankDetailsMissing(DomainError):
    """A quote states where the customer pays (PSL-12)."""

    code = "bank_details_missing"
    text = _(
        "%(quote)s names no bank details for payment in %(currency)s. Finance enters them under Price rules; then send"
        " it again."
    )


class AddressMissing(DomainError):
    """A quote sent by e-mail needs an address."""

    code = "address_missing"
    text = _("Enter the e-mail address the quote goes to.")
    status = 400


class MomentImpossible(DomainError):
    """What was agreed was agreed after it was asked, and not in the future."""

    code = "moment_impossible"
    text = _("The time lies in the future or before the quote was sent.")
    status = 400


class FreightMomentImpossible(DomainError):
    """Freight is agreed to as this quote names it, so not before it was made, and not in the future (PSL-15)."""

    code = "freight_moment_impossible"
    text = _("The time lies in the future or before the quote was made.")
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return ("when",)


class NothingBelowFloor(DomainError):
    """Only prices below the floor are applied for."""

    code = "nothing_below_floor"
    text = _("No price of %(quote)s lies below the floor without being granted already.")


class ApplicationRunning(DomainError):
    """One application of a quote at a time."""

    code = "application_running"
    text = _("%(application)s is being decided already.")


class RevisionForAnother(DomainError):
    """A revision is the same offer to the same customer (PSL-13)."""

    code = "revision_for_another"
    text = _("%(quote)s is a revision and stays with %(customer)s. Copy it for another customer.")
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return ("customer",)


class AlreadyRevised(DomainError):
    """A quote has one revision; the next one is made of that."""

    code = "already_revised"
    text = _("%(quote)s has been revised already: go on with %(revision)s.")


class QuoteRateMissing(DomainError):
    """Finance keeps no rate of the currency on or before the quote's day (GEN-02b)."""

    code = "quote_rate_missing"
    text = _("No exchange rate of %(currency)s is kept for %(day)s or an earlier day. Ask finance to enter it.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}


class DiscountNotGranted(DomainError):
    """A discount abroad is applied for and granted before the quote goes out (PSL-41)."""

    code = "discount_not_granted"
    text = _("The discount of %(quote)s is not granted. Apply for it first; it holds for these prices or higher ones.")


class NothingDiscounted(DomainError):
    """Only a discount that is not granted yet is applied for."""

    code = "nothing_discounted"
    text = _("%(quote)s gives no discount that is not granted already.")


class FreightAgainstIncoterm(DomainError):
    """With an Incoterm of the groups C and D the seller pays the carriage: freight collect contradicts it (PSL-40)."""

    code = "freight_against_incoterm"
    text = _(
        "With %(incoterm)s the seller pays the carriage. Choose that we bear the freight or pay it in advance, or"
        " another Incoterm."
    )
    status = 400


class IncotermMissing(DomainError):
    """Export documents say who bears what by the Incoterm (PSL-41b)."""

    code = "incoterm_missing"
    text = _("Choose the Incoterm: offers to customers abroad state it.")


class IncotermPlaceMissing(DomainError):
    """An Incoterm names its place: FOB the port of shipment, CIF that of destination (PSL-41b)."""

    code = "incoterm_place_missing"
    text = _("Say the port or place that %(incoterm)s names.")
