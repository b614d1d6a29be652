"""The shapes of requests and claims in the API: lines, checks, filters (api.md)."""

from __future__ import annotations

from typing import Any

import django_filters
from rest_framework import serializers

from core.api import AmountSerializerField, DocumentOut, Input, VersionedInput
from core.api.fields import (
    CurrencyField,
    IdField,
    LinesField,
    PlainDecimalField,
    RateSerializerField,
    TaxRateSerializerField,
)
from core.api.filters import IdFilter
from core.money import CENT, CURRENCIES
from expenses import flag_words, rules
from expenses.choices import GRAVE_CHECKS, ClaimKind, ClaimState, Flagged, RequestState
from expenses.selectors.lists import is_flagged

RATE_PLACES = 8


class ImpactOut(serializers.Serializer[Any]):
    """One control key with a document: what is available without it, what it asks for, what would be left, and why."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_name = serializers.CharField(source="label", read_only=True)
    control = serializers.CharField(source="note", read_only=True)
    currency = CurrencyField()
    appropriated = AmountSerializerField(read_only=True)
    actual = AmountSerializerField(source="spent", read_only=True)
    committed = AmountSerializerField(source="held", read_only=True)
    available = AmountSerializerField(read_only=True)
    asked = AmountSerializerField(source="this", read_only=True)
    left = AmountSerializerField(read_only=True)
    short = AmountSerializerField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    held_by = serializers.SerializerMethodField()

    def get_held_by(self, impact: Any) -> list[dict[str, str]]:
        return [{"label": one.label, "url": one.url, "amount": f"{one.amount:.2f}"} for one in impact.held_by]


class FindingOut(serializers.Serializer[Any]):
    """Something a check found (EXP-05). `line` is 0 for the document as a whole; `others` are the documents it names,
    by number: what they hold one asks for by their own address.
    """

    check = serializers.SerializerMethodField()
    line = serializers.IntegerField(read_only=True)
    detail = serializers.SerializerMethodField()
    is_grave = serializers.SerializerMethodField()
    others = serializers.SerializerMethodField()

    def get_check(self, found: Any) -> str:
        return str(getattr(found, "check_code", "") or found.check)

    def get_detail(self, found: Any) -> str:
        return flag_words.sentence(self.get_check(found), found.facts)

    def get_is_grave(self, found: Any) -> bool:
        return self.get_check(found) in GRAVE_CHECKS

    def get_others(self, found: Any) -> list[str]:
        return [str(one["number"]) for one in found.facts.get("others", ()) if one.get("number")]


class FlagOut(FindingOut):
    """The same, kept with its document, with the explanation."""

    id = serializers.IntegerField(read_only=True)
    found_at = serializers.DateTimeField(read_only=True)
    explanation = serializers.CharField(read_only=True)
    explained_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ExplainIn(Input):
    """Why something a check found is in order."""

    flag = IdField()
    text = serializers.CharField(max_length=500)


class LineCheckOut(serializers.Serializer[Any]):
    """One line of a check."""

    line = serializers.IntegerField(source="position", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    available = AmountSerializerField(source="impact.available", read_only=True)
    asked = AmountSerializerField(source="impact.this", read_only=True)
    left = AmountSerializerField(source="impact.left", read_only=True)
    outcome = serializers.CharField(source="impact.outcome", read_only=True)
    why = serializers.CharField(source="impact.note", read_only=True)


class ProblemOut(serializers.Serializer[Any]):
    """What submitting would answer: the code and the sentence of that refusal."""

    code = serializers.CharField(read_only=True)
    detail = serializers.SerializerMethodField()

    def get_detail(self, problem: Any) -> str:
        return str(problem)


class CheckOut(serializers.Serializer[Any]):
    """What a document would find and leave if it were submitted now; nothing is held (LED-05b). `problem` is null where
    nothing stands against submitting it.
    """

    outcome = serializers.CharField(
        read_only=True,
        help_text=(
            "The gravest outcome of all budgets: WITHIN, RECORD, WARN, ESCALATE or STOP; REFUSED where `problem` names "
            "another reason for which the document could not be submitted."
        ),
    )
    problem = ProblemOut(read_only=True, allow_null=True)
    currency = serializers.CharField(read_only=True)
    total = AmountSerializerField(read_only=True)
    net = AmountSerializerField(read_only=True)
    tax = AmountSerializerField(read_only=True)
    base_total = AmountSerializerField(read_only=True)
    above_request = serializers.BooleanField(source="is_above_request", read_only=True)
    keys = ImpactOut(source="impacts", many=True, read_only=True)
    lines = LineCheckOut(many=True, read_only=True)
    flags = FindingOut(many=True, read_only=True)


class AmountChangeIn(Input):
    """By how much one line is raised, or with a minus cut."""

    line = IdField()
    amount = AmountSerializerField(signed=True)


class TopUpIn(VersionedInput):
    """Lines to raise or cut, and why."""

    lines = LinesField(child=AmountChangeIn(), allow_empty=False, max_length=rules.MOST_LINES)
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class RequestLineIn(Input):
    """One estimate. `id` names the line it changes."""

    id = IdField(required=False, allow_null=True)
    category = IdField()
    project = IdField(required=False, allow_null=True)
    description = serializers.CharField(max_length=200)
    amount = AmountSerializerField(min_value=CENT)


class RequestIn(Input):
    """A spend request (EXP-01); `complaint` is the number of the one it is spent on (CMP-08)."""

    department = IdField()
    title = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=2000, allow_blank=True, default="")
    supplier = serializers.CharField(max_length=120, allow_blank=True, default="")
    expected_date = serializers.DateField()
    end_date = serializers.DateField()
    single_use = serializers.BooleanField(default=False)
    complaint = serializers.CharField(max_length=40, allow_blank=True, default="")
    lines = LinesField(child=RequestLineIn(), max_length=rules.MOST_LINES, default=list)


class RequestChange(RequestIn, VersionedInput):
    """A change of a spend request: what is not sent stays; `lines`, when sent, are all its lines."""


class RequestLineOut(serializers.Serializer[Any]):
    """One estimate with what it holds and what claims have taken of it."""

    id = serializers.IntegerField(read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    description = serializers.CharField(read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    held = AmountSerializerField(read_only=True)
    used = AmountSerializerField(read_only=True)


class RequestRow(DocumentOut):
    """A spend request in a list."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    title = serializers.CharField(read_only=True)
    expected_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    single_use = serializers.BooleanField(read_only=True)
    supplier = serializers.CharField(read_only=True)
    complaint = serializers.CharField(read_only=True)
    total = AmountSerializerField(read_only=True)
    outcome = serializers.CharField(read_only=True)


class RequestOut(RequestRow):
    """A spend request with its lines."""

    purpose = serializers.CharField(read_only=True)
    approved_total = AmountSerializerField(read_only=True)
    lines = RequestLineOut(many=True, read_only=True)
    flags = FlagOut(many=True, read_only=True)


class ClaimLineIn(Input):
    """One expense, tax included. `request_line` names the estimate it uses; without it, it is found by category."""

    id = IdField(required=False, allow_null=True)
    category = IdField()
    project = IdField(required=False, allow_null=True)
    request_line = IdField(required=False, allow_null=True)
    description = serializers.CharField(max_length=200)
    expense_date = serializers.DateField()
    amount = AmountSerializerField(min_value=CENT)
    tax_rate = TaxRateSerializerField(required=False, allow_null=True)
    supplier = serializers.CharField(max_length=120, allow_blank=True, default="")
    invoice_code = serializers.CharField(max_length=20, allow_blank=True, default="")
    invoice_number = serializers.CharField(max_length=30, allow_blank=True, default="")


class ClaimIn(Input):
    """An expense claim or a supplier's invoice (EXP-02). `rate` is units of the base currency for one of
    `currency`; left out, it is what finance keeps for the claim's last day (GEN-02b).
    """

    department = IdField()
    title = serializers.CharField(max_length=120)
    claim_kind = serializers.ChoiceField(choices=ClaimKind.choices, default=ClaimKind.EXPENSE)
    purpose = serializers.CharField(max_length=2000, allow_blank=True, default="")
    request = IdField(required=False, allow_null=True)
    currency = serializers.ChoiceField(choices=CURRENCIES, required=False)
    rate = PlainDecimalField(max_digits=16, decimal_places=RATE_PLACES, required=False, allow_null=True)
    rate_date = serializers.DateField(required=False, allow_null=True)
    rate_source = serializers.CharField(max_length=60, allow_blank=True, default="")
    complaint = serializers.CharField(max_length=40, allow_blank=True, default="")
    lines = LinesField(child=ClaimLineIn(), max_length=rules.MOST_LINES, default=list)


class GrantLineIn(Input):
    """What is granted of a line, in the claim's currency, and why not more."""

    line = IdField()
    amount = AmountSerializerField(min_value=0)
    reason = serializers.CharField(max_length=500)


class GrantLessIn(VersionedInput):
    """Lines of which less is granted than claimed (EXP-02b)."""

    lines = LinesField(child=GrantLineIn(), allow_empty=False, max_length=rules.MOST_LINES)


class ClaimChange(ClaimIn, VersionedInput):
    """A change of a claim: what is not sent stays; `lines`, when sent, are all its lines."""


class ClaimLineOut(serializers.Serializer[Any]):
    """One expense with its tax, what it counts in the base currency, and the month it counts in (GEN-02, GEN-02b)."""

    id = serializers.IntegerField(read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    request_line = serializers.IntegerField(source="request_line_id", read_only=True, allow_null=True)
    description = serializers.CharField(read_only=True)
    expense_date = serializers.DateField(read_only=True)
    currency = serializers.CharField(source="claim.currency", read_only=True)
    amount = AmountSerializerField(read_only=True)
    net_amount = AmountSerializerField(read_only=True)
    tax_rate = RateSerializerField(read_only=True)
    tax_amount = AmountSerializerField(read_only=True)
    base_amount = AmountSerializerField(read_only=True)
    claimed_amount = AmountSerializerField(source="asked_amount", read_only=True)
    cut_reason = serializers.CharField(read_only=True)
    reversed_amount = AmountSerializerField(read_only=True)
    held = AmountSerializerField(read_only=True)
    supplier = serializers.CharField(read_only=True)
    invoice_code = serializers.CharField(read_only=True)
    invoice_number = serializers.CharField(read_only=True)
    period = serializers.IntegerField(source="period_id", read_only=True, allow_null=True)
    is_prior_period = serializers.BooleanField(read_only=True)


class ClaimRow(DocumentOut):
    """A claim in a list."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    title = serializers.CharField(read_only=True)
    claim_kind = serializers.CharField(read_only=True)
    request = serializers.IntegerField(source="request_id", read_only=True, allow_null=True)
    complaint = serializers.CharField(read_only=True)
    total = AmountSerializerField(read_only=True)
    base_total = AmountSerializerField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    is_above_request = serializers.BooleanField(read_only=True)
    posted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ClaimOut(ClaimRow):
    """A claim with its lines."""

    purpose = serializers.CharField(read_only=True)
    rate = PlainDecimalField(max_digits=18, decimal_places=RATE_PLACES, read_only=True, normalize_output=True)
    rate_date = serializers.DateField(read_only=True, allow_null=True)
    rate_source = serializers.CharField(read_only=True)
    table_rate = PlainDecimalField(
        max_digits=18, decimal_places=RATE_PLACES, read_only=True, allow_null=True, normalize_output=True
    )
    rate_differs = serializers.BooleanField(read_only=True)
    lines = ClaimLineOut(many=True, read_only=True)
    flags = FlagOut(many=True, read_only=True)


class FlaggedFilter(django_filters.ChoiceFilter):  # type: ignore[misc]
    """By what the checks found (EXP-05)."""

    def __init__(self, document: str, **options: Any) -> None:
        super().__init__(choices=Flagged.choices, **options)
        self.document = document  # `parent` is the filter set's own word

    def filter(self, rows: Any, value: str) -> Any:
        return rows.filter(is_flagged(value, self.document)) if value else rows


class RequestFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, department, maker, and days."""

    state = django_filters.ChoiceFilter(choices=RequestState.choices)
    department = IdFilter(field_name="department_id")
    created_by = IdFilter(field_name="created_by_id")
    flagged = FlaggedFilter("request")
    complaint = django_filters.CharFilter(max_length=40)
    ends_before = django_filters.DateFilter(field_name="end_date", lookup_expr="lt")


class ClaimFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, department, maker and request."""

    state = django_filters.ChoiceFilter(choices=ClaimState.choices)
    claim_kind = django_filters.ChoiceFilter(choices=ClaimKind.choices)
    department = IdFilter(field_name="department_id")
    created_by = IdFilter(field_name="created_by_id")
    request = IdFilter(field_name="request_id")
    flagged = FlaggedFilter("claim")
    complaint = django_filters.CharFilter(max_length=40)
