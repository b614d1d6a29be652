"""The kinds of document of this app, as the rest of the application knows them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.kinds import DocumentKind
from expenses import policies, selectors
from expenses.models import Advance, Claim, Correction, ExpenseImport, Payment, SpendRequest
from expenses.selectors import advances, corrections, payments


def kinds() -> tuple[DocumentKind, ...]:
    """Spend requests, expense claims, imports, payments, corrections and advances."""
    return (
        DocumentKind(
            code=SpendRequest.kind,
            label=_("Spend request"),
            model=SpendRequest,
            prefix="REQ",
            visible_to=selectors.requests_visible_to,
            url_name="expenses:request_detail",
            url_argument="request_id",
            can_edit=policies.can_edit_request,
        ),
        DocumentKind(
            code=Claim.kind,
            label=_("Expense claim"),
            model=Claim,
            prefix="EXP",
            visible_to=selectors.claims_visible_to,
            url_name="expenses:claim_detail",
            url_argument="claim_id",
            can_edit=policies.can_edit_claim,
        ),
        DocumentKind(
            code=ExpenseImport.kind,
            label=_("Expense import"),
            model=ExpenseImport,
            prefix="IMP",
            visible_to=selectors.imports_visible_to,
            url_name="expenses:import_detail",
            url_argument="import_id",
            can_edit=policies.can_import_document,
            line_url=lambda import_id, row_id: f"{reverse('expenses:import_detail', args=[import_id])}?row={row_id}",
        ),
        DocumentKind(
            code=Payment.kind,
            label=_("Payment"),
            model=Payment,
            prefix="PAY",
            visible_to=payments.payments_visible_to,
            url_name="expenses:payment_detail",
            url_argument="payment_id",
            can_edit=policies.can_attach_to_payment,
        ),
        DocumentKind(
            code=Correction.kind,
            label=_("Correction"),
            model=Correction,
            prefix="COR",
            visible_to=corrections.corrections_visible_to,
            url_name="expenses:correction_detail",
            url_argument="correction_id",
            can_edit=policies.can_write_correction,
        ),
        DocumentKind(
            code=Advance.kind,
            label=_("Advance"),
            model=Advance,
            prefix="ADV",
            visible_to=advances.advances_visible_to,
            url_name="expenses:advance_detail",
            url_argument="advance_id",
            can_edit=policies.can_write_advance,
        ),
    )
