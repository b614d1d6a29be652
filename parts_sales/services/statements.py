"""Monthly statements: made by the clock or by hand, sent, confirmed or disputed by the customer (PSL-25)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, jobs, mails, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, require_reason, visible_text
from core.models import MailKind
from core.paper import LANGUAGES
from customers import locks as customer_locks
from customers.models import Customer
from parts_sales import policies_money
from parts_sales.choices import ConfirmedBy
from parts_sales.errors_money import NothingToState, StatementExists, StatementFollowed, StatementNotYet
from parts_sales.models import CreditTerm, SalesOrder, Statement, StatementLine
from parts_sales.rules import statements as rules
from parts_sales.selectors import credit as reads
from parts_sales.selectors import statements as selectors

PREFIX = "STM"


@transaction.atomic
def make_statement(*, customer_id: int, month: date, actor: Actor, at: datetime) -> Statement:
    """Draw up a customer's month by hand, for any customer of whose orders one sees some. It goes on from the statement
    before; what has become different in earlier months since then stands as a correction.

    Raises NotAllowed, InvalidInput, StatementNotYet, StatementExists, NothingToState.
    """
    if actor.person_id is None or not policies_money.can_keep_statements(actor):
        raise NotAllowed(document=_("Statement"))
    if not selectors.customers_offered(actor).filter(pk=customer_id).exists():
        raise InvalidInput(problem=_("Choose one of the values offered."))
    customer = customer_locks.lock_customer(customer_id)
    term = _term_of(customer)
    newest = SalesOrder.objects.filter(customer=customer).order_by("-created_at").values_list("department", flat=True)
    department_id = term.department_id if term is not None else newest[0]
    made = Statement(customer=customer, department_id=department_id, created_by_id=actor.person_id)
    return _make(made, month=month.replace(day=1), actor=actor, at=at)


def make_monthly(*, at: datetime) -> int:
    """Write a job for each credit customer whose last month has no statement; how many. Safe to run twice and late."""
    month = selectors.last_month(timezone.localdate(at))
    ids = list(selectors.customers_without(month).values_list("pk", flat=True))
    for pk in ids:
        jobs.after_commit(
            "parts_sales.make_statement", key=f"statement:{pk}:{month}", customer_id=pk, month=month.isoformat()
        )
    return len(ids)


@jobs.handler("parts_sales.make_statement")
def make_one(*, customer_id: int, month: str, at: datetime) -> None:
    """One credit customer's month (PSL-25), in the name of whoever applied for its terms; nothing where nothing is to
    be stated, or somebody was quicker."""
    customer = customer_locks.lock_customer(customer_id)
    term = _term_of(customer)
    if term is None:
        return
    made = Statement(customer=customer, department_id=term.department_id, created_by_id=term.created_by_id)
    try:
        _make(made, month=date.fromisoformat(month), actor=SYSTEM, at=at)
    except (NothingToState, StatementExists, StatementNotYet):
        return


@transaction.atomic
def send(
    *,
    statement_id: int,
    way: str,
    to: str = "",
    language: str = "zh-hans",
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Statement:
    """It goes to the customer: by e-mail as PDF from here, or printed and marked. It can be sent again.

    Raises StaleDocument, WrongState, NotAllowed, InvalidInput.
    """
    statement = _locked(statement_id, version)
    documents.require(statement, "send", actor=actor)
    language = language or LANGUAGES[0]
    if way not in ConfirmedBy.values or language not in LANGUAGES:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    address = visible_text(to)[:254]
    if way == ConfirmedBy.EMAIL:
        _require_address(address)
        mails.write(
            person_id=actor.known_id, kind=MailKind.OUTSIDE, address=address,
            key=f"statement:{statement.pk}:{statement.version}", at=at,
            facts={"kind": statement.kind, "document": statement.pk, "language": language},
        )  # fmt: skip
    facts = {"told": address} if address else {}
    documents.perform(statement, "send", actor=actor, at=at, facts=facts, way=way, to=address)
    return statement


@transaction.atomic
def confirm(
    *, statement_id: int, way: str, name: str, actor: Actor, at: datetime, version: int | None = None
) -> Statement:
    """The customer agrees: who said so, how. A disputed one may be agreed to after all. Raises StaleDocument,
    WrongState, NotAllowed, InvalidInput."""
    statement = _locked(statement_id, version)
    said = _answer(way, name)
    documents.perform(statement, "confirm", actor=actor, at=at, facts={"who": said}, way=way, name=said)
    return statement


@transaction.atomic
def contest(
    *, statement_id: int, way: str, name: str, what: str, actor: Actor, at: datetime, version: int | None = None
) -> Statement:
    """The customer disputes it: who, how, what exactly. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed,
    InvalidInput."""
    what = require_reason(what)[:1000]
    statement = _locked(statement_id, version)
    said = _answer(way, name)
    facts = {"who": said}
    documents.perform(statement, "contest", actor=actor, at=at, reason=what, facts=facts, way=way, name=said, what=what)
    return statement


@transaction.atomic
def renew(*, statement_id: int, actor: Actor, at: datetime, version: int | None = None) -> Statement:
    """Draw a month up anew that was not sent, or was disputed, as long as no later month goes on from it.

    Raises StaleDocument, WrongState, NotAllowed, StatementFollowed.
    """
    customer_locks.lock_customer(Statement.objects.values_list("customer", flat=True).get(pk=statement_id))
    statement = _locked(statement_id, version)
    documents.require(statement, "renew", actor=actor)
    if selectors.has_later(statement):
        raise StatementFollowed(statement=str(statement))
    statement.lines.all().delete()
    lines = _fill(statement)
    facts = {"amount": f"{statement.closing:.2f}"}
    documents.perform(statement, "renew", actor=actor, at=at, facts=facts)
    StatementLine.objects.bulk_create(lines)
    return statement


# --- Parts ------------------------------------------------------------------------------------------------------------


def _make(made: Statement, *, month: date, actor: Actor, at: datetime) -> Statement:
    """Number and keep the statement of a locked customer's month."""
    made.month, made.created_at = month, at
    if selectors.month_after(month) > timezone.localdate(at):
        raise StatementNotYet
    existing = Statement.objects.filter(customer=made.customer, month=month).first()
    if existing is not None:
        raise StatementExists(statement=str(existing))
    if Statement.objects.filter(customer=made.customer, month__gt=month).exists():
        raise StatementNotYet
    lines = _fill(made)
    if not lines and not made.opening:
        raise NothingToState(customer=made.customer)
    made.number = numbers.take(PREFIX, timezone.localdate(at).year)
    made.save()
    for line in lines:
        line.statement = made
    StatementLine.objects.bulk_create(lines)
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code="statement.create", actor=actor, at=at,
        after=made.state, facts={"amount": f"{made.closing:.2f}"},
    )  # fmt: skip
    return made


def _fill(statement: Statement) -> list[StatementLine]:
    """Compute the figures of a statement; its lines, not yet kept."""
    start, end = statement.month, selectors.month_after(statement.month)
    customer_id = statement.customer_id
    drawn = rules.draw(
        selectors.entries_of(customer_id, until=end), start=start, end=end,
        carried=selectors.carried_to(customer_id, start),
    )  # fmt: skip
    statement.opening, statement.charged = drawn.opening, drawn.charged
    statement.received, statement.credited, statement.closing = drawn.received, drawn.credited, drawn.closing
    statement.unbilled = reads.exposure(customer_id).unbilled
    statement.ages = list(selectors.ages_at(customer_id, end=end))
    return [
        StatementLine(
            statement=statement, position=place, day=entry.day, entry=entry.kind, number=entry.number,
            order_id=entry.order_id, amount=entry.amount, balance=balance,
        )
        for place, (entry, balance) in enumerate(drawn.lines, start=1)
    ]  # fmt: skip


def _term_of(customer: Customer) -> CreditTerm | None:
    """The terms it has, or had last: what was owed under them is stated until it is settled (PSL-25)."""
    return reads.live_terms_of(customer.pk) or reads.last_terms_of(customer.pk)


def _locked(statement_id: int, version: int | None) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",), no_key=True).select_related("customer")
    statement = rows.get(pk=statement_id)
    documents.require_version(statement, version)
    return statement


def _answer(way: str, name: str) -> str:
    said = visible_text(name)[:80]
    if way not in ConfirmedBy.values or not said:
        raise InvalidInput(problem=_("Say who answered, and how."))
    return said


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(problem=_("Enter the e-mail address of the customer.")) from error
