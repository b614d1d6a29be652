"""What is chosen at the year's end to go along into the new year (BUD-35)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from budgets.models import Adjustment, Period
from budgets.selectors.carry_overs import Held, Unspent
from budgets.services.adjustment_drafts import AdjustmentLineInput
from core.forms import MoneyField
from core.money import LARGEST


def unspent_name(own: Unspent) -> str:
    """The field of an unspent row."""
    return f"u-{own.category.pk}-{own.project.pk if own.project is not None else 0}"


def held_name(own: Held) -> str:
    """The field of an open commitment."""
    return f"h-{own.commitment.kind}-{own.commitment.line_id}"


class CarryOverForm(forms.Form):
    """A carry-over of one department: what it is for, which month it goes to, an amount for each unspent row, a tick
    for each open commitment. What is left empty lapses when the year closes.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=120)
    into = forms.TypedChoiceField(label=_("Into the month"), coerce=int)
    purpose = forms.CharField(
        label=_("Purpose"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    criteria = forms.CharField(
        label=_("Criteria met"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it was not spent, and why the new year's budget does not cover it."),
    )

    def __init__(
        self, *args: Any, unspent: Sequence[Unspent], held: Sequence[Held], into: Sequence[Period], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unspent, self.held = unspent, held
        self.fields["into"] = forms.TypedChoiceField(
            label=_("Into the month"), coerce=int, choices=[(period.pk, str(period)) for period in into]
        )
        for own in unspent:
            self.fields[unspent_name(own)] = MoneyField(
                label=_("Carry over"), required=False, min_value=0, max_value=LARGEST
            )
        for one in held:
            self.fields[held_name(one)] = forms.BooleanField(label=_("Carry over"), required=False)

    def unspent_rows(self) -> list[tuple[Unspent, BoundField]]:
        """Each unspent row with its field."""
        return [(own, self[unspent_name(own)]) for own in self.unspent]

    def held_rows(self) -> list[tuple[Held, BoundField]]:
        """Each open commitment with its tick."""
        return [(own, self[held_name(own)]) for own in self.held]

    def lines(self, *, department_id: int, origin: Period) -> tuple[AdjustmentLineInput, ...]:
        """What was chosen, as lines of the carry-over."""
        data = self.cleaned_data
        chosen = [
            AdjustmentLineInput(
                department_id=department_id,
                category_id=own.category.pk,
                project_id=own.project.pk if own.project is not None else None,
                period_id=data["into"],
                amount=data[unspent_name(own)],
                from_period_id=origin.pk,
            )
            for own in self.unspent
            if data.get(unspent_name(own))
        ]
        taken = [own.commitment for own in self.held if data.get(held_name(own))]
        return (
            *chosen,
            *(
                AdjustmentLineInput(
                    department_id=department_id,
                    category_id=own.category_id,
                    project_id=own.project_id,
                    period_id=data["into"],
                    amount=own.amount,
                    note=own.label[:200],
                    from_period_id=origin.pk,
                    carried_kind=own.kind,
                    carried_id=own.document_id,
                    carried_line=own.line_id,
                )
                for own in taken
            ),
        )


def initial_of(adjustment: Adjustment) -> dict[str, Any]:
    """A stored carry-over as the form's first values."""
    values: dict[str, Any] = {
        "version": adjustment.version,
        "title": adjustment.title,
        "purpose": adjustment.purpose,
        "criteria": adjustment.criteria,
    }
    for line in adjustment.lines.all():
        values["into"] = line.period_id
        if line.carried_kind:
            values[f"h-{line.carried_kind}-{line.carried_line}"] = True
        else:
            values[f"u-{line.category_id}-{line.project_id or 0}"] = line.amount
    return values
