from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last number given per kind and year; its row lock makes the series gap-free (GEN-03)."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("prefix", "year"), name="core_numberseries_once"),)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"
