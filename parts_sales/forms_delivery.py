"""Delivery notes, dispatch and returns as typed (PSL-30, PSL-33, PSL-53)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import formats
from core.forms import VersionForm, complaint_field
from core.list_filters import FilterForm
from customers.choices import Region
from organization.models import Warehouse
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_delivery import Carrier, NoteKind, NoteState, Remedy, ReturnState
from parts_sales.forms import QuantityField, day_input
from parts_sales.models import DeliveryNote, DeliveryNoteLine, SalesOrderLine, SalesReturnLine
from parts_sales.selectors.notes import DESK, LATE, TO_TELL, UNDERWAY, NoteQuestion
from parts_sales.selectors.returns import ReturnQuestion
from parts_sales.services.inputs_delivery import DispatchInput, ReturnInput, Told


class NoteListForm(FilterForm):
    """The filters of the list of delivery notes; what makes no sense is let go."""

    view = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[(code, code) for code in ("", DESK, UNDERWAY, TO_TELL, LATE)],
        widget=forms.HiddenInput,
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *NoteState.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *NoteKind.choices])
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("At home and abroad")), *Region.choices]
    )
    warehouse = forms.ChoiceField(label=_("Warehouse"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(one.code, one.name) for one in Warehouse.objects.all()]
        self.fields["warehouse"].choices = [("", _("All warehouses")), *places]  # type: ignore[attr-defined]

    def question(self, sort: str) -> NoteQuestion:
        """What is asked for."""
        self.is_valid()
        given = self.cleaned_data
        return NoteQuestion(
            view=given.get("view") or "",
            state=given.get("state") or "",
            note_kind=given.get("kind") or "",
            region=given.get("region") or "",
            warehouse=given.get("warehouse") or "",
            since=given.get("since"),
            until=given.get("until"),
            words=(given.get("q") or "").replace("\x00", "").strip(),
            sort=sort,
        )


class MakeNotesForm(forms.Form):
    """How much of each line goes on delivery notes now."""

    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, lines: Sequence[SalesOrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.quantity > line.noted]
        for line in self.lines:
            left = (line.quantity - line.noted).normalize()
            self.fields[f"quantity-{line.pk}"] = QuantityField(label=_("Quantity"), required=False, initial=f"{left:f}")

    def rows(self) -> list[tuple[SalesOrderLine, Decimal, forms.BoundField]]:
        """Line, what is left of it, its field."""
        return [
            (line, Decimal(formats.plain(line.quantity - line.noted)), self[f"quantity-{line.pk}"])
            for line in self.lines
        ]

    def quantities(self) -> dict[int, Decimal]:
        """What was typed, by line; only after `is_valid`."""
        return {line.pk: self.cleaned_data[f"quantity-{line.pk}"] or Decimal(0) for line in self.lines}


class GoodsForm(VersionForm):
    """Each line ticked by the keeper who has the goods before them."""

    def __init__(self, *args: Any, lines: Sequence[DeliveryNoteLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line-{line.pk}"] = forms.BooleanField(label=str(line))

    def rows(self) -> list[tuple[DeliveryNoteLine, forms.BoundField]]:
        """Line and its tick."""
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]


class DispatchForm(VersionForm):
    """How the goods are sent."""

    carrier = forms.ChoiceField(label=_("Way of dispatch"), choices=Carrier.choices)
    reason = forms.CharField(
        label=_("Why another way than the rule's"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    carrier_name = forms.CharField(label=_("Carrier"), max_length=80, required=False)
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        required=False,
        help_text=_("Needed unless the customer fetches the goods."),
    )
    expected_date = forms.DateField(label=_("Expected arrival"), required=False, widget=day_input())
    packages = forms.IntegerField(label=_("Packages"), min_value=1, max_value=999)
    weight_kg = QuantityField(label=_("Gross weight in kg, as weighed"), required=False, max_digits=10)
    packaging = forms.CharField(label=_("Packaging"), max_length=200, required=False)
    address = forms.EmailField(
        label=_("Tell the customer at"), max_length=160, required=False,
        help_text=_("Carrier, number and expected arrival go there by e-mail; left open, it stays to be done."),
    )  # fmt: skip

    def __init__(self, *args: Any, note: DeliveryNote, **kwargs: Any) -> None:
        weight = formats.plain(note.weight_kg) if note.weight_kg is not None else None
        initial = {"version": note.version, "packages": note.packages, "weight_kg": weight}
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def sent(self) -> DispatchInput:
        """The dispatch as typed; only after `is_valid`."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return DispatchInput(**given)


class ArrivalForm(VersionForm):
    """The day goods arrived."""

    day = forms.DateField(label=_("Arrived"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()


class FollowUpForm(VersionForm):
    """Another day on which they are expected, as the carrier says."""

    expected = forms.DateField(label=_("Expected arrival"), widget=day_input())
    reason = forms.CharField(
        label=_("What the carrier says"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TellForm(VersionForm):
    """How the customer is told of goods underway."""

    way = forms.ChoiceField(
        label=_("How"), choices=ConfirmedBy.choices,
        help_text=_("By e-mail it goes out from here; otherwise tell them first, then note it."),
    )  # fmt: skip
    address = forms.EmailField(label=_("E-mail address"), max_length=160, required=False)
    name = forms.CharField(
        label=_("Who was told"), max_length=80, required=False, help_text=_("Needed where it was not by e-mail.")
    )

    def told(self) -> Told:
        """What was typed; only after `is_valid`."""
        given = self.cleaned_data
        return Told(given["way"], given["address"], given["name"])


class ReturnListForm(FilterForm):
    """The filters of the list of returns; what makes no sense is let go."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *ReturnState.choices])
    remedy = forms.ChoiceField(
        label=_("Wanted"), required=False, choices=[("", _("Credit and replacement")), *Remedy.choices]
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> ReturnQuestion:
        """What is asked for."""
        self.is_valid()
        given = self.cleaned_data
        words = (given.get("q") or "").replace("\x00", "").strip()
        return ReturnQuestion(given.get("state") or "", given.get("remedy") or "", words, sort)


class AskReturnForm(forms.Form):
    """What of a note comes back, why, and what the customer wants."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    remedy = forms.ChoiceField(label=_("The customer wants"), choices=Remedy.choices)
    complaint = complaint_field(_("Its number, such as CP-2026-0001."))

    def __init__(self, *args: Any, lines: Sequence[DeliveryNoteLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"quantity-{line.pk}"] = QuantityField(label=_("Quantity"), required=False)

    def rows(self) -> list[tuple[DeliveryNoteLine, Decimal, forms.BoundField]]:
        """Line, what of it can come back, its field."""
        return [(line, Decimal(formats.plain(line.returnable)), self[f"quantity-{line.pk}"]) for line in self.lines]

    def wanted(self) -> ReturnInput:
        """The return as typed; only after `is_valid`."""
        given = self.cleaned_data
        quantities = {line.pk: given[f"quantity-{line.pk}"] or Decimal(0) for line in self.lines}
        return ReturnInput(given["reason"], given["remedy"], quantities, given["complaint"])


class CountedForm(VersionForm):
    """A quantity for each line of a return."""

    of = "quantity"

    def __init__(self, *args: Any, lines: Sequence[SalesReturnLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            most = getattr(line, self.of)
            self.fields[f"quantity-{line.pk}"] = QuantityField(
                label=_("Quantity"), initial=formats.plain(most), max_value=most
            )

    def rows(self) -> list[tuple[SalesReturnLine, Decimal, forms.BoundField]]:
        """Line, the most it can be, its field."""
        return [
            (line, Decimal(formats.plain(getattr(line, self.of))), self[f"quantity-{line.pk}"]) for line in self.lines
        ]

    def quantities(self) -> dict[int, Decimal]:
        """What was typed, by line; only after `is_valid`."""
        return {line.pk: self.cleaned_data[f"quantity-{line.pk}"] for line in self.lines}


class ReceiveForm(CountedForm):
    """What has come."""


class InspectForm(CountedForm):
    """What of it is good, and what was found."""

    of = "received"
    finding = forms.CharField(label=_("What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
