"""Who may do what with leads, agreements, reviews and amendments: pure functions over an actor and a row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.choices import Part
from core.actors import Actor

LEADS, SELL = "leads.view", "leads.edit"
PAYMENT, START = "leads.confirm_payment", "leads.confirm_start"
VIEW, MAKE, REVIEW = "agreements.view", "agreements.make", "agreements.start_review"
OVERRULE = "agreements.overrule"
ANSWERS = {
    Part.TECHNICAL: "agreements.answer_technical",
    Part.RESOURCES: "agreements.answer_resources",
    Part.CONDITIONS: "agreements.answer_conditions",
    Part.INSPECTION: "agreements.answer_inspection",
    Part.FINANCE: "agreements.answer_finance",
}
"""Who answers which part of a review (CUS-10)."""

LEAD_PERMISSIONS = (
    (LEADS, _("Read leads")),
    (SELL, _("Make leads, keep their sales log")),
    (PAYMENT, _("Confirm that a prospect has paid")),
    (START, _("Confirm from when service is delivered")),
)
PERMISSIONS = (
    (VIEW, _("Read agreements and their reviews")),
    (MAKE, _("Make agreements and ask for changes of them")),
    (REVIEW, _("Start and conclude reviews of agreements")),
    (ANSWERS[Part.TECHNICAL], _("Answer reviews: technical ability")),
    (ANSWERS[Part.RESOURCES], _("Answer reviews: expert resources")),
    (ANSWERS[Part.CONDITIONS], _("Answer reviews: conditions and capacity")),
    (ANSWERS[Part.INSPECTION], _("Answer reviews: inspection and complaints")),
    (ANSWERS[Part.FINANCE], _("Answer reviews: money, credit and margin")),
    (OVERRULE, _("Overrule the no of finance to an agreement")),
)
SEEING = (VIEW, MAKE, REVIEW, OVERRULE, *ANSWERS.values())
"""Whoever has one of these sees the agreements it reaches."""
LEAD_SEEING = (LEADS, SELL, PAYMENT, START)


def can_open(actor: Actor) -> bool:
    """Opens the pages of agreements; which rows, the selectors say."""
    return actor.is_system or any(actor.can_somewhere(code) for code in SEEING)


def can_open_leads(actor: Actor) -> bool:
    """Opens the pages of leads."""
    return actor.is_system or any(actor.can_somewhere(code) for code in LEAD_SEEING)


def can_make(actor: Actor) -> bool:
    """Makes agreements somewhere."""
    return actor.person_id is not None and actor.can_somewhere(MAKE)


def can_sell(actor: Actor) -> bool:
    """Makes leads somewhere."""
    return actor.person_id is not None and actor.can_somewhere(SELL)


def can_edit(agreement: Any, actor: Actor) -> bool:
    """Writes this agreement, hands it in and signs it: who makes agreements for its department, and its owner."""
    if actor.person_id is None:
        return actor.is_system
    return actor.can(MAKE, agreement.department_id) or (
        actor.can_somewhere(MAKE) and actor.person_id in {agreement.owner_id, agreement.created_by_id}
    )


def can_change_draft(agreement: Any, actor: Actor) -> bool:
    """Changes what is written while nothing was handed in."""
    return agreement.state == "DRAFT" and can_edit(agreement, actor)


def by_review(_document: Any, _actor: Actor) -> bool:
    """Moves that only a review or the other document makes; the service asked for the right before."""
    return True


def can_review(review: Any, actor: Actor) -> bool:
    """Starts and concludes a review: the division manager (CUS-10); that it is not their own, the service asks."""
    return actor.person_id is not None and actor.can(REVIEW, review.agreement.department_id)


def can_overrule(review: Any, actor: Actor) -> bool:
    """Overrules the no of finance: the general manager alone (CUS-10)."""
    return actor.person_id is not None and actor.can(OVERRULE, review.agreement.department_id)


def can_answer(review: Any, part: str, actor: Actor) -> bool:
    """Answers for a part of a review."""
    return actor.person_id is not None and actor.can(ANSWERS[Part(part)], review.agreement.department_id)


def can_amend(amendment: Any, actor: Actor) -> bool:
    """Asks for a change, changes what was asked, confirms and signs it."""
    return can_edit(amendment.agreement, actor)


def can_edit_lead(lead: Any, actor: Actor) -> bool:
    """Moves a lead on and keeps its log."""
    if actor.person_id is None:
        return actor.is_system
    return actor.can(SELL, lead.department_id) or (
        actor.can_somewhere(SELL) and actor.person_id in {lead.owner_id, lead.created_by_id}
    )


def can_open_plans(actor: Actor) -> bool:
    """Opens the list of service plans: everybody who works here may have something to deliver; which lines, the
    selectors say.
    """
    return actor.is_system or actor.person_id is not None


def can_read_plans(actor: Actor) -> bool:
    """Has service plans among the pages of every day: who sees agreements, and whoever confirms services."""
    return can_open(actor) or actor.can_somewhere(START)


def can_deliver(item: Any, agreement: Any, actor: Actor) -> bool:
    """Says that something planned was delivered: who delivers it, whoever confirms services for the department that
    does, or who looks after the agreement (CUS-03).
    """
    if actor.person_id is None:
        return actor.is_system
    return can_edit(agreement, actor) or bool(item.person_id == actor.person_id) or actor.can(START, item.department_id)


def can_edit_research(report: Any, actor: Actor) -> bool:
    """Writes a market research report, issues it and takes it back: who sells for its department, and who wrote it."""
    if actor.person_id is None:
        return actor.is_system
    return actor.can(SELL, report.department_id) or (
        actor.can_somewhere(SELL) and actor.person_id == report.created_by_id
    )


def can_change_research(report: Any, actor: Actor) -> bool:
    """Changes what it says, while it is a draft."""
    return report.state == "DRAFT" and can_edit_research(report, actor)


def can_confirm_payment(lead: Any, actor: Actor) -> bool:
    """Confirms that the prospect paid: finance, never who sells (CUS-02)."""
    own = actor.person_id in {lead.owner_id, lead.created_by_id}
    return actor.person_id is not None and actor.can(PAYMENT, lead.department_id) and not own


def can_confirm_start(lead: Any, actor: Actor) -> bool:
    """Confirms from when service is delivered: the delivering division (CUS-02)."""
    return actor.person_id is not None and actor.can(START, lead.delivered_by_id or lead.department_id)
