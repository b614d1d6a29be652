"""Filters of lists kept under a name: one's own, shared with the department or with everybody; one of them may be
what a list opens with (GEN-13, RPT-02).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from core.actors import Actor
from core.errors import DomainError, NotAllowed
from core.models import Audience, SavedView, UsualView

NOT_ASKED = ("page", "format", "view", "sel")
"""Parameters that say nothing about what a list shows."""
UNFILTERED = "?view="
"""The address of a list without filters: an address without a question would open the reader's usual view."""
LONGEST_QUERY = 1000
BROUGHT_BACK_WITHIN = timedelta(days=7)


class ViewNameTaken(DomainError):
    """Two views of one person on one list under one name."""

    code = "view_name_taken"
    text = _("You already have a view called “%(name)s”. Choose another name, or delete that one first.")


class ViewTooLong(DomainError):
    """More filters than a view keeps."""

    code = "view_too_long"
    text = _("These filters are too many to be kept. Take one off and try again.")


def cleaned(query: str | QueryDict) -> str:
    """What of an address is the question, always spelled the same, so that a view is recognised."""
    asked = QueryDict(query) if isinstance(query, str) else query
    kept = QueryDict(mutable=True)
    for name in sorted(asked):
        if name not in NOT_ASKED and (values := [value for value in asked.getlist(name) if value]):
            kept.setlist(name, values)
    return kept.urlencode()


def menu_of(actor: Actor, list_name: str, *, at: datetime) -> tuple[list[SavedView], list[SavedView]]:
    """The views of a list an actor can choose from, by name, of which `is_usual` is the one it opens with; and one's
    own that were deleted lately and can be brought back. One statement: the head of every list asks for both.
    """
    deleted = Q(owner=actor.person_id or 0, deleted_at__gte=at - BROUGHT_BACK_WITHIN)
    usual = UsualView.objects.filter(person=actor.person_id or 0, view=OuterRef("pk"))
    rows = SavedView.objects.filter((_is_seen(actor) & Q(deleted_at__isnull=True)) | deleted, list_name=list_name)
    views = rows.select_related("owner").annotate(
        is_usual=Exists(usual),
        is_own=ExpressionWrapper(Q(owner=actor.person_id or 0), output_field=BooleanField()),
    )
    return [view for view in views if view.deleted_at is None], [view for view in views if view.deleted_at]


def seen_by(actor: Actor) -> QuerySet[SavedView]:
    """Every view of every list an actor finds: one's own, deleted ones too, and those shared with them."""
    return _seen(actor).filter(Q(deleted_at__isnull=True) | Q(owner=actor.person_id or 0))


def list_at(path: str) -> str:
    """The name of the list page at an address; Http404 for anything else."""
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    if not getattr(match.func, "is_list", False):
        raise Http404
    return match.view_name


def own_view(actor: Actor, view_id: int) -> SavedView | None:
    """One of one's own views, deleted ones too."""
    return SavedView.objects.filter(pk=view_id, owner=actor.person_id or 0).first()


def usual_query(actor: Actor, list_name: str) -> str:
    """The address with which a list opens for a person; empty for none."""
    if actor.person_id is None or not list_name:
        return ""
    seen = _seen(actor).filter(deleted_at__isnull=True).values("pk")
    usual = UsualView.objects.filter(person=actor.person_id, list_name=list_name, view__in=seen)
    return usual.values_list("view__query", flat=True).first() or ""


def keep(*, list_name: str, name: str, query: str, audience: str, actor: Actor, at: datetime) -> SavedView:
    """Keep the filters of a list under a name. Raises ViewNameTaken, ViewTooLong, NotAllowed."""
    audience = _audience(audience, actor)
    asked = cleaned(query)
    if len(asked) > LONGEST_QUERY:
        raise ViewTooLong
    if actor.person_id is None:
        raise NotAllowed(document=name)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner_id=actor.person_id, list_name=list_name, name=name, query=asked, audience=audience,
                department_id=actor.department_id, created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ViewNameTaken(name=name) from error


def change(*, view_id: int, name: str, audience: str, actor: Actor) -> SavedView:
    """Give one's own view another name, or show it to others. Raises ViewNameTaken, NotAllowed."""
    audience = _audience(audience, actor)
    try:
        with transaction.atomic():
            view = _own(actor, view_id)
            view.name, view.audience, view.department_id = name, audience, actor.department_id
            view.save(update_fields=("name", "audience", "department_id"))
    except IntegrityError as error:
        raise ViewNameTaken(name=name) from error
    return view


@transaction.atomic
def delete(*, view_id: int, actor: Actor, at: datetime) -> SavedView:
    """Hide one's own view; it can be brought back for a week. Raises NotAllowed."""
    view = _own(actor, view_id)
    if view.deleted_at is None:
        view.deleted_at = at
        view.save(update_fields=("deleted_at",))
    return view


def restore(*, view_id: int, actor: Actor) -> SavedView:
    """Bring a deleted view back. Raises ViewNameTaken where its name went to another meanwhile, NotAllowed."""
    name = ""
    try:
        with transaction.atomic():
            view = _own(actor, view_id)
            name, view.deleted_at = view.name, None
            view.save(update_fields=("deleted_at",))
    except IntegrityError as error:
        raise ViewNameTaken(name=name) from error
    return view


@transaction.atomic
def set_usual(*, view_id: int, is_usual: bool, actor: Actor) -> SavedView:
    """Open the list with this view from now on, or no longer. Raises NotAllowed for one the actor does not see."""
    view = _seen(actor).filter(pk=view_id, deleted_at__isnull=True).first()
    if view is None or actor.person_id is None:
        raise NotAllowed(document=f"#{view_id}")
    mine = UsualView.objects.filter(person=actor.person_id, list_name=view.list_name)
    if is_usual:
        UsualView.objects.update_or_create(person_id=actor.person_id, list_name=view.list_name, defaults={"view": view})
    else:
        mine.filter(view=view).delete()
    return view


def _seen(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(_is_seen(actor))


def _is_seen(actor: Actor) -> Q:
    shared = Q(audience=Audience.EVERYBODY)
    if actor.department_id is not None:
        shared |= Q(audience=Audience.DEPARTMENT, department_id=actor.department_id)
    return Q(owner=actor.person_id or 0) | shared


def _own(actor: Actor, view_id: int) -> SavedView:
    view = SavedView.objects.select_for_update().filter(pk=view_id, owner=actor.person_id or 0).first()
    if view is None:
        raise NotAllowed(document=f"#{view_id}")
    return view


def _audience(wanted: str, actor: Actor) -> str:
    """Who stands in no department shares with none."""
    return Audience.OWN if wanted == Audience.DEPARTMENT and actor.department_id is None else wanted
