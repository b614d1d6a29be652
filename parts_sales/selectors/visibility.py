"""Which quotes, applications, inquiries and violations somebody sees (GEN-10)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from approvals import selectors as approvals
from core.actors import Actor, Scope
from parts_sales import policies
from parts_sales.models import PriceApplication, Quote


def quotes_visible_to(actor: Actor) -> QuerySet[Quote]:
    """Those of one's own house and where one quotes or sees costs, and those one has or had to decide on, be it by an
    application for their prices.
    """
    own = of_house(actor, Quote.kind)
    if not own:
        return Quote.objects.all()
    applied = PriceApplication.objects.filter(approvals.acted_on(actor=actor, kind=PriceApplication.kind))
    return Quote.objects.filter(own | Q(pk__in=applied.values("quote")))


def applications_visible_to(actor: Actor) -> QuerySet[PriceApplication]:
    """As quotes: an application belongs to its quote's department."""
    return PriceApplication.objects.filter(of_house(actor, PriceApplication.kind))


def sight(actor: Actor) -> Scope:
    """The departments whose sales one sees."""
    return actor.sight(policies.QUOTE) | actor.scope_of(policies.APPROVE) | actor.scope_of(policies.VIEW_COSTS)


def of_house(actor: Actor, kind: str) -> Q:
    """Rows with a department and a maker: one's own, those of the departments one sees, those one decides on."""
    scope = sight(actor)
    if scope.company or actor.is_system:
        return Q()
    if actor.person_id is None:
        return Q(pk__in=())
    return (
        Q(department__in=scope.departments) | Q(created_by=actor.person_id) | approvals.acted_on(actor=actor, kind=kind)
    )
