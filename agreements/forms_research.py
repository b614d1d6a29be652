"""Market research reports as typed (CUS-02)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.choices import ResearchState
from agreements.forms import area, choice, day, offer
from agreements.selectors.leads import MINE, leads_visible_to
from agreements.selectors.research import ResearchQuestion
from agreements.services.inputs import ResearchInput
from core.actors import Actor
from core.forms import VersionForm
from core.list_filters import FilterForm
from organization.models import Department


class ResearchListForm(FilterForm):
    """The filters of the list of reports."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ResearchState.choices])
    only = forms.ChoiceField(label=_("Only"), required=False, choices=[("", _("All reports")), (MINE, _("Mine"))])
    department = choice(_("Department"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["department"]
        offered.choices = [("", _("All departments")), *((one.pk, one.name) for one in departments)]

    def question(self, sort: str) -> ResearchQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        words = (given["q"] or "").strip()
        return ResearchQuestion(words, given["state"] or "", given["only"] or "", given["department"], sort)


class ResearchForm(VersionForm):
    """What was found out about a market."""

    title = forms.CharField(label=_("Title"), max_length=160)
    market = forms.CharField(
        label=_("Market looked at"), max_length=200, help_text=_("Region, line of business, kind of customer.")
    )
    since = day(_("Looked at from"))
    until = day(_("Looked at until"))
    method = forms.CharField(
        label=_("How it was found out"), max_length=500, help_text=_("Visits, telephone calls, fairs, figures used.")
    )
    demand = forms.CharField(label=_("What is needed"), max_length=6000, widget=area(5))
    rivals = forms.CharField(label=_("Competitors and their prices"), max_length=6000, required=False, widget=area(4))
    advice = forms.CharField(label=_("Conclusion and recommendation"), max_length=6000, widget=area(4))
    lead = forms.CharField(
        label=_("Lead number"), max_length=32, required=False, help_text=_("Where it was made for one prospect.")
    )
    department = choice(_("Department"), required=False, help_text=_("Left open, yours."))

    def __init__(self, *args: Any, actor: Actor, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "department", departments)

    def clean_lead(self) -> int | None:
        """The lead's id, if the reader sees it."""
        typed = self.cleaned_data["lead"].strip()
        if not typed:
            return None
        found = leads_visible_to(self.actor).filter(number__iexact=typed).first()
        if found is None:
            raise forms.ValidationError(_("There is no such lead."))
        return found.pk

    def draft(self) -> ResearchInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return ResearchInput(
            title=given["title"], market=given["market"], since=given["since"], until=given["until"],
            method=given["method"], demand=given["demand"], rivals=given["rivals"], advice=given["advice"],
            lead_id=given["lead"], department_id=given["department"],
        )  # fmt: skip
