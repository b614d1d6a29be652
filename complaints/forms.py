"""Complaints as typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.choices import ComplaintState, Disposition, IntakeState, Liable, Severity, Source
from complaints.models import Complaint
from complaints.selectors.complaints import LATE, MINE, OPENED, ComplaintQuestion
from complaints.services.inputs import ComplaintInput, IntakeInput, LiabilityInput, NonConformanceInput
from complaints.services.settling import ESCALATED, GOES_ON, SETTLED
from core.forms import VersionForm
from core.list_filters import FilterForm
from customers.models import Customer
from organization.forms.fields import DayField
from organization.models import Department, Person


def _rows(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ComplaintListForm(FilterForm):
    """The filters of the list of complaints."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ComplaintState.choices]
    )
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[("", _("All complaints")), (OPENED, pgettext_lazy("complaints", "Open")), (LATE, _("Late")),
                 (MINE, _("Mine"))],
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("All severities")), *Severity.choices]
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("complaint", "Came by"), required=False, choices=[("", _("All ways")), *Source.choices]
    )
    department = forms.TypedChoiceField(label=_("Division concerned"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("All departments")), *((one.pk, one.name) for one in departments)]
        self.fields["department"].choices = offered  # type: ignore[attr-defined]

    def question(self, sort: str) -> ComplaintQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        words = (given["q"] or "").strip()
        return ComplaintQuestion(
            words, given["state"] or "", given["only"] or "", given["severity"] or "", given["source"] or "",
            given["department"], sort,
        )  # fmt: skip


class ComplaintForm(VersionForm):
    """A complaint as it is recorded."""

    source = forms.ChoiceField(label=pgettext_lazy("complaint", "Came by"), choices=Source.choices)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MAJOR)
    customer = forms.TypedChoiceField(label=_("Customer"), coerce=int)
    machine_serial = forms.CharField(label=_("Machine's serial number"), required=False, max_length=60)
    order_number = forms.CharField(label=_("Order number"), required=False, max_length=40)
    part_number = forms.CharField(label=_("Part number"), required=False, max_length=40)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=80)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=160,
        help_text=_("The acknowledgement goes here. Without an address none is sent."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("What is wrong, in a few words."))
    happened = forms.CharField(label=_("What happened"), max_length=4000, widget=_rows(5))
    wish = forms.CharField(label=_("What the customer wants"), max_length=2000, required=False, widget=_rows(2))
    department = forms.TypedChoiceField(
        label=_("Division concerned"), required=False, coerce=int, empty_value=None,
        help_text=_("Judges whose fault it is. Left empty: who serves the customer."),
    )  # fmt: skip
    salesperson = forms.TypedChoiceField(
        label=_("Salesperson"), required=False, coerce=int, empty_value=None,
        help_text=_("Explains what is not our fault. Left empty: who looks after the customer."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, customers: Iterable[Customer], departments: Iterable[Department],
        people: Iterable[Person], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offered = {
            "customer": [(one.pk, f"{one.number} {one.name}") for one in customers],
            "department": [(one.pk, one.name) for one in departments],
            "salesperson": [(one.pk, one.name) for one in people],
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", "—"), *choices]
            field.widget.attrs["data-search"] = True

    def draft(self) -> ComplaintInput:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return ComplaintInput(
            source=given["source"], severity=given["severity"], customer_id=given["customer"], title=given["title"],
            happened=given["happened"], wish=given["wish"], contact=given["contact"], email=given["email"],
            phone=given["phone"], machine_serial=given["machine_serial"], order_number=given["order_number"],
            part_number=given["part_number"], department_id=given["department"], salesperson_id=given["salesperson"],
        )  # fmt: skip


def complaint_values(complaint: Complaint) -> dict[str, Any]:
    """A complaint as its form shows it."""
    return {
        "source": complaint.source, "severity": complaint.severity, "customer": complaint.customer_id,
        "machine_serial": complaint.machine.serial_number if complaint.machine else "",
        "order_number": str(complaint.order or ""),
        "part_number": complaint.part.number if complaint.part else "", "contact": complaint.contact,
        "phone": complaint.phone, "email": complaint.email, "title": complaint.title, "happened": complaint.happened,
        "wish": complaint.wish, "department": complaint.department_id, "salesperson": complaint.salesperson_id,
        "version": complaint.version,
    }  # fmt: skip


class TalkForm(VersionForm):
    """What was said to the customer."""

    text = forms.CharField(label=_("What was said"), max_length=4000, widget=_rows(5))
    answer = forms.CharField(label=_("What the customer says"), max_length=2000, required=False, widget=_rows(2))
    by_letter = forms.BooleanField(label=_("Send it to the customer by e-mail"), required=False)


class ExplainForm(TalkForm):
    """An explanation, and whether it was understood (CMP-03)."""

    understood = forms.ChoiceField(
        label=_("Outcome"), widget=forms.RadioSelect,
        choices=(("yes", _("The customer understands: settled")), ("no", _("Does not understand: negotiate"))),
    )  # fmt: skip
    field_order = ("text", "by_letter", "understood", "answer")


class NegotiateForm(VersionForm):
    """A round of negotiation and what came of it (CMP-03)."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What was agreed or said"), max_length=4000, widget=_rows(5))

    def __init__(self, *args: Any, can_escalate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (SETTLED, pgettext_lazy("negotiation", "Settled")),
            (GOES_ON, pgettext_lazy("negotiation", "Goes on")),
        ]
        if can_escalate:
            offered.append((ESCALATED, _("No agreement: escalate to the division's manager")))
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]


class DecideForm(VersionForm):
    """What is decided where a negotiation came to nothing (CMP-03)."""

    text = forms.CharField(
        label=pgettext_lazy("complaint", "Decision"), max_length=2000, widget=_rows(4),
        help_text=_("What may be offered to the customer, and why."),
    )  # fmt: skip
    salesperson = forms.TypedChoiceField(label=_("Negotiates from now on"), coerce=int)
    settle_by = DayField(
        label=pgettext_lazy("complaint", "To be settled by"),
        required=False,
        help_text=_("The complaint's targets stay what they are."),
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["salesperson"]
        field.choices = [(one.pk, one.name) for one in people]
        field.widget.attrs["data-search"] = True


class LiabilityForm(VersionForm):
    """The report on liability (CMP-02)."""

    liable = forms.ChoiceField(label=_("Who answers for it"), choices=Liable.choices, widget=forms.RadioSelect)
    responsible = forms.TypedChoiceField(
        label=_("Responsible department"), required=False, coerce=int, empty_value=None,
        help_text=_("Where it is our fault: this department is asked for measures."),
    )  # fmt: skip
    cause = forms.CharField(
        label=pgettext_lazy("complaint", "Cause"), max_length=80,
        help_text=_("In a few words, the same words for the same cause: complaints are counted by it."),
    )  # fmt: skip
    analysis = forms.CharField(label=_("Analysis"), max_length=4000, widget=_rows(6))
    conclusion = forms.CharField(label=_("Conclusion"), max_length=2000, widget=_rows(3))

    def __init__(self, *args: Any, departments: Iterable[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["responsible"]
        field.choices = [("", "—"), *((one.pk, one.name) for one in departments)]
        field.widget.attrs["data-search"] = True
        self.fields["cause"].widget.attrs["list"] = "causes"

    def draft(self) -> LiabilityInput:
        """The typed report; only after `is_valid`."""
        given = self.cleaned_data
        return LiabilityInput(
            given["liable"], given["cause"], given["analysis"], given["conclusion"], given["responsible"]
        )


class NonConformanceForm(VersionForm):
    """The non-conformance report (CMP-04)."""

    item = forms.CharField(label=_("What does not conform"), max_length=120)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=1_000_000, initial=1)
    required = forms.CharField(label=pgettext_lazy("complaint", "Required"), max_length=1000, widget=_rows(2))
    found = forms.CharField(label=pgettext_lazy("complaint", "Found"), max_length=4000, widget=_rows(4))
    disposition = forms.ChoiceField(label=_("What becomes of it"), choices=Disposition.choices)
    expert = forms.TypedChoiceField(label=_("Analysed with"), coerce=int)

    def __init__(self, *args: Any, experts: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["expert"]
        field.choices = [("", "—"), *((one.pk, one.name) for one in experts)]

    def draft(self) -> NonConformanceInput:
        """The typed report; only after `is_valid`."""
        given = self.cleaned_data
        return NonConformanceInput(
            given["item"], given["required"], given["found"], given["disposition"], given["expert"], given["quantity"]
        )


class AskAgainForm(VersionForm):
    """Measures asked for once more."""

    problem = forms.CharField(label=_("What is wrong"), max_length=4000, widget=_rows(4))


class CloseForm(VersionForm):
    """What the customer was told at the end (CMP-06)."""

    text = forms.CharField(label=_("What the customer is told"), max_length=4000, widget=_rows(6))
    by_letter = forms.BooleanField(label=_("Send it to the customer by e-mail"), required=False)


class IntakeListForm(FilterForm):
    """The filters of what came by the public form."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *IntakeState.choices])
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class PublicForm(forms.Form):
    """The public form. `website` is not seen by people; what fills it in is no person."""

    company = forms.CharField(label=_("Company"), max_length=160)
    name = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), max_length=160, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=60, required=False,
        help_text=_("One of the two is needed, telephone or e-mail, so that we can answer."),
    )  # fmt: skip
    machine = forms.CharField(label=_("Machine: model and serial number"), max_length=120, required=False)
    order_number = forms.CharField(label=_("Order number, if you know it"), max_length=40, required=False)
    happened = forms.CharField(label=_("What happened"), max_length=4000, widget=_rows(5))
    wish = forms.CharField(label=_("What do you want us to do?"), max_length=2000, required=False, widget=_rows(2))
    website = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("email") and not given.get("phone") and "email" not in self.errors:
            self.add_error("phone", _("Give a telephone number or an e-mail address, so that we can answer."))
        return given

    def draft(self, language: str) -> IntakeInput:
        """What was typed; only after `is_valid`."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return IntakeInput(**given, language=language)
