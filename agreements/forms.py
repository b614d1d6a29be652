"""Agreements and their versions as typed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agreements.choices import AgreementState, Part, Side
from agreements.models import AgreementVersion
from agreements.selectors.agreements import ENDING, EXPIRED, IN_FORCE, MINE, AgreementQuestion
from agreements.services.inputs import (
    AgreementInput,
    AmendmentInput,
    LineInput,
    RequirementInput,
    SignatureInput,
    VersionInput,
)
from agreements.services.versions import MOST_LINES
from core.forms import MoneyField, VersionForm
from core.line_forms import PREFIX, LineSet, line_set
from core.list_filters import FilterForm
from core.money import CURRENCIES, LARGEST
from organization.models import Department, Person

TAXES = (("0.13", "13%"), ("0.09", "9%"), ("0.06", "6%"), ("0.03", "3%"), ("0", "0%"))


def area(rows: int) -> forms.Textarea:
    """A box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def day(label: Any, **options: Any) -> forms.DateField:
    """A day, typed or chosen."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def choice(label: Any, *, required: bool = True, **options: Any) -> forms.TypedChoiceField:
    """One of rows offered, by its id."""
    return forms.TypedChoiceField(label=label, required=required, coerce=int, empty_value=None, **options)


def offer(form: forms.Form, name: str, rows: Sequence[Any], *, empty: Any = "—") -> None:
    """Offer rows by their names in a choice."""
    field: Any = form.fields[name]
    field.choices = [("", empty), *((one.pk, one.name) for one in rows)]
    field.widget.attrs["data-search"] = True


class AgreementListForm(FilterForm):
    """The filters of the list of agreements."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *AgreementState.choices]
    )
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All agreements")), (IN_FORCE, _("In force")), (ENDING, _("Ending within 60 days")),
            (EXPIRED, _("Ended")), (MINE, _("Mine")),
        ],
    )  # fmt: skip
    department = choice(_("Department"), required=False)
    since = day(_("Ends from"), required=False)
    until = day(_("Ends until"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["department"]
        field.choices = [("", _("All departments")), *((one.pk, one.name) for one in departments)]

    def question(self, sort: str) -> AgreementQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return AgreementQuestion(
            (given["q"] or "").strip(), given["state"] or "", given["only"] or "", given["department"],
            given["since"], given["until"], sort,
        )  # fmt: skip


class SaysForm(VersionForm):
    """What a version says, apart from its lines."""

    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200, help_text=_("What it is about, in a few words."))
    start_date = day(_("From"))
    end_date = day(_("Until (included)"))
    terms = forms.CharField(label=_("Terms"), max_length=6000, required=False, widget=area(5))
    special_technical = forms.CharField(
        label=_("Special technical terms"), max_length=2000, required=False, widget=area(2),
        help_text=_("What our usual products do not do. Anything here asks for a review."),
    )  # fmt: skip
    special_contract = forms.CharField(
        label=_("Special contract terms"), max_length=2000, required=False, widget=area(2),
        help_text=_("Penalties, payment terms, liability beyond ours. Anything here asks for a review."),
    )  # fmt: skip

    def says(self, lines: LineSet) -> VersionInput:
        """What was typed; only after `is_valid` of both."""
        given = self.cleaned_data
        typed = [
            LineInput(
                product=one.cleaned_data["product"], quantity=one.cleaned_data["quantity"],
                unit_price=one.cleaned_data["unit_price"], tax_rate=Decimal(one.cleaned_data["tax_rate"]),
                unit=one.cleaned_data["unit"], technical=one.cleaned_data["technical"],
                due_date=one.cleaned_data["due_date"],
            )
            for one in lines.forms
            if one.cleaned_data
        ]  # fmt: skip
        return VersionInput(
            given["subject"], given["start_date"], given["end_date"], typed, given["terms"],
            given["special_technical"], given["special_contract"],
        )  # fmt: skip


class AgreementForm(SaysForm):
    """A draft: whom with, who looks after it, what it says."""

    customer = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    owner = choice(_("Owner"), required=False, help_text=_("Is reminded before it ends. Left open, you."))
    department = choice(_("Department"), required=False, help_text=_("Left open, yours."))
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(code, code) for code in CURRENCIES])

    def __init__(self, *args: Any, people: Sequence[Person], departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", people)
        offer(self, "department", departments)

    def draft(self, lines: LineSet) -> AgreementInput:
        """What was typed; only after `is_valid` of both."""
        given = self.cleaned_data
        return AgreementInput(
            given["customer"], self.says(lines), given["currency"], given["owner"], given["department"]
        )


class LineForm(forms.Form):
    """One thing agreed on."""

    product = forms.CharField(label=_("Product or service"), max_length=160)
    technical = forms.CharField(label=_("Technical requirement"), max_length=500, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=12, decimal_places=3, min_value=Decimal("0.001"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    unit_price = MoneyField(label=_("Unit price, tax included"), min_value=Decimal(0), max_value=LARGEST)
    tax_rate = forms.ChoiceField(label=_("Tax rate"), choices=TAXES)
    due_date = day(_("Deliver until"), required=False)


Lines = line_set(LineForm, most=MOST_LINES)


def lines_typed(data: QueryDict) -> LineSet:
    """The lines as they were sent."""
    return Lines(data, prefix=PREFIX)


def lines_stored(version: AgreementVersion | None) -> LineSet:
    """The lines as they are kept; an empty one where there are none."""
    rows = [
        {
            "product": one.product, "technical": one.technical, "quantity": f"{one.quantity.normalize():f}",
            "unit": one.unit, "unit_price": one.unit_price, "tax_rate": f"{one.tax_rate.normalize():f}",
            "due_date": one.due_date,
        }
        for one in (version.lines.all() if version is not None else ())
    ]  # fmt: skip
    made = Lines(prefix=PREFIX, initial=rows)
    made.extra = 0 if rows else 1
    return made


def says_values(version: AgreementVersion) -> dict[str, Any]:
    """What a version says, for a form."""
    names = ("subject", "start_date", "end_date", "terms", "special_technical", "special_contract")
    return {name: getattr(version, name) for name in names}


class SignForm(VersionForm):
    """Signatures of both sides."""

    signed_on = day(_("Signed on"), initial=timezone.localdate)
    for_us = forms.CharField(label=_("Signed for us by"), max_length=80)
    for_customer = forms.CharField(label=_("Signed for the customer by"), max_length=80)

    def signature(self) -> SignatureInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return SignatureInput(given["signed_on"], given["for_us"], given["for_customer"])


class AmendmentSignForm(SignForm):
    """Signatures, and the day from which the old version is void."""

    void_from = day(_("The old version is void from"), help_text=_("On this day the new version takes over."))

    field_order = ("signed_on", "void_from", "for_us", "for_customer")


class RequirementForm(VersionForm):
    """The requirement form (CUS-10)."""

    product = forms.CharField(label=_("Product"), max_length=300)
    technical_requirements = forms.CharField(
        label=_("Technical requirements"), max_length=4000, required=False, widget=area(3)
    )
    quantities = forms.CharField(label=_("Quantities"), max_length=300)
    dates = forms.CharField(label=_("Dates"), max_length=300, help_text=_("Delivery, start of service, acceptance."))
    special_terms = forms.CharField(label=_("Special terms"), max_length=4000, required=False, widget=area(3))

    def requirement(self) -> RequirementInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return RequirementInput(
            given["product"], given["quantities"], given["dates"], given["technical_requirements"],
            given["special_terms"],
        )  # fmt: skip


class AmendmentForm(SaysForm):
    """A change, who wants it and why, what it touches, and what the agreement would say."""

    asked_by = forms.ChoiceField(label=_("Asked for by"), choices=Side.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=area(2))
    change = forms.CharField(label=_("Change wanted"), max_length=4000, widget=area(3))
    parts = forms.MultipleChoiceField(
        label=_("Parts of the review it touches"), choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start_date"].label = _("In force from; the old version is void from this day")

    def wanted(self, lines: LineSet) -> AmendmentInput:
        """What was typed; only after `is_valid` of both."""
        given = self.cleaned_data
        return AmendmentInput(given["asked_by"], given["reason"], given["change"], given["parts"], self.says(lines))

    def requirement(self, lines: LineSet) -> RequirementInput:
        """The requirement form, out of what the change says."""
        says = self.says(lines)
        products = "; ".join(one.product for one in says.lines)
        amounts = "; ".join(f"{one.quantity.normalize():f} {one.unit}".strip() for one in says.lines)
        return RequirementInput(
            product=products[:300] or says.subject, quantities=amounts[:300] or "1",
            dates=f"{says.start_date} – {says.end_date}", technical_requirements=says.special_technical,
            special_terms=says.special_contract,
        )  # fmt: skip


class ConfirmForm(VersionForm):
    """One side confirms."""

    side = forms.ChoiceField(label=pgettext_lazy("amendment", "Side"), choices=Side.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Confirmed by"), max_length=80)
    on = day(pgettext_lazy("confirmation", "On"), initial=timezone.localdate)
