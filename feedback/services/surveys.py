"""Surveys: sent, answered by link or telephone, followed up (CMP-20)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.services import leads
from core import audit, documents, letters, mails, notifications, thresholds
from core.actors import Actor
from core.calendar import add_working_days
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason, visible_text
from core.models import MailKind
from customers.locks import lock_customer
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from feedback import locks, policies
from feedback.choices import AnswerWay, Score, SurveyKind, SurveyState
from feedback.errors import FollowUpOpen, LinkGone
from feedback.models import Survey
from feedback.rules.satisfaction import Answer, is_bad
from feedback.selectors.people import division_of
from feedback.services.inputs import AnswerInput, SurveyInput
from feedback.thresholds import BAD, LINK
from organization.models import Person

SALT = "feedback.survey"
ABOUT_SERVICE = (SurveyKind.SERVICE, SurveyKind.PERIODIC)
"""Surveys whose answer is about the service we deliver: it ends the leads it came of (CUS-02)."""
OLDEST = timedelta(days=120)
"""Signatures older than this are not looked at, whatever the row says."""


@transaction.atomic
def send(*, draft: SurveyInput, actor: Actor, at: datetime) -> Survey:
    """Ask a customer how content they are; an address gets the link by mail. Raises NotAllowed, InvalidInput."""
    if actor.person_id is None or not policies.can_manage_surveys(actor):
        raise NotAllowed(document=_("a survey"))
    customer = customers_visible_to(actor).filter(pk=draft.customer_id).first()
    if customer is None or not customer.is_in_use:
        raise InvalidInput(problem=_("There is no such customer."))
    if draft.survey_kind not in SurveyKind.values:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    customer = lock_customer(customer.pk)
    return make(
        customer=customer, survey_kind=draft.survey_kind, about=visible_text(draft.about)[:200],
        contact=visible_text(draft.contact)[:80], address=_address(draft.address), person_id=actor.person_id,
        actor=actor, at=at,
    )  # fmt: skip


def make(
    *, customer: Customer, survey_kind: str, about: str, contact: str, address: str, person_id: int, actor: Actor,
    at: datetime, occasion: str | None = None,
) -> Survey:  # fmt: skip
    """Ask a locked customer in somebody's name; an address gets the link by mail."""
    survey = Survey.objects.create(
        customer=customer, department_id=customer.department_id, division=division_of(customer.department_id),
        survey_kind=survey_kind, about=about, contact=contact, address=address, link_key=_key(), occasion=occasion,
        expires_at=_expiry(at), created_by_id=person_id, created_at=at, submitted_at=at,
    )  # fmt: skip
    _record(survey, "send", actor, at)
    _mail(survey, person_id, at)
    return survey


@transaction.atomic
def renew(*, survey_id: int, address: str, actor: Actor, at: datetime, version: int | None = None) -> Survey:
    """Make a new link; the one before is useless from now on. Raises InvalidInput, StaleDocument, WrongState,
    NotAllowed.
    """
    survey = _open(survey_id, actor, version)
    survey.address, survey.link_key, survey.expires_at = _address(address), _key(), _expiry(at)
    documents.touch(survey, fields=("address", "link_key", "expires_at"))
    _record(survey, "renew", actor, at)
    _mail(survey, actor.known_id, at)
    return survey


@transaction.atomic
def cancel(*, survey_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Survey:
    """Sent by mistake: its link is useless from now on. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    survey = locks.lock_survey(survey_id)
    documents.require_version(survey, version)
    documents.perform(survey, "cancel", actor=actor, at=at, reason=reason)
    return survey


@transaction.atomic
def enter(*, survey_id: int, given: AnswerInput, actor: Actor, at: datetime, version: int | None = None) -> Survey:
    """Enter what a customer said on the telephone. Raises InvalidInput, StaleDocument, WrongState, NotAllowed."""
    survey = _open(survey_id, actor, version)
    _answer(survey, given, way=AnswerWay.PHONE, actor=actor, at=at)
    return survey


@transaction.atomic
def answer_by_link(*, token: str, given: AnswerInput, at: datetime) -> Survey:
    """The customer answers by the link, once. Raises LinkGone, InvalidInput."""
    survey = locks.lock_survey(read_link(token, at=at).pk)
    _require_usable(survey, _read(token)[1], at=at)
    guest = Actor(person_id=None, name=survey.contact or survey.customer.name)  # nobody of ours, without any right
    _answer(survey, given, way=AnswerWay.LINK, actor=guest, at=at)
    return survey


@transaction.atomic
def follow_up(*, survey_id: int, note: str, actor: Actor, at: datetime, version: int | None = None) -> Survey:
    """Say that the customer was called back and what was agreed. Raises ReasonMissing (the note), FollowUpOpen,
    StaleDocument, WrongState, NotAllowed.
    """
    note = require_reason(note)[:2000]
    survey = locks.lock_survey(survey_id)
    documents.require_version(survey, version)
    if survey.follow_owner_id is None:
        raise WrongState(document=str(survey), state=survey.get_state_display())
    if actor.person_id is None or not policies.can_follow_up(survey, actor):
        raise NotAllowed(document=str(survey))
    if survey.followed_at is not None:
        raise FollowUpOpen
    survey.followed_at, survey.followed_by_id, survey.follow_note = at, actor.person_id, note
    documents.touch(survey, fields=("followed_at", "followed_by", "follow_note"))
    _record(survey, "follow_up", actor, at, {"note": note[:500]})
    return survey


def link_of(survey: Survey) -> str:
    """The whole address a customer opens; empty where it cannot be used any more."""
    if survey.state != SurveyState.OPEN or not survey.link_key:
        return ""
    token = signing.dumps([survey.pk, survey.link_key], salt=SALT)
    return letters.absolute(reverse("feedback_public:survey", kwargs={"token": token}))


def read_link(token: str, *, at: datetime) -> Survey:
    """The survey a link is of. Raises LinkGone: wrong, used, replaced or too old."""
    survey_id, key = _read(token)
    survey = Survey.objects.select_related("customer", "department").filter(pk=survey_id).first()
    if survey is None:
        raise LinkGone(why="wrong")
    _require_usable(survey, key, at=at)
    return survey


def _read(token: str) -> tuple[int, str]:
    try:
        survey_id, key = signing.loads(token, salt=SALT, max_age=OLDEST)
        return int(survey_id), str(key)
    except signing.SignatureExpired as error:
        raise LinkGone(why="old") from error
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise LinkGone(why="wrong") from error


def _require_usable(survey: Survey, key: str, *, at: datetime) -> None:
    if survey.state == SurveyState.ANSWERED:
        raise LinkGone(why="used")
    if survey.state != SurveyState.OPEN or not secrets.compare_digest(survey.link_key, key):
        raise LinkGone(why="old")
    if survey.expires_at is None or survey.expires_at <= at:
        raise LinkGone(why="old")


def _answer(survey: Survey, given: AnswerInput, *, way: str, actor: Actor, at: datetime) -> None:
    """Keep an answer; a bad one goes to whoever looks after the customer (CMP-20). Raises InvalidInput."""
    known = given.recommend is None or 0 <= given.recommend <= 10
    if given.score not in Score.values or not known:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    survey.score, survey.recommend = given.score, given.recommend
    survey.comment = visible_text(given.comment)[:2000]
    today = timezone.localdate(at)
    bad = thresholds.in_force(BAD, on=today).of(BAD)
    answer = Answer(given.score, given.recommend)
    is_followed = is_bad(answer, score_to=int(bad.figure("score")), recommend_to=int(bad.figure("recommend")))
    if is_followed:
        due = add_working_days(start=today, days=int(bad.figure("days")))
        survey.ask_follow_up(owner_id=_owner(survey), due=due)
    if survey.survey_kind in ABOUT_SERVICE:
        words = f"{survey}: {survey.get_score_display()}"
        leads.surveyed(customer_id=survey.customer_id, asked_at=survey.created_at, words=words, at=at)
    facts = {"score": given.score} | ({"recommend": given.recommend} if given.recommend is not None else {})
    documents.perform(survey, "answer", actor=actor, at=at, way=way, by_id=actor.person_id, facts=facts)
    if is_followed and survey.follow_owner_id is not None:
        notifications.notify(
            [survey.follow_owner_id], code="survey.follow_up", kind=survey.kind, document_id=survey.pk,
            label=str(survey), key=f"survey.follow_up:{survey.pk}", at=at,
            facts={"score": str(given.score), "comment": survey.comment[:200]},
        )  # fmt: skip


def _owner(survey: Survey) -> int:
    """Whoever looks after the customer; who sent the survey where they work here no more."""
    owner = Person.objects.filter(pk=survey.customer.owner_id, is_active=True).first()
    return owner.pk if owner is not None else survey.created_by_id


def _open(survey_id: int, actor: Actor, version: int | None) -> Survey:
    survey = locks.lock_survey(survey_id)
    documents.require_version(survey, version)
    if not policies.can_manage_surveys(actor):
        raise NotAllowed(document=str(survey))
    if survey.state != SurveyState.OPEN:
        raise WrongState(document=str(survey), state=survey.get_state_display())
    return survey


def _mail(survey: Survey, person_id: int, at: datetime) -> None:
    if survey.address:
        language = "en" if survey.customer.is_foreign else "zh"
        mails.write(
            person_id=person_id, kind=MailKind.OUTSIDE, address=survey.address,
            key=f"survey:{survey.pk}:{survey.link_key}", at=at,
            facts={"kind": survey.kind, "document": survey.pk, "language": language},
        )  # fmt: skip


def _record(survey: Survey, move: str, actor: Actor, at: datetime, facts: dict[str, str] | None = None) -> None:
    audit.record(
        kind=survey.kind, document_id=survey.pk, label=str(survey), code=f"survey.{move}", actor=actor, at=at,
        after=survey.state, facts=facts or {},
    )  # fmt: skip


def _key() -> str:
    return secrets.token_hex(8)


def _expiry(at: datetime) -> datetime:
    days = thresholds.in_force(LINK, on=timezone.localdate(at)).of(LINK).figure("days")
    return at + timedelta(days=int(days))


def _address(typed: str) -> str:
    address = typed.strip()[:160]
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise InvalidInput(problem=_("This is no e-mail address.")) from error
    return address
