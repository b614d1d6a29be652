"""What is typed into an adjustment: its head, its lines with a side each, and the filters of the list (BUD-32)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgets.choices import AdjustmentKind, AdjustmentState
from budgets.rules import adjustments as rules
from budgets.selectors.adjustments import AdjustmentQuestion
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput
from core.forms import MoneyField
from core.line_forms import PREFIX, LineSet, line_set, values_so_far
from core.list_filters import FilterForm
from core.money import CENT, LARGEST

GETS, GIVES = "GETS", "GIVES"
SIDES = ((GETS, _("Gets")), (GIVES, _("Gives")))
SCOPES = ("mine", "department", "all")

Groups = Sequence[tuple[str, Sequence[tuple[int, str]]]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the selects of the form offer."""

    kind: str
    own: Sequence[tuple[int, str]]
    departments: Sequence[tuple[int, str]]
    categories: Groups
    projects: Sequence[tuple[int, str]]
    periods: Sequence[tuple[int, str]]

    @property
    def is_two_sided(self) -> bool:
        """Whether a line says which side it is on, and may be another department's."""
        return rules.is_two_sided(self.kind)

    @property
    def is_release(self) -> bool:
        """Whether a risk is to be named."""
        return self.kind == AdjustmentKind.CONTINGENCY_RELEASE


class AdjustmentForm(forms.Form):
    """The head of an adjustment."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120, error_messages={"required": _("Give it a title.")})
    department = forms.TypedChoiceField(
        label=_("Department"), coerce=int, error_messages={"required": _("Choose the department.")}
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what the money is for, or why it is no longer needed.")},
    )
    criteria = forms.CharField(
        label=_("Criteria met"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say which criteria are met.")},
        help_text=_("What has changed since the budget was approved, and why it cannot be paid otherwise."),
    )
    risk = forms.CharField(
        label=_("Risk it answers"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Name the risk this release of the contingency answers.")},
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = choices.own  # type: ignore[attr-defined]
        if not choices.is_release:
            del self.fields["risk"]


class AdjustmentLineForm(forms.Form):
    """One line. The side turns the amount into a plus or a minus; a supplement only gets, a cut only gives."""

    line_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    side = forms.ChoiceField(label=_("Side"), choices=SIDES)
    department = forms.TypedChoiceField(
        label=_("Department"), coerce=int, error_messages={"required": _("Choose the department.")}
    )
    category = forms.TypedChoiceField(
        label=_("Category"),
        coerce=int,
        error_messages={"required": _("Choose the category."), "invalid_choice": _("Choose one of the categories.")},
    )
    project = forms.TypedChoiceField(label=_("Project"), coerce=int, required=False, empty_value=None)
    period = forms.TypedChoiceField(
        label=pgettext_lazy("calendar", "Month"),
        coerce=int,
        error_messages={"required": _("Choose the month."), "invalid_choice": _("Choose an open month.")},
    )
    amount = MoneyField(
        label=_("Amount"),
        min_value=CENT,
        max_value=LARGEST,
        error_messages={
            "required": _("Enter the amount."),
            "invalid": _("Enter the amount as a number, such as 1,960.00."),
            "min_value": _("The amount has to be above zero."),
            "max_value": _("This amount is too large."),
            "max_digits": _("This amount is too large."),
            "max_whole_digits": _("This amount is too large."),
            "max_decimal_places": _("Use at most two decimals."),
        },
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Mapping[str, Any] = self.fields
        fields["category"].choices = [("", _("Choose…")), *choices.categories]
        fields["period"].choices = [("", _("Choose…")), *choices.periods]
        fields["project"].choices = [("", "—"), *choices.projects]
        fields["department"].choices = choices.departments
        if not choices.projects:
            del self.fields["project"]
        if not choices.is_two_sided:
            del self.fields["side"]
            del self.fields["department"]

    def has_changed(self) -> bool:
        """Whether anything was typed into this line; side, department and month come with a value."""
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("amount", "category", "note"))


_Lines = line_set(AdjustmentLineForm, most=rules.MOST_LINES)


def adjustment_lines(data: Any = None, *, choices: Choices, initial: list[dict[str, Any]] | None = None) -> LineSet:
    """The lines of an adjustment, typed or as they stand."""
    return _Lines(data, prefix=PREFIX, initial=None if data is not None else initial, form_kwargs={"choices": choices})


def signed(amount: Decimal, *, side: str | None, kind: str) -> Decimal:
    """The typed amount with its sign."""
    takes = side == GIVES if rules.is_two_sided(kind) else kind == AdjustmentKind.CUT
    return -amount if takes else amount


def adjustment_input(form: AdjustmentForm, lines: LineSet, *, kind: str) -> AdjustmentInput:
    """The typed adjustment for the service; both have to be valid."""
    head = form.cleaned_data
    return AdjustmentInput(
        department_id=head["department"],
        adjustment_kind=kind,
        title=head["title"],
        purpose=head["purpose"],
        criteria=head["criteria"],
        risk=head.get("risk", ""),
        lines=tuple(_line(line.cleaned_data, department_id=head["department"], kind=kind) for line in lines.filled()),
    )


def typed_so_far(form: AdjustmentForm, lines: LineSet, *, kind: str) -> list[AdjustmentLineInput]:
    """The lines that can be worked out already: with category, month and amount."""
    department_id = values_so_far(form).get("department")
    if department_id is None:
        return []
    typed = (values_so_far(line) for line in lines.forms)
    return [
        _line(one, department_id=department_id, kind=kind)
        for one in typed
        if one.get("amount") is not None and one.get("category") and one.get("period")
    ]


def _line(typed: Mapping[str, Any], *, department_id: int, kind: str) -> AdjustmentLineInput:
    return AdjustmentLineInput(
        line_id=typed.get("line_id"),
        department_id=typed.get("department") or department_id,
        category_id=typed["category"],
        project_id=typed.get("project"),
        period_id=typed["period"],
        amount=signed(typed["amount"], side=typed.get("side"), kind=kind),
        note=typed.get("note") or "",
    )


class MoveForm(forms.Form):
    """The version of the page a move was made on, and a reason where the move asks for one."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AdjustmentListForm(FilterForm):
    """The filters of the list; what makes no sense is let go (GEN-13)."""

    scope = forms.ChoiceField(required=False, choices=[(code, code) for code in SCOPES], widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int, required=False, empty_value=None)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int, required=False, empty_value=None)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int, required=False, empty_value=None)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    least = MoneyField(label=_("Amount from"), required=False)
    most = MoneyField(label=_("Amount to"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        departments: Sequence[tuple[int, str]],
        categories: Groups,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["state"].choices = [("", _("All states")), *AdjustmentState.choices]
        fields["kind"].choices = [("", _("All kinds")), *AdjustmentKind.choices]
        fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]
        fields["department"].choices = [("", _("All departments")), *departments]
        fields["category"].choices = [("", _("All categories")), *categories]

    def question(self, *, default_scope: str) -> AdjustmentQuestion:
        """What is asked; a filter with a senseless value is left out."""
        self.is_valid()
        asked: dict[str, Any] = self.cleaned_data
        return AdjustmentQuestion(
            scope=asked.get("scope") or default_scope,
            state=asked.get("state") or "",
            kind=asked.get("kind") or "",
            year=asked.get("year"),
            department_id=asked.get("department"),
            category_id=asked.get("category"),
            since=asked.get("since"),
            until=asked.get("until"),
            least=asked.get("least"),
            most=asked.get("most"),
            words=(asked.get("q") or "").replace("\x00", "").strip(),
            sort=asked.get("sort") or "",
        )
