"""Orders, money received, credit and debts as typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import MoneyField, VersionForm
from core.list_filters import FilterForm
from core.money import CENT, CURRENCIES
from customers.choices import Region
from customers.models import Customer
from parts_sales.choices import ConfirmedBy, OrderState
from parts_sales.choices_money import (
    TYPED_WAYS,
    CashPaper,
    ReceiptState,
    ReceiptWay,
    ReviewOutcome,
    TermKind,
    TermState,
)
from parts_sales.models import SalesOrder
from parts_sales.selectors import debts, order_pages, receipts
from parts_sales.selectors.order_pages import OrderQuestion
from parts_sales.selectors.receipts import ReceiptQuestion
from parts_sales.services.inputs_money import CreditInput, InvoiceInput, MatchInput, ReceiptInput


def day_field(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    """A day as browsers pick it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


def words_of(text: str | None) -> str:
    """What was typed into a search field."""
    return (text or "").replace("\x00", "").strip()


class OrderListForm(FilterForm):
    """The filters of the list of orders."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *OrderState.choices])
    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("Home and abroad")), *Region.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All orders")),
            (order_pages.MINE, _("Mine")),
            (order_pages.OWING, _("Still owed")),
            (order_pages.UNBILLED, _("Shipped, not invoiced")),
        ],
    )
    since = day_field(pgettext_lazy("first day", "From"), required=False)
    until = day_field(pgettext_lazy("last day", "Until"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> OrderQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return OrderQuestion(
            words=words_of(given["q"]),
            state=given["state"] or "",
            region=given["region"] or "",
            only=given["only"] or "",
            since=given["since"],
            until=given["until"],
            sort=sort,
        )


class ReceiptListForm(FilterForm):
    """The filters of the list of money received."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), (receipts.UNMATCHED, _("Not matched yet")), *ReceiptState.choices],
    )
    way = forms.ChoiceField(label=_("How it came"), required=False, choices=[("", _("All ways")), *ReceiptWay.choices])
    since = day_field(pgettext_lazy("first day", "From"), required=False)
    until = day_field(pgettext_lazy("last day", "Until"), required=False)
    q = forms.CharField(label=_("Search"), required=False, max_length=100)

    def question(self, sort: str) -> ReceiptQuestion:
        """What is asked for; what makes no sense is let go."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        return ReceiptQuestion(
            words=words_of(given["q"]),
            state=given["state"] or "",
            way=given["way"] or "",
            since=given["since"],
            until=given["until"],
            sort=sort,
        )


class CustomerField(forms.TypedChoiceField):
    """A customer in use, searchable."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **options)
        self.widget.attrs["data-search"] = True

    def offer(self, customers: Sequence[Customer]) -> None:
        """The customers to choose from."""
        self.choices = [("", "—"), *((one.pk, f"{one.name} · {one.number}") for one in customers)]


class ReceiptForm(forms.Form):
    """Money that came in (PSL-20, PSL-24)."""

    way = forms.ChoiceField(label=_("How it came"), choices=TYPED_WAYS)
    account = forms.CharField(label=_("Account"), max_length=80, help_text=_("Where the money came, or which till."))
    received_date = day_field(_("Received on"))
    amount = MoneyField(label=_("Amount"), min_value=CENT)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    payer = forms.CharField(label=_("Payer"), max_length=120)
    customer_id = CustomerField(
        label=_("Customer"), required=False, help_text=_("Where it is known; orders are offered by it.")
    )
    reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)
    handed_by = forms.CharField(label=_("Brought by"), max_length=80, required=False)
    paper = forms.ChoiceField(label=_("Paper given"), required=False, choices=[("", "—"), *CashPaper.choices])
    invoice_number = forms.CharField(
        label=_("Invoice number"), max_length=40, required=False, help_text=_("Where an invoice was given.")
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, customers: Sequence[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer_id"].offer(customers)  # type: ignore[attr-defined]
        for name in ("handed_by", "paper", "invoice_number"):
            self.fields[name].depends_on_others = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Cash says who brought it and which paper they got, each beside its field (PSL-24)."""
        given = super().clean() or {}
        if given.get("way") == ReceiptWay.CASH:
            if not (given.get("handed_by") or "").strip():
                self.add_error("handed_by", _("Say who brought the cash."))
            if not given.get("paper"):
                self.add_error("paper", _("Say which paper they got for it."))
            if given.get("paper") == CashPaper.INVOICE and not (given.get("invoice_number") or "").strip():
                self.add_error("invoice_number", _("Enter the number of the invoice."))
        return given

    def draft(self) -> ReceiptInput:
        """The typed receipt; only after `is_valid`."""
        return ReceiptInput(**self.cleaned_data)


class MatchForm(VersionForm):
    """How much of a receipt is for which order; an empty amount is for none. Where an order is another customer's than
    the money's, `payers` being whose it is, the reason is asked for (PSL-20).
    """

    reason = forms.CharField(
        label=_("Why the money is for another customer's order"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed as soon as an amount stands at an order marked “Another customer”; kept with the money."),
    )  # fmt: skip

    def __init__(self, *args: Any, orders: Sequence[SalesOrder], payers: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].depends_on_others = True  # type: ignore[attr-defined]
        self.orders = list(orders)
        self.others = {order.pk for order in self.orders if payers and order.customer_id not in payers}
        for order in self.orders:
            self.fields[f"amount-{order.pk}"] = MoneyField(label=str(order), required=False, min_value=CENT)

    def clean(self) -> dict[str, Any]:
        """Money for another customer's order says why, beside the field that asks for it."""
        given = super().clean() or {}
        theirs = [str(order) for order in self.orders if order.pk in self.others and given.get(f"amount-{order.pk}")]
        if theirs and not (given.get("reason") or "").strip():
            orders = ", ".join(theirs)
            self.add_error("reason", _("Say why the money is for %(orders)s of another customer.") % {"orders": orders})
        return given

    def rows(self) -> list[tuple[SalesOrder, forms.BoundField, bool]]:
        """Every order with its field, and whether it is another customer's."""
        return [(order, self[f"amount-{order.pk}"], order.pk in self.others) for order in self.orders]

    def parts(self) -> list[MatchInput]:
        """What was typed; only after `is_valid`."""
        typed = ((order.pk, self.cleaned_data.get(f"amount-{order.pk}")) for order in self.orders)
        return [MatchInput(order_id=pk, amount=amount) for pk, amount in typed if amount]


class InvoiceForm(VersionForm):
    """An invoice to the customer."""

    number = forms.CharField(label=_("Invoice number"), max_length=40)
    invoice_date = day_field(_("Date of the invoice"))
    amount = MoneyField(label=_("Amount"), min_value=CENT)

    def draft(self) -> InvoiceInput:
        """The typed invoice; only after `is_valid`."""
        given = self.cleaned_data
        return InvoiceInput(number=given["number"], invoice_date=given["invoice_date"], amount=given["amount"])


class DebtListForm(FilterForm):
    """The filters of the list of debts."""

    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All debts")),
            (debts.OVERDUE, _("Overdue")),
            (debts.SILENT, _("Overdue, nothing done yet")),
        ],
    )
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class TermListForm(FilterForm):
    """The filters of the list of credit terms."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *TermState.choices])
    q = forms.CharField(label=_("Search"), required=False, max_length=100)


class TermForm(VersionForm):
    """An application for credit terms (PSL-22)."""

    customer_id = CustomerField(label=_("Customer"))
    term_kind = forms.ChoiceField(label=_("Terms"), choices=TermKind.choices)
    limit_amount = MoneyField(label=_("Credit limit"), min_value=CENT)
    days = forms.IntegerField(
        label=_("Days to pay"), min_value=1, max_value=365, initial=30, help_text=_("Counted from the invoice.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why this customer is important, how it has paid, what it will order."),
    )  # fmt: skip

    def __init__(self, *args: Any, customers: Sequence[Customer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["customer_id"].offer(customers)  # type: ignore[attr-defined]

    def draft(self) -> CreditInput:
        """The typed application; only after `is_valid`."""
        return CreditInput(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class EvaluationForm(VersionForm):
    """The finding of an evaluation."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=ReviewOutcome.choices)
    note = forms.CharField(label=_("Finding"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DunningForm(forms.Form):
    """What was done to collect a debt."""

    day = day_field(_("Day"))
    way = forms.ChoiceField(label=_("How"), choices=ConfirmedBy.choices)
    spoke_with = forms.CharField(label=_("With whom"), max_length=80, required=False)
    said = forms.CharField(label=_("What was done and said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    promised_date = day_field(_("Promised for"), required=False)
    promised_amount = MoneyField(label=_("Amount promised"), required=False, min_value=CENT)
