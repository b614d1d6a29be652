"""Changes of an agreement in force: asked for, reviewed, confirmed, signed; or refused (CUS-20, CUS-21)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import locks, policies
from agreements.choices import AgreementState, AmendmentState, Ground, Part, Side
from agreements.errors import AmendmentRunning, NotConfirmed, TakesOverWrong
from agreements.models import Agreement, AgreementVersion, Amendment
from agreements.rules.versions import takes_over, touched
from agreements.selectors.agreements import last_signed, open_amendment
from agreements.services import agreements, reviews, versions
from agreements.services.inputs import AmendmentInput, RequirementInput, SignatureInput
from core import audit, documents, formats, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text

PREFIX = "AM"


@transaction.atomic
def ask(
    *,
    agreement_id: int,
    wanted: AmendmentInput,
    form: RequirementInput,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Amendment:
    """Ask for a change of a signed agreement, on our side or the customer's; the parts it touches are reviewed.

    Raises AmendmentRunning, TakesOverWrong, ReasonMissing, InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    row = locks.lock_agreement(agreement_id)
    documents.require_version(row, version)
    if not policies.can_edit(row, actor):
        raise NotAllowed(document=str(row))
    if row.state != AgreementState.SIGNED:
        raise WrongState(document=str(row), state=row.get_state_display())
    running = open_amendment(row)
    if running is not None:
        raise AmendmentRunning(amendment=str(running))
    today = timezone.localdate(at)
    _require_fit(row, wanted.says.start_date, wanted.says.end_date, signed=today)
    proposed = AgreementVersion(agreement=row, created_by_id=actor.known_id, created_at=at)
    versions.write(proposed, wanted.says, agreement=row)
    made = Amendment(
        agreement=row, proposed=proposed, created_by_id=actor.known_id, created_at=at, submitted_at=at,
        number=numbers.take(PREFIX, today.year),
    )  # fmt: skip
    _fill(made, wanted)
    made.save()
    _record(made, "ask", actor, at, {"change": made.change[:500], "amendment_reason": made.reason[:500]})
    reviews.open_review(row, proposed, form, grounds=[Ground.AMENDMENT.value], actor=actor, at=at)
    return made


@transaction.atomic
def ask_again(
    *,
    amendment_id: int,
    wanted: AmendmentInput,
    form: RequirementInput,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Amendment:
    """Change a returned amendment and hand it in again: another review. Raises what `ask` raises."""
    made = locks.lock_amendment(amendment_id)
    documents.require_version(made, version)
    documents.require(made, "submit", actor=actor)
    _require_fit(made.agreement, wanted.says.start_date, wanted.says.end_date, signed=timezone.localdate(at))
    versions.write(made.proposed, wanted.says, agreement=made.agreement)
    _fill(made, wanted)
    documents.perform(made, "submit", actor=actor, at=at, facts={"change": made.change[:500]})
    reviews.open_review(made.agreement, made.proposed, form, grounds=[Ground.AMENDMENT.value], actor=actor, at=at)
    return made


@transaction.atomic
def confirm(
    *, amendment_id: int, side: str, name: str, on: date, actor: Actor, at: datetime, version: int | None = None
) -> Amendment:
    """Record that one side confirms what was agreed. Raises InvalidInput, StaleDocument, WrongState, NotAllowed."""
    made = locks.lock_amendment(amendment_id)
    documents.require_version(made, version)
    if not policies.can_amend(made, actor):
        raise NotAllowed(document=str(made))
    if made.state != AmendmentState.READY:
        raise WrongState(document=str(made), state=made.get_state_display())
    name = visible_text(name).strip()[:80]
    if side not in Side.values or not name or on > timezone.localdate(at):
        raise InvalidInput(problem=_("Say who confirmed it and when; not in the future."))
    if side == Side.US:
        made.confirmed_by_us, made.confirmed_by_us_on = name, on
        fields: tuple[str, ...] = ("confirmed_by_us", "confirmed_by_us_on")
    else:
        made.confirmed_by_customer, made.confirmed_by_customer_on = name, on
        fields = ("confirmed_by_customer", "confirmed_by_customer_on")
    documents.touch(made, fields=fields)
    _record(
        made,
        "confirm",
        actor,
        at,
        {"side": audit.in_both(lambda code: Side(code).label, side), "confirmed_by": name, "day": on.isoformat()},
    )
    return made


@transaction.atomic
def sign(
    *,
    amendment_id: int,
    signature: SignatureInput,
    void_from: date,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Amendment:
    """Both sides signed: the new version is in force from `void_from`, the day it states the old one void; until the
    day before, the old one. It is the day that was reviewed and confirmed; nobody alone signs another (CUS-20).

    Raises NotConfirmed, TakesOverWrong, InvalidInput, StaleDocument, WrongState, NotAllowed.
    """
    made = locks.lock_amendment(amendment_id)
    documents.require_version(made, version)
    documents.require(made, "sign", actor=actor)
    if made.confirmed_by_us_on is None or made.confirmed_by_customer_on is None:
        raise NotConfirmed(document=str(made))
    row, new = made.agreement, made.proposed
    if void_from != new.start_date:
        problem = _(
            "Both sides confirmed %(day)s as the day from which the old version is void. For another day,"
            " ask for the change anew."
        )
        raise InvalidInput(problem=problem % {"day": formats.day(new.start_date)})
    last = _require_fit(row, void_from, new.end_date, signed=signature.signed_on)
    last.end_date = void_from - timedelta(days=1)
    last.save(update_fields=("end_date",))
    agreements.require_reviewed_before(new, signature.signed_on)
    agreements.seal(new, signature, number=(last.number or 0) + 1, at=at)
    row.subject, row.end_date = new.subject, new.end_date
    documents.touch(row, fields=("subject", "end_date"))
    facts = {"void_from": formats.day(void_from), "agreement_version": str(new.number)}
    documents.perform(made, "sign", actor=actor, at=at, facts=facts, signed_on=signature.signed_on)
    audit.record(
        kind=row.kind, document_id=row.pk, label=str(row), code="agreement.amend", actor=actor, at=at,
        facts=facts | {"amendment": str(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(*, amendment_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Amendment:
    """Take a change back; the agreement stays as it is. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    made = locks.lock_amendment(amendment_id)
    documents.require_version(made, version)
    documents.perform(made, "withdraw", actor=actor, at=at, reason=reason)
    reviews.withdraw_of(made.proposed, actor=actor, at=at, reason=reason)
    return made


def _require_fit(row: Agreement, stated: date, end: date, *, signed: date) -> AgreementVersion:
    """The signed version that runs last, if another can take over from it on this day. Raises TakesOverWrong."""
    last = last_signed(row)
    if last is None:
        raise WrongState(document=str(row), state=row.get_state_display())
    wrong = takes_over(stated=stated, last_start=last.start_date, last_end=last.end_date, signed=signed, end=end)
    if wrong:
        said = {
            "before_last": _("the version before it begins on %(day)s") % {"day": formats.day(last.start_date)},
            "gap": _("the version before it ends on %(day)s already") % {"day": formats.day(last.end_date)},
            "before_signing": _("it is signed on %(day)s only") % {"day": formats.day(signed)},
            "ends_first": _("it ends on %(day)s already") % {"day": formats.day(end)},
        }
        raise TakesOverWrong(day=stated, problem=said[wrong])
    return last


def _fill(made: Amendment, wanted: AmendmentInput) -> None:
    made.reason, made.change = require_reason(wanted.reason)[:2000], require_reason(wanted.change)[:4000]
    if wanted.asked_by not in Side.values:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    made.asked_by = wanted.asked_by
    made.parts = [one for one in Part.values if one in set(wanted.parts)]
    if not made.parts:
        raise InvalidInput(problem=_("Choose the parts of the review the change touches."))
    _require_parts(made)


def _require_parts(made: Amendment) -> None:
    """Nobody leaves out a part whose matter is changed (CUS-20). Raises InvalidInput."""
    last, new = last_signed(made.agreement), made.proposed
    if last is None:
        return
    parts = touched(last, new, before_lines=list(last.lines.all()), after_lines=list(new.lines.all()))
    left_out = [str(Part(one).label) for one in parts if one not in made.parts]
    if left_out:
        problem = _("The change touches these parts of the review too: %(parts)s. Choose them as well.")
        raise InvalidInput(problem=problem % {"parts": _(", ").join(left_out)})


def _record(made: Amendment, what: str, actor: Actor, at: datetime, facts: dict[str, Any]) -> None:
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code=f"amendment.{what}", actor=actor, at=at,
        after=made.state, facts=facts,
    )  # fmt: skip
