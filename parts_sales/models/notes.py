from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.choices import Region
from customers.models import Customer
from organization.models import Department, Warehouse
from parts_sales import policies_delivery as policies
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_delivery import Carrier, NoteKind, NoteState
from parts_sales.models.orders import SalesOrder, SalesOrderLine
from parts_sales.models.parts import Part
from parts_sales.rules import steps

NOTE_TARGETS = tuple(NoteState.values)


@history.track_values("version", "since")
class DeliveryNote(Document):
    """Goods of one order that leave one warehouse (PSL-30): a system note for purchased parts, a manual one for
    hardware and semi-finished parts.

    `state` is the desk it lies at, `since` from when; the steps stand in rules/steps.py. `goods_base` is what its goods
    come to in the base currency. `carrier_rule` is what the rule chose, `carrier` what goes, with `carrier_reason`
    where they differ (PSL-33). `free_of` is the return whose goods it replaces without charge (PSL-53): such a note
    delivers nothing of what was ordered and is not counted on the order's lines. `told_at` is when the customer was
    told last that it is underway, `told_date` the day they were told it would arrive (PSL-34).
    """

    kind: ClassVar[str] = "delivery_note"

    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="notes", verbose_name=_("order"))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="notes", verbose_name=_("customer"))
    region = models.CharField(max_length=8, choices=Region.choices, default=Region.DOMESTIC)
    note_kind = models.CharField(_("kind"), max_length=6, choices=NoteKind.choices)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse"))
    state = StateField(choices=NoteState.choices, protected=True)
    since = models.DateTimeField(_("since"))
    free_of = models.ForeignKey(
        "SalesReturn", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    contact = models.CharField(_("contact"), max_length=80, blank=True)
    ship_to = models.TextField(_("delivery address"), max_length=500, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    goods_base = AmountField(default=0)
    weight_kg = models.DecimalField(_("weight in kg"), max_digits=10, decimal_places=3, null=True, blank=True)
    packages = models.PositiveSmallIntegerField(_("packages"), default=1)
    packaging = models.CharField(_("packaging"), max_length=200, blank=True)
    carrier_rule = models.CharField(max_length=8, choices=Carrier.choices, blank=True)
    carrier = models.CharField(_("way of dispatch"), max_length=8, choices=Carrier.choices, blank=True)
    carrier_reason = models.CharField(_("why another way"), max_length=300, blank=True)
    carrier_name = models.CharField(_("carrier"), max_length=80, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=60, blank=True)
    expected_date = models.DateField(_("expected arrival"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("dispatched"), null=True, blank=True)
    told_address = models.EmailField(_("told at"), max_length=160, blank=True)
    told_at = models.DateTimeField(_("customer told"), null=True, blank=True)
    told_way = models.CharField(_("told by"), max_length=8, choices=ConfirmedBy.choices, blank=True)
    told_name = models.CharField(_("who was told"), max_length=80, blank=True)
    told_date = models.DateField(_("told to arrive"), null=True, blank=True)
    arrived_date = models.DateField(_("arrived"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "delivery_note",
                key="id",
                columns=("number", "customer_id", "contact", "tracking_number", "carrier_name", "department_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="parts_sales_note_house"),
            models.Index(fields=("customer", "-created_at"), name="parts_sales_note_customer"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_note_newest"),
            models.Index(fields=("state", "since"), name="parts_sales_note_desk"),
            models.Index(fields=("state", "-created_at", "-id"), name="parts_sales_note_state"),
            models.Index(fields=("-since", "-created_at", "-id"), name="parts_sales_note_since"),
            models.Index(fields=("goods_base",), name="parts_sales_note_amount"),
            models.Index(fields=("expected_date",), name="parts_sales_note_expected"),
            models.Index(F("expected_date").desc(nulls_last=True), name="parts_sales_note_latest"),
            models.Index(fields=("expected_date",), name="parts_sales_note_underway", condition=Q(state="SHIPPED")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_note_has_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["TO_SHIP", "SHIPPED", "ARRIVED"]) | Q(issued_at__isnull=False),
                name="parts_sales_note_issued_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["SHIPPED", "ARRIVED"]) | (Q(shipped_at__isnull=False) & ~Q(carrier="")),
                name="parts_sales_note_shipped_says_how",
            ),
            models.CheckConstraint(
                condition=Q(carrier="") | Q(carrier=F("carrier_rule")) | ~Q(carrier_reason=""),
                name="parts_sales_note_overruled_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="ARRIVED") | Q(arrived_date__isnull=False), name="parts_sales_note_arrived_has_day"
            ),
            models.CheckConstraint(condition=Q(packages__gte=1), name="parts_sales_note_packages"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | (~Q(told_way="") & (~Q(told_address="") | ~Q(told_name=""))),
                name="parts_sales_note_told_says_whom",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def step(self) -> steps.Step | None:
        """The step it waits for; None where none is left."""
        return steps.DESKS.get(self.state)

    @property
    def is_free(self) -> bool:
        """Whether it replaces returned goods without charge."""
        return self.free_of_id is not None

    def is_late(self, on: date) -> bool:
        """Whether it is underway after the day it was expected (PSL-34)."""
        return self.state == NoteState.SHIPPED and self.expected_date is not None and self.expected_date < on

    @property
    def is_to_tell(self) -> bool:
        """Whether the customer has still to be told that it is underway, or of another day (PSL-34). Who fetches the
        goods knows.
        """
        if self.state != NoteState.SHIPPED or self.carrier == Carrier.PICKUP or self.expected_date is None:
            return False
        return self.told_at is None or self.told_date != self.expected_date

    def _after(self, code: str, at: datetime) -> str:
        self.since = at
        return steps.next_state(self.region, self.note_kind, code)

    @transition(field="state", source=NoteState.TO_REVIEW, target=NOTE_TARGETS, permission=policies.can_review)
    def review(self, *, at: datetime) -> str:
        return self._after("review", at)

    @transition(field="state", source=NoteState.TO_PRINT, target=NOTE_TARGETS, permission=policies.takes("print_out"))
    def print_out(self, *, at: datetime) -> str:
        return self._after("print_out", at)

    @transition(field="state", source=NoteState.TO_CHECK, target=NOTE_TARGETS, permission=policies.takes("check_money"))
    def check_money(self, *, at: datetime) -> str:
        return self._after("check_money", at)

    @transition(field="state", source=NoteState.TO_SIGN, target=NOTE_TARGETS, permission=policies.takes("sign"))
    def sign(self, *, at: datetime) -> str:
        return self._after("sign", at)

    @transition(field="state", source=NoteState.TO_CONFIRM, target=NOTE_TARGETS, permission=policies.takes("confirm"))
    def confirm(self, *, at: datetime) -> str:
        return self._after("confirm", at)

    @transition(field="state", source=NoteState.TO_ISSUE, target=NOTE_TARGETS, permission=policies.takes("issue"))
    def issue(self, *, at: datetime) -> str:
        self.issued_at = at
        return self._after("issue", at)

    @transition(field="state", source=NoteState.TO_SHIP, target=NOTE_TARGETS, permission=policies.takes("ship"))
    def ship(self, *, at: datetime) -> str:
        self.shipped_at = at
        return self._after("ship", at)

    @transition(field="state", source=NoteState.SHIPPED, target=NoteState.ARRIVED, permission=policies.can_follow_up)
    def arrive(self, *, at: datetime, day: date) -> None:
        self.arrived_date, self.since = day, at

    @transition(
        field="state",
        source=(*steps.BEFORE_ISSUE, NoteState.TO_SHIP),
        target=NoteState.CANCELLED,
        permission=policies.can_cancel_note,
    )
    def cancel(self, *, at: datetime) -> None:
        self.since = at


@history.track_values("returned")
class DeliveryNoteLine(models.Model):
    """So much of an order's line on a note, with number and names as on the order. `own_reserved` is what the note had
    to promise itself, beyond what the order had. `returned` is what returns that stand have asked for (PSL-53).
    """

    note = models.ForeignKey(
        DeliveryNote, on_delete=models.PROTECT, related_name="lines", verbose_name=_("delivery note")
    )
    order_line = models.ForeignKey(SalesOrderLine, on_delete=models.PROTECT, related_name="note_lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    part_number = models.CharField(_("part number"), max_length=40)
    name_zh = models.CharField(_("Chinese name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    own_reserved = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    returned = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        triggers = (marks_search("delivery_note", key="note_id", columns=("part_number", "name_zh", "name_en")),)
        constraints = (
            models.UniqueConstraint(fields=("note", "order_line"), name="parts_sales_noteline_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0)
                & Q(own_reserved__gte=0)
                & Q(own_reserved__lte=F("quantity"))
                & Q(returned__gte=0)
                & Q(returned__lte=F("quantity")),
                name="parts_sales_noteline_quantities",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part_number} {self.name}".strip()

    @property
    def name(self) -> str:
        """The name in the reader's language; the Chinese one where the English is missing."""
        if (get_language() or "zh").startswith("zh"):
            return self.name_zh
        return self.name_en or self.name_zh

    @property
    def plain_quantity(self) -> Decimal:
        """The quantity without trailing zeros."""
        return Decimal(formats.plain(self.quantity))

    @property
    def returnable(self) -> Decimal:
        """What of it can still be asked to come back."""
        return self.quantity - self.returned
