"""What delivery notes and returns refuse, each with what to do next (QLT-53)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed


class NotReleased(DomainError):
    """Goods of an order do not leave before it is paid, or other ground given (PSL-21)."""

    code = "order_not_released"
    text = _("%(order)s may not be delivered yet. %(why)s")


class MoreThanReleased(DomainError):
    """Part payment releases goods of the same value (PSL-21)."""

    code = "more_than_released"
    text = _("Goods for %(asked)s would be on delivery notes of %(order)s; %(value)s are released. Take fewer.")


class NothingToDeliver(DomainError):
    """All goods of the order stand on delivery notes."""

    code = "nothing_to_deliver"
    text = _("All goods of %(order)s stand on delivery notes already.")


class QuantityMissing(DomainError):
    """Nothing was asked for, though some is left."""

    code = "quantity_missing"
    text = _("Say how much of at least one line of %(order)s goes on the delivery note.")
    status = 400


class MoreThanOrdered(DomainError):
    """A quantity beyond the order (PSL-32)."""

    code = "more_than_ordered"
    text = _("%(part)s: %(left)s of the order are left for delivery notes, %(asked)s are asked for.")


class AnotherHand(NotAllowed):
    """One person is one hand of a note (ORG-05, ORG-06)."""

    code = "another_hand"
    text = _("You acted on %(document)s already in another role, so somebody else has to take this step.")


class DeputyReviews(NotAllowed):
    """Who signs a domestic note does not review it before (PSL-31)."""

    code = "deputy_reviews"
    text = _("The deputy manager reviews %(document)s; whoever may sign it signs it later.")


class TrackingMissing(DomainError):
    """The customer is told the number of what a carrier brings (PSL-34)."""

    code = "tracking_missing"
    text = _("Enter the tracking number: that of the express parcel, or of the forwarder's consignment note.")
    status = 400

    def at_fields(self) -> tuple[str, ...]:
        return ("tracking_number",)


class PackagingMissing(DomainError):
    """Valuable and fragile goods are sent with their packaging noted (PSL-33)."""

    code = "packaging_missing"
    text = _("These goods are valuable or fragile. Write how they are packed.")
    status = 400


class CarrierOverruled(DomainError):
    """Another carrier than the rule's needs its reason (PSL-33)."""

    code = "carrier_needs_reason"
    text = _("The rule chooses “%(rule)s” here. Give the reason for another way.")
    status = 400


class DayImpossible(DomainError):
    """A day that cannot be: arrival before dispatch or in the future, expected before today."""

    code = "day_impossible"
    text = _("This day is not possible: %(why)s")
    status = 400


class MoreThanDelivered(DomainError):
    """More would come back than was delivered (PSL-53)."""

    code = "more_than_delivered"
    text = _("%(part)s: %(left)s of this note can still come back, %(asked)s are asked for.")


class NotDispatched(DomainError):
    """Only what has left comes back; what has not is taken back by cancelling the note."""

    code = "not_dispatched"
    text = _("%(note)s has not been dispatched. Cancel it instead.")


class ReplacementUnderway(DomainError):
    """Goods of a return that was settled by these are not settled twice."""

    code = "replacement_underway"
    text = _("%(note)s replaces these goods already.")
