"""The shapes of what people send about budgets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.choices import BudgetState, CategoryKind, Scenario
from budgets.models import Budget, BudgetLine, Category, FiscalYear, Project
from budgets.services import spreading, starts
from core.forms import MoneyField
from core.list_filters import FilterForm
from organization.models import Department

LARGEST_CHANGE = Decimal(500)


class Filter(FilterForm):
    """The list's filter, from its address."""

    year = forms.IntegerField(label=_("Fiscal year"), required=False, min_value=1900, max_value=2200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", ""), *BudgetState.choices])
    department = forms.IntegerField(label=_("Department"), required=False, min_value=1, max_value=2**31 - 1)
    scenario = forms.ChoiceField(label=_("Scenario"), required=False, choices=[("", ""), *Scenario.choices])
    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    sort = forms.CharField(required=False, max_length=20)


class Start(forms.Form):
    """How a draft begins (BUD-22)."""

    request_key = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(
        choices=[(starts.FROM_ACTUALS, ""), (starts.FROM_BUDGET, ""), (starts.EMPTY, ""), ("file", "")],
        widget=forms.HiddenInput,
    )
    department = forms.TypedChoiceField(label=_("Department"), coerce=int)
    fiscal_year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    scenario = forms.ChoiceField(label=_("Scenario"), choices=Scenario.choices, initial=Scenario.BASELINE)
    scenario_name = forms.CharField(
        label=_("Name of the scenario"), required=False, max_length=60, help_text=_("Only for a named scenario.")
    )
    change = forms.DecimalField(
        label=_("Change in %"),
        required=False,
        initial=0,
        min_value=-100,
        max_value=LARGEST_CHANGE,
        decimal_places=2,
        help_text=_("5 raises every line by 5 %, −3 lowers it. Single categories can differ below."),
    )
    spread = forms.ChoiceField(
        label=_("Months"),
        required=False,
        choices=[
            (starts.AS_THEY_FELL, _("As the months fell last year")),
            (starts.BY_SEASONS, _("By the seasons of chosen years")),
            (starts.EVENLY, _("Evenly")),
        ],
        initial=starts.AS_THEY_FELL,
    )
    season_years = forms.TypedMultipleChoiceField(
        label=_("Years whose seasons count"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        departments: Sequence[Department],
        years: Sequence[FiscalYear],
        season_years: Sequence[int] = (),
        categories: Sequence[Category] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.fields["scenario_name"].depends_on_others = True  # type: ignore[attr-defined]
        self._choices("department", [(row.pk, row.name) for row in departments])
        self._choices("fiscal_year", [(row.pk, str(row.year)) for row in years])
        self._choices("season_years", [(year, str(year)) for year in season_years])
        for category in categories:
            self.fields[f"change_{category.pk}"] = forms.DecimalField(
                label=category.name, required=False, min_value=-100, max_value=LARGEST_CHANGE, decimal_places=2
            )

    def _choices(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def start(self) -> starts.Start:
        """The start as the service takes it."""
        data = self.cleaned_data
        changes = {
            category.pk: data[f"change_{category.pk}"] / 100
            for category in self.categories
            if data.get(f"change_{category.pk}") is not None
        }
        source = data["source"] if data["source"] != "file" else starts.EMPTY
        return starts.Start(
            source=source,
            change=(data.get("change") or Decimal(0)) / 100,
            changes=changes,
            spread=data.get("spread") or starts.AS_THEY_FELL,
            season_years=tuple(data.get("season_years") or ()),
        )


class Line(forms.Form):
    """What a line is for."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    category = forms.TypedChoiceField(label=_("Category"), coerce=int)
    description = forms.CharField(label=_("Description"), required=False, max_length=200)
    rationale = forms.CharField(
        label=_("Rationale"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why this much: quantities, prices, contracts. Reviewers read it first."),
    )
    project = forms.TypedChoiceField(label=_("Project or product line"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, categories: Sequence[Category], projects: Sequence[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category, project = self.fields["category"], self.fields["project"]
        if isinstance(category, forms.ChoiceField) and isinstance(project, forms.ChoiceField):
            category.choices = grouped(categories)
            project.choices = [("", "—"), *((row.pk, f"{row.code} {row.name}") for row in projects)]

    @classmethod
    def initial_of(cls, line: BudgetLine) -> dict[str, Any]:
        """What the form shows of a line."""
        return {
            "version": line.version,
            "category": line.category_id,
            "description": line.description,
            "rationale": line.rationale,
            "project": line.project_id,
        }


def grouped(categories: Sequence[Category]) -> list[Any]:
    """Leaves under the names of their parents, costs first, for a select."""
    groups: dict[str, list[tuple[int, str]]] = {}
    order = {CategoryKind.COST: 0, CategoryKind.CONTINGENCY: 1, CategoryKind.REVENUE: 2}
    for category in sorted(categories, key=lambda own: order[CategoryKind(own.kind)]):
        top = category.parent.name if category.parent else str(CategoryKind(category.kind).label)
        groups.setdefault(top, []).append((category.pk, f"{category.name} {category.code}"))
    return [("", "—"), *groups.items()]


class Spread(forms.Form):
    """A year's amount over the months of a line (BUD-14)."""

    total = MoneyField(label=_("Amount of the year"), min_value=0)
    method = forms.ChoiceField(
        label=_("How"),
        choices=[(spreading.BY_SEASONS, _("By the seasons of chosen years")), (spreading.EVENLY, _("Evenly"))],
        initial=spreading.BY_SEASONS,
    )
    years = forms.TypedMultipleChoiceField(
        label=_("Years whose seasons count"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["years"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(year, str(year)) for year in years]
            field.initial = list(years[:3])
        if not years:
            self.fields["method"].initial = spreading.EVENLY


class Settings(forms.Form):
    """What a draft says about itself."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    contingency_reason = forms.CharField(
        label=_("Reason for the contingency"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the contingency is outside its bounds; every approver sees it."),
    )
    ceiling_reason = forms.CharField(
        label=_("Reason for going above the ceiling"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the budget is above a ceiling finance gave; every approver sees it."),
    )
    note = forms.CharField(
        label=_("Note to the reviewers"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    @classmethod
    def initial_of(cls, budget: Budget) -> dict[str, Any]:
        """What the form shows of a budget."""
        return {
            "version": budget.version,
            "contingency_reason": budget.contingency_reason,
            "ceiling_reason": budget.ceiling_reason,
            "note": budget.note,
        }


class Submit(forms.Form):
    """What the page showed when it was submitted."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sequence = forms.IntegerField(required=False, widget=forms.HiddenInput)


class Reason(forms.Form):
    """A move that needs its reason."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class Question(forms.Form):
    """A reviewer's question on a line."""

    question = forms.CharField(label=_("Question"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class Answer(forms.Form):
    """The author's answer."""

    answer = forms.CharField(label=_("Answer"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))


class Method(forms.Form):
    """How one cost category is controlled (BUD-04)."""

    who_may_spend = forms.CharField(label=_("Who may spend"), required=False, max_length=200)
    limit = MoneyField(label=_("Up to, each time"), required=False, min_value=Decimal("0.01"))
    proof = forms.CharField(label=_("On what proof"), required=False, max_length=300)
    method = forms.CharField(
        label=_("Method"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 1})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in ("who_may_spend", "proof", "method") if data.get(name)] or data.get("limit")
        if given:
            for name in ("who_may_spend", "proof"):
                if not data.get(name):
                    self.add_error(name, _("Say this too, or leave the whole row empty."))
        return data


class Bounds(forms.Form):
    """The bounds of the contingency, in percent (BUD-16)."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    least = forms.DecimalField(label=_("At least, %"), min_value=0, max_value=100, decimal_places=2)
    most = forms.DecimalField(label=_("At most, %"), min_value=0, max_value=100, decimal_places=2)


class ImportFile(forms.Form):
    """The workbook to bring in."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("Excel (.xlsx, .xls) or CSV (UTF-8, GB18030), up to 8 MB."),
        allow_empty_file=True,
    )
    again = forms.BooleanField(label=_("Bring the same file in again"), required=False)


class ImportApply(forms.Form):
    """What becomes of the checked rows."""

    mode = forms.ChoiceField(
        label=_("What becomes of the draft's lines"),
        choices=[
            ("replace", _("They become as the file; lines that stay keep their history")),
            ("add", _("The file's lines are added")),
        ],
        widget=forms.RadioSelect,
        initial="replace",
    )
    leave_out_bad = forms.BooleanField(label=_("Leave the rows with problems out"), required=False)
