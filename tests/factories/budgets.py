"""Years, categories and appropriations for tests, made through the services."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from budgets.choices import EntryKind
from budgets.models import Category, ControlKey, ControlPolicy, ExchangeRate, FiscalYear, Period, Project
from budgets.services import ledger, years
from budgets.services.ledger import Posting, PostingResult, Source
from core.actors import SYSTEM, Actor
from organization.models import Department

_counter = itertools.count(1)
AT = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)
"""When things happen in tests that do not say."""


def planned_year(year: int = 2026) -> FiscalYear:
    """A fiscal year with its months, not open for spending yet."""
    return years.create_year(year=year, actor=SYSTEM, at=AT)


def open_year(year: int = 2026) -> FiscalYear:
    """A fiscal year open for spending, its twelve months open."""
    found = FiscalYear.objects.filter(year=year).first() or planned_year(year)
    return found if found.state == "OPEN" else years.open_year(year_id=found.pk, actor=SYSTEM, at=AT)


def period(month: int, year: int = 2026) -> Period:
    """A month of an existing year."""
    return Period.objects.get(fiscal_year__year=year, month=month)


def close(month: int, year: int = 2026) -> Period:
    """Close a month."""
    return years.close_period(period_id=period(month, year).pk, actor=SYSTEM, at=AT)


def leaf_category(name_zh: str = "", **fields: object) -> Category:
    """A category that can be budgeted and spent; by default year to date, stop."""
    number = next(_counter)
    given = {"code": f"T{number:05}", "name_zh": name_zh or f"类别{number}", "name_en": f"Category {number}"} | fields
    return Category.objects.create(**given)


def project(**fields: object) -> Project:
    """A project or product line."""
    number = next(_counter)
    given = {"code": f"P{number:05}", "name_zh": f"项目{number}", "name_en": f"Project {number}"} | fields
    return Project.objects.create(**given)


def exchange_rate(currency: str, rate: str, *, on: date, source: str = "中国银行折算价") -> ExchangeRate:
    """The rate of a day, as finance entered it."""
    return ExchangeRate.objects.create(currency=currency, day=on, rate=Decimal(rate), source=source, entered_at=AT)


def own_policy(department: Department, category: Category, **fields: object) -> ControlPolicy:
    """A department's own control of a category."""
    given = {"scope": "YEAR_TO_DATE", "action": "STOP", "reason": "试点"} | fields
    return ControlPolicy.objects.create(department=department, category=category, **given)


def source(label: str = "", kind: str = "test") -> Source:
    """A document that was not there before."""
    number = next(_counter)
    return Source(kind=kind, document_id=number, label=label or f"TST-{number}")


def posting(
    department: Department,
    category: Category,
    month: int,
    amount: Decimal | str,
    kind: EntryKind = EntryKind.COMMITMENT,
    *,
    line: int = 1,
    project: Project | None = None,
    year: int = 2026,
    by: Source | None = None,
) -> Posting:
    """One line to post, its month by number."""
    return Posting(
        department_id=department.pk,
        category_id=category.pk,
        project_id=project.pk if project else None,
        period_id=period(month, year).pk,
        kind=kind,
        amount=Decimal(amount),
        line_id=line,
        source=by,
    )


def post(
    *postings: Posting,
    by: Source | None = None,
    occasion: str = "submit:1",
    actor: Actor = SYSTEM,
    at: datetime = AT,
    reason: str = "",
) -> PostingResult:
    """Post lines in the name of a document, by default a fresh one."""
    return ledger.post(source=by or source(), postings=postings, occasion=occasion, actor=actor, at=at, reason=reason)


def appropriate(
    department: Department,
    category: Category,
    months: Mapping[int, Decimal | str] | None = None,
    *,
    per_month: Decimal | str | None = None,
    year: int = 2026,
    project: Project | None = None,
    at: datetime = AT,
) -> ControlKey:
    """Grant a department money for a category, by month or the same each month; the control key it stands on."""
    amounts = dict(months or {}) if per_month is None else dict.fromkeys(range(1, 13), per_month)
    post(
        *(
            posting(
                department, category, month, amount, EntryKind.APPROPRIATION, line=month, project=project, year=year
            )
            for month, amount in amounts.items()
        ),
        occasion="version:1",
        at=at,
    )
    return key_of(department, category, year)


def key_of(department: Department, category: Category, year: int = 2026) -> ControlKey:
    """The control key as it stands now."""
    return ControlKey.objects.get(department=department, category=category, fiscal_year__year=year)
