"""Delivery notes and returns, as the rest of the application knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.kinds import DocumentKind
from parts_sales import policies_delivery as policies
from parts_sales.models import DeliveryNote, SalesReturn
from parts_sales.selectors.notes import notes_visible_to
from parts_sales.selectors.returns import returns_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Delivery notes and returns; signed copies and photographs hang on them as files."""
    return (
        DocumentKind(
            code=DeliveryNote.kind,
            label=_("Delivery note"),
            model=DeliveryNote,
            prefix="DN",
            visible_to=notes_visible_to,
            url_name="parts_sales:note_detail",
            url_argument="note_id",
            can_edit=policies.can_edit_note,
            can_attach=policies.can_attach_to_note,
        ),
        DocumentKind(
            code=SalesReturn.kind,
            label=_("Return"),
            model=SalesReturn,
            prefix="RET",
            visible_to=returns_visible_to,
            url_name="parts_sales:return_detail",
            url_argument="return_id",
            can_edit=policies.can_edit_return,
            can_attach=policies.can_attach_to_return,
        ),
    )
