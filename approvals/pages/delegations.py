"""Delegations as pages show them: the list, the notes above the inbox, the card on the profile (APR-07)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from approvals import forms, selectors
from approvals.models import Delegation
from core import formats
from core.actors import Actor
from organization.profile_cards import Card

END_WORDS = {
    "LEFT": gettext_lazy("One of the two left the company."),
    "NO_RIGHT": gettext_lazy("Who stood in has no right to decide any more."),
    "PAIR": gettext_lazy("Who stood in holds a right that does not go with it."),
}
"""Why the application itself ended one, by the word kept with it."""


@dataclass(frozen=True, slots=True)
class Look:
    """A state in words, with the badge's tone and icon."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A delegation as the list shows it."""

    row: Delegation
    kinds: str
    state: Look
    decisions: int
    is_mine: bool
    can_end: bool
    end_reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One that holds today, for the reader: `is_away` where somebody decides for them."""

    id: int
    is_away: bool
    who: str
    back: date
    limits: str


def entries(rows: Iterable[Delegation], *, actor: Actor, on: date) -> list[Entry]:
    """Rows with all the list shows of them, in a constant number of statements."""
    given = list(rows)
    made = selectors.decisions_by_delegation(given)
    return [
        Entry(
            row=row,
            kinds=kinds_of(row),
            state=state_of(row, on=on),
            decisions=made[row.pk],
            is_mine=actor.person_id == row.delegator_id,
            can_end=row.state_on(on) != "ENDED" and actor.person_id in {row.delegator_id, row.delegate_id},
            end_reason=str(END_WORDS.get(row.end_reason, row.end_reason)),
        )
        for row in given
    ]


def standing(actor: Actor, *, on: date) -> list[Standing]:
    """What holds today for the reader, their own absence first."""
    found = [
        Standing(
            id=row.pk,
            is_away=row.delegator_id == actor.person_id,
            who=(row.delegate if row.delegator_id == actor.person_id else row.delegator).name,
            back=row.end_date,
            limits=limits_of(row),
        )
        for row in selectors.concerning(actor, on=on)
    ]
    return sorted(found, key=lambda one: not one.is_away)


def profile_card(actor: Actor, on: date) -> Card | None:
    """The card on the profile, for those who decide or stand in."""
    can = selectors.decides_on_something(person_id=actor.person_id or 0, on=on)
    now = standing(actor, on=on)
    if not can and not now:
        return None
    return Card("approvals/parts/profile_delegations.html", {"standing": now, "can_delegate": can})


def kinds_of(row: Delegation) -> str:
    """The kinds of document it is about, in words."""
    known = dict(forms.kind_choices())
    return _(", ").join(known.get(code, code) for code in row.document_kinds) or _("Every kind")


def limits_of(row: Delegation) -> str:
    """What it does not reach beyond, in brackets behind a sentence; empty where it reaches everything."""
    words = [kinds_of(row)] if row.document_kinds else []
    if row.amount_cap is not None:
        words.append(_("up to %(amount)s") % {"amount": formats.amount(row.amount_cap)})
    return _(" (%(limits)s)") % {"limits": _(", ").join(words)} if words else ""


def days_of(row: Delegation) -> str:
    """Its days in words."""
    return _("from %(start)s, back on %(end)s") % {
        "start": formats.day(row.start_date),
        "end": formats.day(row.end_date),
    }


def state_of(row: Delegation, *, on: date) -> Look:
    """Its state on a day."""
    return {
        "HOLDS": Look(pgettext("delegation", "In force"), "info", "user-share"),
        "COMING": Look(_("To come"), "mute", "hourglass"),
        "ENDED": Look(pgettext("delegation", "Ended"), "over", "arrow-back"),
    }[row.state_on(on)]
