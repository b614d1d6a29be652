"""Reviews as typed: answers with cost lines, conclusions (CUS-10, CUS-11)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from agreements.choices import Answer, CostKind, Part, ReviewState, Risk
from agreements.forms import area
from agreements.models import AgreementReview, ReviewAnswer
from agreements.rules.reviews import POINTS
from agreements.selectors.reviews import MINE, OPENED, TO_ANSWER, ReviewQuestion
from agreements.services.answering import MOST_COSTS
from agreements.services.inputs import AnswerInput, CostInput, TellingInput
from agreements.words_of_points import WORDS
from core.forms import MoneyField, VersionForm
from core.line_forms import PREFIX, LineSet, line_set
from core.list_filters import FilterForm
from core.money import LARGEST

SIGN, DECLINE = "sign", "decline"


class ReviewListForm(FilterForm):
    """The filters of the list of reviews."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ReviewState.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All reviews")), (OPENED, _("Open")), (TO_ANSWER, _("Waiting for me")), (MINE, _("Mine")),
        ],
    )  # fmt: skip
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> ReviewQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return ReviewQuestion((given["q"] or "").strip(), given["state"] or "", given["only"] or "", sort)


class AnswerForm(VersionForm):
    """What a part answers; `risk` is there for finance alone."""

    answer = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reasons"), max_length=2000, widget=area(3))
    condition = forms.CharField(
        label=_("Conditions"), max_length=2000, required=False, widget=area(2),
        help_text=_("Needed for “yes, if”: what has to be so."),
    )  # fmt: skip

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        for code in POINTS[part]:
            self.fields[f"point_{code}"] = forms.CharField(label=WORDS[code], max_length=500)
        if part == Part.FINANCE:
            self.fields["risk"] = forms.ChoiceField(label=_("Order risk"), choices=[("", "—"), *Risk.choices])

    def points(self) -> list[forms.BoundField]:
        """The fields of what the part is asked about."""
        return [self[f"point_{code}"] for code in POINTS[self.part]]

    def given(self, lines: LineSet | None) -> AnswerInput:
        """What was typed; only after `is_valid` of both."""
        typed = self.cleaned_data
        costs = [
            CostInput(one.cleaned_data["cost_kind"], one.cleaned_data["amount"], one.cleaned_data["text"])
            for one in (lines.forms if lines is not None else ())
            if one.cleaned_data
        ]
        points = {code: typed[f"point_{code}"] for code in POINTS[self.part]}
        return AnswerInput(typed["answer"], typed["reason"], typed["condition"], points, typed.get("risk", ""), costs)


class CostForm(forms.Form):
    """One cost of the order."""

    cost_kind = forms.ChoiceField(label=_("Kind of cost"), choices=CostKind.choices)
    text = forms.CharField(label=_("What for"), max_length=200, required=False)
    amount = MoneyField(label=_("Amount without tax"), min_value=Decimal(0), max_value=LARGEST)


Costs = line_set(CostForm, most=MOST_COSTS)


def costs_typed(data: QueryDict) -> LineSet:
    """The cost lines as they were sent."""
    return Costs(data, prefix=PREFIX)


def costs_stored(review: AgreementReview) -> LineSet:
    """The cost lines as they are kept; an empty one where there are none."""
    rows = [{"cost_kind": one.cost_kind, "text": one.text, "amount": one.amount} for one in review.costs.all()]
    made = Costs(prefix=PREFIX, initial=rows)
    made.extra = 0 if rows else 1
    return made


def answer_values(row: ReviewAnswer, review: AgreementReview) -> dict[str, Any]:
    """What a part answered before, for the form."""
    points = {f"point_{code}": row.points.get(code, "") for code in POINTS[row.part]}
    return {"answer": row.answer, "reason": row.reason, "condition": row.condition, "risk": review.risk} | points


class ConcludeForm(VersionForm):
    """The conclusion; what the customer is told is needed to decline."""

    outcome = forms.ChoiceField(
        label=_("Conclusion"), choices=((SIGN, _("Sign")), (DECLINE, _("Decline"))), widget=forms.RadioSelect
    )
    conclusion = forms.CharField(label=_("Why"), max_length=4000, widget=area(3))
    explanation = forms.CharField(
        label=_("Explanation to the customer"), max_length=4000, required=False, widget=area(3),
        help_text=_("To decline: goes to the customer as it stands here."),
    )  # fmt: skip
    alternative = forms.CharField(
        label=_("Alternative proposed"), max_length=4000, required=False, widget=area(2),
        help_text=_("To decline: what we can do instead."),
    )  # fmt: skip
    address = forms.EmailField(label=_("E-mail of the customer"), required=False, max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=(("zh", "简体中文"), ("en", "English")))
    how = forms.CharField(
        label=_("Or: how the customer was told"), max_length=300, required=False,
        help_text=_("Where no letter is sent: by whom, when, on the telephone."),
    )  # fmt: skip

    def __init__(self, *args: Any, addresses: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].initial = next(iter(addresses), "")

    def told(self) -> TellingInput:
        """What the customer is told; only after `is_valid`."""
        given = self.cleaned_data
        return TellingInput(
            given["explanation"], given["alternative"], given["address"], given["language"], given["how"]
        )
