"""The kinds of document of this app, as the rest of the application knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.kinds import DocumentKind
from parts_sales import listed_money, policies
from parts_sales.models import Part
from parts_sales.selectors.parts import parts_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Parts, on which drawings and pictures hang as files; orders, money and credit."""
    return (
        DocumentKind(
            code=Part.kind,
            label=_("Part"),
            model=Part,
            prefix="PRT",
            visible_to=parts_visible_to,
            url_name="parts_sales:part_detail",
            url_argument="part_id",
            can_edit=policies.can_edit,
        ),
        *listed_money.kinds(),
    )
