"""Leads and service plans as typed (CUS-02, CUS-03)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.choices import ContactWay, LeadState
from agreements.forms import area, choice, day, offer
from agreements.models import Agreement
from agreements.selectors.leads import DONE, DUE, LATE, MINE, OPENED, LeadQuestion, PlanQuestion
from agreements.services.inputs import ContactInput, LeadInput, PlanInput, StageInput
from core.actors import Actor
from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from core.money import LARGEST
from customers.selectors.customers import customers_visible_to
from organization.models import Department, Person


class LeadListForm(FilterForm):
    """The filters of the list of leads."""

    state = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("All stages")), *LeadState.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[("", _("All leads")), (OPENED, _("Open")), (DUE, _("Next step due")), (MINE, _("Mine"))],
    )
    department = choice(_("Department"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["department"]
        offered.choices = [("", _("All departments")), *((one.pk, one.name) for one in departments)]

    def question(self, sort: str) -> LeadQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        words = (given["q"] or "").strip()
        return LeadQuestion(words, given["state"] or "", given["only"] or "", given["department"], sort)


class PlanListForm(FilterForm):
    """The filters of the service plans."""

    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All lines")), (OPENED, _("To be delivered")), (LATE, _("Late")), (DONE, _("Delivered")),
            (MINE, _("Mine")),
        ],
    )  # fmt: skip
    department = choice(_("Delivered by"), required=False)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["department"]
        offered.choices = [("", _("All departments")), *((one.pk, one.name) for one in departments)]

    def question(self, sort: str) -> PlanQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = self.cleaned_data
        return PlanQuestion(given.get("only") or "", given.get("department"), sort)


class CustomerNumberMixin(forms.Form):
    """A customer named by its number, if the reader sees it."""

    actor: Actor

    def clean_customer(self) -> int | None:
        """The customer's id."""
        typed = self.cleaned_data["customer"].strip()
        if not typed:
            return None
        found = customers_visible_to(self.actor).filter(number__iexact=typed, archived_at__isnull=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no such customer in use."))
        return found.pk


class LeadForm(CustomerNumberMixin, VersionForm):
    """Somebody who may become a customer."""

    name = forms.CharField(label=_("Prospect"), max_length=160, required=False)
    customer = forms.CharField(
        label=_("Customer number"), max_length=32, required=False, help_text=_("Where it is a customer already.")
    )
    need = forms.CharField(label=_("What they need"), max_length=2000, widget=area(3))
    contact = forms.CharField(label=_("Contact"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=160, required=False)
    source = forms.CharField(label=_("Source"), max_length=160, required=False)
    product = forms.CharField(label=_("Product"), max_length=200, required=False)
    amount = MoneyField(label=_("Amount expected"), required=False, min_value=Decimal(0), max_value=LARGEST)
    delivered_by = choice(_("Delivered by"), required=False, help_text=_("Left open, the lead's department."))
    owner = choice(_("Owner"), required=False, help_text=_("Left open, you."))
    department = choice(_("Department"), required=False, help_text=_("Left open, yours."))
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = day(pgettext_lazy("next step", "On"), required=False)

    def __init__(
        self, *args: Any, actor: Actor, people: Sequence[Person], departments: Sequence[Department], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "owner", people)
        offer(self, "department", departments)
        offer(self, "delivered_by", departments)

    def draft(self) -> LeadInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return LeadInput(
            name=given["name"], need=given["need"], customer_id=given["customer"], contact=given["contact"],
            phone=given["phone"], email=given["email"], source=given["source"], product=given["product"],
            amount=given["amount"], next_step=given["next_step"], next_on=given["next_on"], owner_id=given["owner"],
            department_id=given["department"], delivered_by_id=given["delivered_by"],
        )  # fmt: skip


class ContactForm(VersionForm):
    """One entry of the sales log."""

    on = day(_("Day"), initial=timezone.localdate)
    way = forms.ChoiceField(label=_("How"), choices=ContactWay.choices)
    person = forms.CharField(label=_("Spoke to"), max_length=80, required=False)
    text = forms.CharField(label=_("What was said"), max_length=4000, widget=area(4))
    next_step = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_on = day(pgettext_lazy("next step", "On"), required=False)

    def entry(self) -> ContactInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return ContactInput(
            given["on"], given["way"], given["text"], given["person"], given["next_step"], given["next_on"]
        )


class StageForm(CustomerNumberMixin, VersionForm):
    """What the next stage of a lead needs to know; only its own fields stay."""

    product = forms.CharField(label=_("Product chosen"), max_length=200)
    customer = forms.CharField(label=_("Customer number"), max_length=32)
    agreement = choice(_("Signed agreement"))
    on = day(_("Day"), initial=timezone.localdate)
    text = forms.CharField(label=_("Note"), max_length=300, required=False)

    NEEDS = {
        "choose": ("product",), "agree": ("customer",), "confirm_payment": ("on", "text"), "confirm_start": ("on",),
        "tell": ("agreement", "on"),
    }  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, move: str, agreements: Sequence[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        kept = ("version", *self.NEEDS.get(move, ("text",)))
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        if "agreement" in self.fields:
            field: Any = self.fields["agreement"]
            field.choices = [("", "—"), *((one.pk, f"{one.number} {one.subject}") for one in agreements)]
        if move == "confirm_payment":
            self.fields["on"].label, self.fields["text"].label = _("Paid on"), _("Reference of the payment")
        if move == "confirm_start":
            self.fields["on"].label = _("Service from")

    def stage(self) -> StageInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return StageInput(
            given.get("product", ""), given.get("customer"), given.get("agreement"), given.get("on"),
            given.get("text", ""),
        )  # fmt: skip


class PlanForm(VersionForm):
    """One line of a service plan."""

    text = forms.CharField(label=_("What is delivered"), max_length=300)
    department = choice(_("Delivered by"))
    person = choice(_("Who delivers"), required=False)
    start_date = day(_("From"))
    due_date = day(_("Until"))

    def __init__(self, *args: Any, people: Sequence[Person], departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        offer(self, "department", departments)

    def line(self) -> PlanInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return PlanInput(given["text"], given["department"], given["start_date"], given["due_date"], given["person"])


class DeliverForm(VersionForm):
    """Something planned was delivered."""

    on = day(_("Delivered on"), initial=timezone.localdate)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("Needed where it is late: why.")
    )
