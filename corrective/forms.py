"""Corrective actions as typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import VersionForm
from core.line_forms import PREFIX, LineSet, line_set
from core.list_filters import FilterForm
from corrective.choices import ActionState, Branch, CauseMethod, MeasureKind
from corrective.models import Measure, Round
from corrective.rules.plans import MOST_MEASURES
from corrective.selectors.actions import LATE, MINE, OPENED, ActionQuestion
from corrective.services.inputs import ActionInput, CauseInput, CheckInput, EffectInput, MeasureInput, PlanInput
from organization.models import Department, Person

WHYS = 5
OUTCOMES = (("yes", _("Effective")), ("no", _("Not effective: new measures are needed")))
SEEN = (("yes", _("In order")), ("no", _("Not in order")))


def _rows(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class ActionListForm(FilterForm):
    """The filters of the list of corrective actions."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ActionState.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[("", _("All actions")), (OPENED, _("Open")), (LATE, _("Late")), (MINE, _("Mine"))],
    )
    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("All departments")), *((one.pk, one.name) for one in departments)]
        self.fields["department"].choices = offered  # type: ignore[attr-defined]

    def question(self, sort: str) -> ActionQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        words = (given["q"] or "").strip()
        return ActionQuestion(words, given["state"] or "", given["only"] or "", given["department"], sort)


class ActionForm(forms.Form):
    """A department asked for measures."""

    department = forms.TypedChoiceField(label=_("Responsible department"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What is wrong, in a few words."))
    problem = forms.CharField(label=_("What is wrong"), max_length=4000, widget=_rows(5))
    plan_due = _day(_("Measures to be written by"))

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", "—"), *((one.pk, one.name) for one in departments)]
        field.widget.attrs["data-search"] = True

    def draft(self) -> ActionInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return ActionInput(given["department"], given["title"], given["problem"], given["plan_due"])


class PlanForm(VersionForm):
    """Cause and way to see the effect; whys for a chain, a list of causes for each branch of a fishbone."""

    method = forms.ChoiceField(
        label=_("How the cause was found"), choices=CauseMethod.choices, widget=forms.RadioSelect,
        initial=CauseMethod.FIVE_WHY,
    )  # fmt: skip
    root_cause = forms.CharField(label=_("Root cause"), max_length=2000, required=False, widget=_rows(2))
    effect_measure = forms.CharField(
        label=_("How the effect will be measured"), max_length=1000, required=False, widget=_rows(2),
        help_text=_("Which figure, from what to what, until when."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, WHYS + 1):
            why = _("Why? (%(place)s)") % {"place": place}
            self.fields[f"why{place}"] = forms.CharField(label=why, max_length=500, required=False)
        for code, label in Branch.choices:
            self.fields[f"branch_{code}"] = forms.CharField(
                label=label, max_length=1500, required=False, widget=_rows(2)
            )

    def whys(self) -> list[forms.BoundField]:
        """The chain's fields."""
        return [self[f"why{place}"] for place in range(1, WHYS + 1)]

    def branches(self) -> list[forms.BoundField]:
        """The fishbone's fields."""
        return [self[f"branch_{code}"] for code in Branch.values]

    def causes(self) -> list[CauseInput]:
        """The causes of the chosen method; only after `is_valid`."""
        given = self.cleaned_data
        if given["method"] == CauseMethod.FIVE_WHY:
            typed = (given[f"why{place}"] for place in range(1, WHYS + 1))
            return [CauseInput(text) for text in typed if text]
        return [
            CauseInput(text.strip()[:500], code)
            for code in Branch.values
            for text in given[f"branch_{code}"].splitlines()
            if text.strip()
        ]


class MeasureForm(forms.Form):
    """One measure of a plan."""

    measure_kind = forms.ChoiceField(label=_("Kind"), choices=MeasureKind.choices)
    text = forms.CharField(label=_("Measure"), max_length=1000, widget=_rows(2))
    owner = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    due_date = _day(_("Due on"))

    def __init__(self, *args: Any, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = [("", "—"), *((one.pk, _named(one)) for one in people)]
        field.widget.attrs["data-search"] = True


MeasureSet = line_set(MeasureForm, most=MOST_MEASURES)


def measures_typed(data: QueryDict, people: Sequence[Person]) -> LineSet:
    """The measures as they were sent."""
    return MeasureSet(data, prefix=PREFIX, form_kwargs={"people": people})


def measures_stored(made: Round, people: Sequence[Person]) -> LineSet:
    """The measures as they are kept; one of each kind to fill in where there are none."""
    rows = [measure_values(one) for one in made.measures.all()]
    rows = rows or [{"measure_kind": kind} for kind in MeasureKind.values]
    lines = MeasureSet(initial=rows, prefix=PREFIX, form_kwargs={"people": people})
    lines.extra = 0
    return lines


def measure_values(measure: Measure) -> dict[str, Any]:
    """A stored measure as the form shows it."""
    names = ("measure_kind", "text", "due_date")
    return {name: getattr(measure, name) for name in names} | {"owner": measure.owner_id}


def plan_values(made: Round) -> dict[str, Any]:
    """A stored plan as the form shows it."""
    found: dict[str, Any] = {name: getattr(made, name) for name in ("method", "root_cause", "effect_measure")}
    branches: dict[str, list[str]] = {}
    for place, cause in enumerate(made.causes.all(), start=1):
        if cause.branch:
            branches.setdefault(cause.branch, []).append(cause.text)
        else:
            found[f"why{place}"] = cause.text
    return found | {f"branch_{code}": "\n".join(texts) for code, texts in branches.items()}


def plan_input(form: PlanForm, lines: LineSet) -> PlanInput:
    """The typed plan; only after `is_valid` of both."""
    measures = [
        MeasureInput(
            measure_kind=one.cleaned_data["measure_kind"], text=one.cleaned_data["text"],
            owner_id=one.cleaned_data["owner"], due_date=one.cleaned_data["due_date"],
        )
        for one in lines.forms
        if one.cleaned_data
    ]  # fmt: skip
    given = form.cleaned_data
    return PlanInput(given["method"], given["root_cause"], given["effect_measure"], form.causes(), measures)


class ResultForm(VersionForm):
    """A measure carried out."""

    result = forms.CharField(label=pgettext_lazy("measure", "What was done"), max_length=2000, widget=_rows(4))


class CheckForm(VersionForm):
    """One check."""

    measure = forms.TypedChoiceField(label=_("Looked at"), required=False, coerce=int, empty_value=None)
    in_order = forms.ChoiceField(label=_("Outcome"), choices=SEEN, widget=forms.RadioSelect)
    finding = forms.CharField(label=pgettext_lazy("follow-up check", "Finding"), max_length=2000, widget=_rows(4))

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = [("", _("All measures")), *((one.pk, f"{one.position}. {one.text[:60]}") for one in measures)]

    def draft(self) -> CheckInput:
        """The typed check; only after `is_valid`."""
        given = self.cleaned_data
        return CheckInput(given["finding"], given["in_order"] == "yes", given["measure"])


class EffectForm(VersionForm):
    """The report on an effect."""

    outcome = forms.ChoiceField(label=_("Verdict"), choices=OUTCOMES, widget=forms.RadioSelect)
    finding = forms.CharField(label=_("What was seen"), max_length=4000, widget=_rows(5))
    figures = forms.CharField(label=_("Figures before and after"), max_length=2000, required=False, widget=_rows(3))

    def draft(self) -> EffectInput:
        """The typed report; only after `is_valid`."""
        given = self.cleaned_data
        return EffectInput(given["outcome"] == "yes", given["finding"], given["figures"])


def _named(person: Person) -> str:
    return f"{person.name} · {person.department.name}" if person.department else person.name
