from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.protect import APPEND_ONLY
from organization.models import Warehouse
from parts_sales.choices import StockMove
from parts_sales.models.parts import Part


class StockBalance(models.Model):
    """How much of a part lies in a warehouse, and how much of that is promised (PSL-01). Written by services/stock.py
    alone, together with its movement.
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="balances")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    on_hand = models.DecimalField(_("on hand"), max_digits=12, decimal_places=3, default=0)
    reserved = models.DecimalField(_("reserved"), max_digits=12, decimal_places=3, default=0)
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True)

    class Meta:
        ordering = ("part", "warehouse")
        constraints = (
            models.UniqueConstraint(fields=("part", "warehouse"), name="parts_sales_stockbalance_once"),
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="parts_sales_stockbalance_on_hand"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")), name="parts_sales_stockbalance_reserved"
            ),
        )

    def __str__(self) -> str:
        return f"{self.part_id} @ {self.warehouse_id}"

    @property
    def free(self) -> Decimal:
        """What can still be promised."""
        return self.on_hand - self.reserved


class StockMovement(models.Model):
    """One movement of a balance, never changed: what came, went, was promised or counted, and for what (PSL-32).

    `source` names the document's line it belongs to; one line moves the same way once.
    """

    balance = models.ForeignKey(StockBalance, on_delete=models.PROTECT, related_name="movements")
    move = models.CharField(max_length=8, choices=StockMove.choices)
    on_hand_change = models.DecimalField(max_digits=12, decimal_places=3)
    reserved_change = models.DecimalField(max_digits=12, decimal_places=3)
    on_hand_after = models.DecimalField(max_digits=12, decimal_places=3)
    reserved_after = models.DecimalField(max_digits=12, decimal_places=3)
    source = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(
                fields=("source", "move", "balance"), condition=~Q(source=""), name="parts_sales_stockmovement_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.move} {self.on_hand_change}"
