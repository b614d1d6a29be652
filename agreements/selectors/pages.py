"""What the pages of agreements show (CUS-10, CUS-20, CUS-30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from agreements import policies
from agreements.choices import AgreementState
from agreements.models import Agreement, AgreementReview, AgreementVersion, Amendment, PlanItem
from agreements.rules.versions import CHANGED, SAME, Pair, paired
from agreements.selectors.agreements import SOON, in_force
from core import formats
from core.actors import Actor
from core.documents import may

LINE_FIELDS = ("technical", "quantity", "unit", "unit_price", "tax_rate", "amount", "due_date")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the service plan with what the reader may do."""

    item: PlanItem
    is_late: bool
    can_deliver: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a version is in force, comes later or ran out: words, tone and sign."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with how it stands today; none where it is not signed."""

    version: AgreementVersion
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """An agreement with its versions, and what the reader may do."""

    shown: AgreementVersion
    current: AgreementVersion | None
    standing: Standing | None
    versions: Sequence[VersionRow]
    reviews: Sequence[AgreementReview]
    amendments: Sequence[Amendment]
    plan: Sequence[PlanRow]
    renewals: Sequence[Agreement]
    is_ending: bool
    is_ended: bool
    can_edit: bool
    can_submit: bool
    can_sign: bool
    can_cancel: bool
    can_amend: bool
    can_renew: bool
    can_plan: bool


def agreement_page(agreement: Agreement, actor: Actor, *, on: date) -> AgreementPage:
    """Everything on one page, in a fixed number of statements."""
    versions = list(agreement.versions.filter(number__isnull=False).prefetch_related("lines"))
    current = in_force(agreement, on=on)
    shown = _shown(versions, current, on=on)
    signed = agreement.state == AgreementState.SIGNED
    edits = policies.can_edit(agreement, actor)
    renewals = list(agreement.renewals.exclude(state__in=("CANCELLED", "DECLINED")))
    amendments = list(agreement.amendments.all())
    running = any(one.state in {"IN_REVIEW", "RETURNED", "READY"} for one in amendments)
    plan = agreement.plan.select_related("department", "person", "done_by")
    return AgreementPage(
        shown=shown,
        current=current,
        standing=_standing(shown, on=on),
        versions=[VersionRow(one, _standing(one, on=on)) for one in versions],
        reviews=list(agreement.reviews.select_related("of")),
        amendments=amendments,
        plan=[
            PlanRow(item, item.is_late(on), item.done_on is None and policies.can_deliver(item, agreement, actor))
            for item in plan
        ],
        renewals=renewals,
        is_ending=signed and on <= agreement.end_date <= on + SOON,
        is_ended=signed and agreement.end_date < on,
        can_edit=policies.can_change_draft(agreement, actor),
        can_submit=may(agreement, "submit", actor),
        can_sign=may(agreement, "sign", actor),
        can_cancel=may(agreement, "cancel", actor),
        can_amend=signed and edits and not running,
        can_renew=signed and edits and not renewals,
        can_plan=edits and agreement.state in {AgreementState.READY, AgreementState.SIGNED},
    )


def _shown(versions: Sequence[AgreementVersion], current: AgreementVersion | None, *, on: date) -> AgreementVersion:
    """The version the page is about: the one in force; before the first begins that one, never one that only takes
    over from it later; after the end the last (CUS-20).
    """
    for one in versions:
        if (current is not None and one.pk == current.pk) or (current is None and one.start_date > on):
            return one
    return versions[-1]


def _standing(version: AgreementVersion, *, on: date) -> Standing | None:
    """How a version stands on a day; nothing before it is signed."""
    if version.signed_on is None:
        return None
    if version.start_date > on:
        return Standing(_("In force from %(day)s") % {"day": formats.day(version.start_date)}, "info", "clock")
    if version.end_date < on:
        return Standing(_("Void since %(day)s") % {"day": formats.day(version.end_date + DAY)}, "mute", "ban")
    return Standing(_("In force"), "ok", "shield-check")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side: each field with its words, each line with its pair."""

    head: Sequence[tuple[str, str, str, bool]]
    lines: Sequence[Pair]
    changes: int


def compared(before: AgreementVersion, after: AgreementVersion) -> Compared:
    """Two versions field by field (CUS-20)."""
    head = [
        (label, _words(before, name), _words(after, name), getattr(before, name) != getattr(after, name))
        for name, label in (
            ("subject", _("Subject")), ("start_date", _("From")), ("end_date", _("Until")), ("amount", _("Amount")),
            ("terms", _("Terms")), ("special_technical", _("Special technical terms")),
            ("special_contract", _("Special contract terms")), ("signed_on", _("Signed on")),
            ("signed_for_us", _("Signed for us by")), ("signed_for_customer", _("Signed for the customer by")),
        )
    ]  # fmt: skip
    lines = paired(list(before.lines.all()), list(after.lines.all()), key="product", fields=LINE_FIELDS)
    changed = sum(1 for row in head[:7] if row[3]) + sum(1 for one in lines if one.state != SAME)
    return Compared(head, lines, changed)


def _words(version: AgreementVersion, name: str) -> str:
    value: Any = getattr(version, name)
    if value in (None, ""):
        return formats.NOTHING
    if isinstance(value, date):
        return formats.day(value)
    return formats.amount(value) if name == "amount" else str(value)


__all__ = ["CHANGED", "AgreementPage", "Compared", "PlanRow", "agreement_page", "compared"]
