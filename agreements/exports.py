"""Agreements, reviews, leads and service plans as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.models import Agreement, AgreementReview, Lead, PlanItem, ResearchReport
from core.list_workbooks import MOST_ROWS, Sheet

AT_ONCE = 2000


def agreements_sheet(rows: QuerySet[Agreement]) -> Sheet:
    """Agreements with the amount in force."""
    heads = [
        (_("Number"), 16), (_("Subject"), 36), (_("Customer"), 28), (_("Department"), 18), (_("Owner"), 12),
        (_("State"), 12), (_("From"), 12), (_("Until"), 12), (_("Signed on"), 12), (_("Amount"), 16),
        (_("Currency"), 8), (_("Amount in base currency"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.subject, row.customer.name, row.department.name, row.owner.name,
                row.get_state_display(), row.start_date, row.end_date, row.signed_on, getattr(row, "amount", None),
                row.currency, getattr(row, "base_amount", None),
            )  # fmt: skip

    return Sheet(_("Agreements"), heads, cells())


def reviews_sheet(rows: QuerySet[AgreementReview]) -> Sheet:
    """Reviews with where they stand."""
    heads = [
        (_("Number"), 16), (_("Agreement"), 16), (_("Subject"), 36), (_("Customer"), 28), (_("State"), 16),
        (_("Answers missing"), 12), (_("Handed in by"), 12), (_("Handed in on"), 18), (_("Concluded by"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.agreement.number or "", row.of.subject, row.agreement.customer.name,
                row.get_state_display(), getattr(row, "open_answers", 0), row.created_by.name, row.created_at,
                row.concluded_by.name if row.concluded_by else "",
            )  # fmt: skip

    return Sheet(_("Agreement reviews"), heads, cells())


def leads_sheet(rows: QuerySet[Lead]) -> Sheet:
    """Leads with their stage."""
    heads = [
        (_("Number"), 16), (_("Prospect"), 28), (_("Contact"), 14), (_("Telephone"), 16), (_("Stage"), 14),
        (_("Product"), 28), (_("Amount expected"), 16), (_("Department"), 18), (_("Owner"), 12), (_("Next step"), 28),
        (pgettext("next step", "On"), 12), (_("Recorded on"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.name, row.contact, row.phone, row.get_state_display(), row.product, row.amount,
                row.department.name, row.owner.name, row.next_step, row.next_on, row.created_at,
            )  # fmt: skip

    return Sheet(_("Leads"), heads, cells())


def research_sheet(rows: QuerySet[ResearchReport]) -> Sheet:
    """Market research reports with their conclusion."""
    heads = [
        (_("Number"), 16), (_("Title"), 32), (_("Market looked at"), 24), (_("Looked at from"), 12),
        (_("Looked at until"), 12), (_("Department"), 18), (_("Written by"), 12), (_("State"), 12),
        (_("Conclusion and recommendation"), 48), (_("Begun on"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.title, row.market, row.since, row.until, row.department.name,
                row.created_by.name, row.get_state_display(), row.advice, row.created_at,
            )  # fmt: skip

    return Sheet(_("Market research"), heads, cells())


def plan_sheet(rows: QuerySet[PlanItem], *, on: date) -> Sheet:
    """Service plans, kept or late."""
    heads = [
        (_("What is delivered"), 36), (_("Agreement"), 16), (_("Customer"), 28), (_("Delivered by"), 18),
        (_("Who delivers"), 12), (_("From"), 12), (_("Until"), 12), (_("Delivered on"), 12), (_("Kept or late"), 10),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            kept = _("Late") if row.is_late(on) else _("Kept") if row.done_on else ""
            yield (
                row.text, row.agreement.number or "", row.agreement.customer.name, row.department.name,
                row.person.name if row.person else "", row.start_date, row.due_date, row.done_on, kept,
            )  # fmt: skip

    return Sheet(_("Service plans"), heads, cells())
