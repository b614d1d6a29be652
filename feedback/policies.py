"""Who may do what with market information and surveys: pure functions over an actor (MKT-01 to MKT-04, CMP-20)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor

SCREEN, REVIEW, DECIDE, ANSWER = "market.screen", "market.review", "market.decide", "market.answer"
SURVEYS, VIEW = "surveys.manage", "complaints.view"
PERMISSIONS = (
    (SCREEN, _("Screen, classify and archive market information")),
    (REVIEW, _("Review transfer slips of market information")),
    (DECIDE, _("Decide on important transfer slips")),
    (ANSWER, _("Give a department's feedback on market information")),
    (SURVEYS, _("Send satisfaction surveys and enter answers")),
)


def can_open(actor: Actor) -> bool:
    """Opens the lists and reports information: everybody who works here (MKT-01)."""
    return actor.is_system or actor.person_id is not None


def sees_all(actor: Actor) -> bool:
    """The information manager serves the whole company; management reads it."""
    return actor.is_system or any(actor.can_somewhere(code) for code in (SCREEN, REVIEW, DECIDE, VIEW))


def can_screen(_document: Any, actor: Actor) -> bool:
    """The information manager (MKT-01)."""
    return actor.can_somewhere(SCREEN)


def is_reporter(information: Any, actor: Actor) -> bool:
    """Who reported it."""
    return bool(information.created_by_id == actor.person_id)


def can_transfer(information: Any, actor: Actor) -> bool:
    """Writes the transfer slip: whoever reported it, or the information manager (MKT-02)."""
    return can_screen(information, actor) or is_reporter(information, actor)


def is_writer(slip: Any, actor: Actor) -> bool:
    """Who wrote a slip."""
    return bool(slip.created_by_id == actor.person_id)


def by_approval(_document: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the engine acts as the decider."""
    return True


def can_answer(sheet: Any, actor: Actor) -> bool:
    """Gives a department's feedback: whoever leads it (MKT-03)."""
    return actor.can(ANSWER, sheet.department_id)


def can_reward(actor: Actor) -> bool:
    """Decides on rewards; that it is not for themself, the service asks (MKT-04)."""
    return actor.can_somewhere(REVIEW) or actor.can_somewhere(DECIDE)


def can_manage_surveys(actor: Actor) -> bool:
    """Sends surveys and enters answers given by telephone (CMP-20)."""
    return actor.is_system or actor.can_somewhere(SURVEYS)


def sees_all_surveys(actor: Actor) -> bool:
    """Customer service, and who reads the complaints of the company."""
    return can_manage_surveys(actor) or actor.can_somewhere(VIEW)


def manages(_survey: Any, actor: Actor) -> bool:
    """The same, asked of one survey."""
    return can_manage_surveys(actor)


def can_follow_up(survey: Any, actor: Actor) -> bool:
    """Calls the customer back: whoever the follow-up belongs to, or customer service."""
    return bool(survey.follow_owner_id == actor.person_id) or can_manage_surveys(actor)


def anybody(_survey: Any, _actor: Actor) -> bool:
    """Whoever holds the link answers; the service has read it (CMP-20)."""
    return True
