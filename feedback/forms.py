"""Market information as typed (MKT-01 to MKT-04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from customers.models import Customer
from feedback.choices import (
    ArchiveClass,
    Importance,
    InfoKind,
    InfoState,
    Origin,
    Reliability,
    SheetState,
    SlipState,
)
from feedback.selectors.market import LATE, MINE, PUBLISHABLE, REWARDED, MarketQuestion
from feedback.services.inputs import InfoInput, RewardInput, ScreenInput, SheetInput, SlipInput
from feedback.services.slips import MOST_DAYS
from organization.models import Department

ALL_IMPORTANCE = [("", _("Any importance")), *Importance.choices]


def rows(number: int) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": number})


class MarketListForm(FilterForm):
    """What the three lists of market information ask; what makes no sense is let go."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> MarketQuestion:
        """What is asked for."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return MarketQuestion(
            words=(given.get("q") or "").strip(), state=given.get("state") or "", only=given.get("only") or "",
            info_kind=given.get("kind") or "", reliability=given.get("reliability") or "",
            importance=given.get("importance"), department=given.get("department"), sort=sort,
        )  # fmt: skip


class InfoListForm(MarketListForm):
    """The filters of market information."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *InfoState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *InfoKind.choices])
    reliability = forms.ChoiceField(
        label=_("Reliability"), required=False, choices=[("", _("Any reliability")), *Reliability.choices]
    )
    importance = forms.TypedChoiceField(
        label=_("Importance"), required=False, coerce=int, empty_value=None, choices=ALL_IMPORTANCE
    )
    only = forms.ChoiceField(
        label=_("Only"), required=False,
        choices=[("", _("All information")), (MINE, _("Reported by me")), (REWARDED, _("Rewarded"))],
    )  # fmt: skip


class SlipListForm(MarketListForm):
    """The filters of transfer slips."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *SlipState.choices])
    importance = forms.TypedChoiceField(
        label=_("Importance"), required=False, coerce=int, empty_value=None, choices=ALL_IMPORTANCE
    )
    only = forms.ChoiceField(
        label=_("Only"), required=False,
        choices=[("", _("All slips")), (LATE, _("With late feedback")), (PUBLISHABLE, _("For publication")),
                 (MINE, _("Written by me"))],
    )  # fmt: skip


class SheetListForm(MarketListForm):
    """The filters of departments' feedback."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *SheetState.choices])
    only = forms.ChoiceField(
        label=_("Only"), required=False,
        choices=[("", _("All feedback")), (MINE, _("Waiting for me")), (LATE, _("Late"))],
    )  # fmt: skip
    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("All departments")), *((one.pk, one.name) for one in departments)]
        self.fields["department"].choices = offered  # type: ignore[attr-defined]


class InfoForm(forms.Form):
    """A piece of information as it is reported."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What it is about, in a few words."))
    info_kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), *InfoKind.choices])
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, initial=Origin.OUTSIDE)
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Who said it or where it stands: a person, a fair, a page.")
    )
    reliability = forms.ChoiceField(
        label=_("Reliability"), choices=Reliability.choices, initial=Reliability.C, widget=forms.RadioSelect
    )
    content = forms.CharField(label=_("Content"), max_length=4000, widget=rows(6))
    customer = forms.TypedChoiceField(label=_("Customer"), required=False, coerce=int, empty_value=None)
    complaint_number = forms.CharField(label=_("Complaint number"), required=False, max_length=32)

    def __init__(self, *args: Any, customers: Sequence[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_customers(self.fields["customer"], customers)

    def draft(self) -> InfoInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return InfoInput(
            title=given["title"], content=given["content"], info_kind=given["info_kind"], origin=given["origin"],
            source=given["source"], reliability=given["reliability"], customer_id=given["customer"],
            complaint_number=given["complaint_number"],
        )  # fmt: skip


class ScreenForm(VersionForm):
    """The information manager's view of a piece of information."""

    info_kind = forms.ChoiceField(label=_("Kind"), choices=InfoKind.choices)
    reliability = forms.ChoiceField(label=_("Reliability"), choices=Reliability.choices, widget=forms.RadioSelect)
    importance = forms.TypedChoiceField(
        label=_("Importance"), coerce=int, choices=Importance.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note on screening"), required=False, max_length=500, widget=rows(2))

    def draft(self) -> ScreenInput:
        """What was chosen; only after `is_valid`."""
        given = self.cleaned_data
        return ScreenInput(given["info_kind"], given["reliability"], given["importance"], given["note"])


class SlipForm(VersionForm):
    """A transfer slip."""

    summary = forms.CharField(label=_("What the information says"), max_length=4000, widget=rows(5))
    request = forms.CharField(label=_("What is asked of the departments"), max_length=2000, widget=rows(3))
    departments = forms.TypedMultipleChoiceField(
        label=_("Departments asked for feedback"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    answer_days = forms.IntegerField(
        label=_("Working days for feedback"), min_value=1, max_value=MOST_DAYS,
        help_text=_("Counted from the day the slip is approved."),
    )  # fmt: skip

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["departments"]
        field.choices = [(one.pk, one.name) for one in departments]

    def draft(self) -> SlipInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return SlipInput(given["summary"], given["request"], given["departments"], given["answer_days"])


class SheetForm(VersionForm):
    """A department's feedback."""

    answer = forms.CharField(label=_("Feedback"), max_length=4000, widget=rows(6))
    measures = forms.CharField(label=_("What is done about it"), max_length=2000, required=False, widget=rows(3))

    def draft(self) -> SheetInput:
        """What was typed; only after `is_valid`."""
        return SheetInput(self.cleaned_data["answer"], self.cleaned_data["measures"])


class ArchiveForm(VersionForm):
    """How a slip with its feedback is sorted."""

    archive_class = forms.ChoiceField(
        label=pgettext_lazy("market information", "Sorted as"), choices=ArchiveClass.choices, widget=forms.RadioSelect
    )
    conclusion = forms.CharField(label=_("Conclusion"), max_length=2000, widget=rows(4))


class RewardForm(VersionForm):
    """What the reporter gets."""

    amount = MoneyField(label=_("Amount"), min_value=0)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=rows(2))

    def draft(self) -> RewardInput:
        """What was typed; only after `is_valid`."""
        return RewardInput(self.cleaned_data["amount"], self.cleaned_data["reason"])


def offer_customers(field: Any, customers: Sequence[Customer]) -> None:
    """Customers to choose from, found by typing."""
    field.choices = [("", "—"), *((one.pk, f"{one.name} · {one.number}") for one in customers)]
    field.widget.attrs["data-search"] = True
