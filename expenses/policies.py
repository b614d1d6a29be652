"""Who may do what with spending: pure functions over an actor and a row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor

REQUEST = "expenses.request"
CLAIM = "expenses.claim"
REVIEW = "expenses.review"
APPROVE = "expenses.approve"
PAY = "expenses.pay"
VIEW = "expenses.view"
RELEASE = "expenses.release"
IMPORT = "expenses.import"
REVERSE_IMPORT = "expenses.reverse_import"

PERMISSIONS = (
    (REQUEST, _("Request spending")),
    (CLAIM, _("Claim expenses")),
    (REVIEW, _("Review the spending of one's people")),
    (APPROVE, _("Approve spending for finance")),
    (PAY, _("Record payments")),
    (VIEW, _("See requests and claims of one's scope")),
    (RELEASE, _("Release what stale requests hold")),
    (IMPORT, _("Bring in expenses from accounting")),
    (REVERSE_IMPORT, _("Reverse an expense import")),
)


def is_owner(document: Any, actor: Actor) -> bool:
    """The one who made it."""
    return actor.is_system or document.created_by_id == actor.person_id


def can_edit_request(request: Any, actor: Actor) -> bool:
    """Its maker edits a draft or returned request."""
    return request.is_editable and is_owner(request, actor) and actor.can(REQUEST, request.department_id)


def can_amend_request(request: Any, actor: Actor) -> bool:
    """Its maker may change it until it is decided: a draft, a returned one, or one in review (APR-10)."""
    return can_edit_request(request, actor) or (request.state == "IN_REVIEW" and can_submit_request(request, actor))


def can_submit_request(request: Any, actor: Actor) -> bool:
    """Its maker submits it while holding the right to request."""
    return is_owner(request, actor) and actor.can(REQUEST, request.department_id)


def can_edit_claim(claim: Any, actor: Actor) -> bool:
    """Its maker edits a draft or returned claim."""
    return claim.is_editable and is_owner(claim, actor) and actor.can(CLAIM, claim.department_id)


def can_amend_claim(claim: Any, actor: Actor) -> bool:
    """Its maker may change it until it is decided: a draft, a returned one, or one in review (APR-10)."""
    return can_edit_claim(claim, actor) or (claim.state == "IN_REVIEW" and can_submit_claim(claim, actor))


def can_submit_claim(claim: Any, actor: Actor) -> bool:
    """Its maker submits it while holding the right to claim."""
    return is_owner(claim, actor) and actor.can(CLAIM, claim.department_id)


def can_explain(document: Any, actor: Actor) -> bool:
    """Its maker explains what the checks found on it, until it is decided (EXP-05)."""
    return document.state in {"DRAFT", "RETURNED", "IN_REVIEW"} and is_owner(document, actor)


def sees_checks(actor: Actor) -> bool:
    """Reads what the checks measure against: whoever sees the company's spending. Claimants are told what was found."""
    return actor.sight(VIEW).company


def can_close(request: Any, actor: Actor) -> bool:
    """The maker closes an approved request; finance may release a stale one."""
    return is_owner(request, actor) or actor.can(RELEASE, request.department_id)


def by_approval(_document: Any, _actor: Actor) -> bool:
    """Moves that only the end of an approval makes; the approvals engine acts as the decider."""
    return True


def by_system(_document: Any, actor: Actor) -> bool:
    """Moves that only the clock makes."""
    return actor.is_system


def can_open_requests(actor: Actor) -> bool:
    """Whoever makes requests, sees those of others, or decides on them."""
    return any(actor.can_somewhere(code) for code in (REQUEST, VIEW, REVIEW, APPROVE))


def can_open_claims(actor: Actor) -> bool:
    """Whoever makes claims, sees those of others, decides on them or pays them."""
    return any(actor.can_somewhere(code) for code in (CLAIM, VIEW, REVIEW, APPROVE, PAY))


def can_make_requests(actor: Actor) -> bool:
    """Whoever may request spending somewhere."""
    return actor.can_somewhere(REQUEST)


def can_make_claims(actor: Actor) -> bool:
    """Whoever may claim expenses somewhere."""
    return actor.can_somewhere(CLAIM)


def can_import(actor: Actor) -> bool:
    """Brings in expenses from accounting, for the whole company (EXP-09)."""
    return actor.can(IMPORT)


def can_import_document(_document: Any, actor: Actor) -> bool:
    """The same, as a document's move asks it."""
    return can_import(actor)


def can_reverse_import(_document: Any, actor: Actor) -> bool:
    """Takes back a whole import (GEN-14)."""
    return actor.can(REVERSE_IMPORT)


def sees_imports(actor: Actor) -> bool:
    """Sees imports as a whole: those who make or reverse them, and those who see the company's spending (GEN-10)."""
    return can_import(actor) or actor.can(REVERSE_IMPORT) or actor.sight(VIEW).company


def can_open_imports(actor: Actor) -> bool:
    """Has something to see on the page of imports."""
    return sees_imports(actor)


def can_pay(document: Any, actor: Actor) -> bool:
    """Who records payments, for the departments of what is paid (EXP-07); the service asks by department."""
    return actor.can_somewhere(PAY)


def can_attach_to_payment(payment: Any, actor: Actor) -> bool:
    """Who pays adds the bank's slip, as long as the payment stands."""
    return payment.state in {"PREPARED", "PAID"} and actor.can_somewhere(PAY)


def can_open_payments(actor: Actor) -> bool:
    """Whoever pays, and those who see the spending of others."""
    return actor.can_somewhere(PAY) or actor.can_somewhere(VIEW)


def can_record_payments(actor: Actor) -> bool:
    """Whoever pays somewhere."""
    return actor.can_somewhere(PAY)


def can_keep_own_account(actor: Actor) -> bool:
    """Everybody who can be owed something keeps their own bank account."""
    return actor.person_id is not None and actor.can_somewhere(CLAIM)


def can_correct(claim: Any, actor: Actor) -> bool:
    """Who asks for the correction of a posted claim: its maker, who leads its department, finance (EXP-08)."""
    return (is_owner(claim, actor) and actor.can(CLAIM, claim.department_id)) or any(
        actor.can(code, claim.department_id) for code in (REVIEW, APPROVE)
    )


def can_correct_row(row: Any, actor: Actor) -> bool:
    """Who asks for the correction of an imported row: who leads its department, finance, who brings imports in."""
    return can_import(actor) or any(actor.can(code, row.department_id) for code in (REVIEW, APPROVE))


def can_write_correction(correction: Any, actor: Actor) -> bool:
    """Its maker adds papers until it is decided (EXP-08)."""
    return correction.state in {"IN_REVIEW", "RETURNED"} and is_owner(correction, actor)


def can_take_back(advance: Any, actor: Actor) -> bool:
    """Who pays records what of an advance was given back (EXP-02b)."""
    return actor.can(PAY, advance.department_id)


def can_write_advance(advance: Any, actor: Actor) -> bool:
    """Its maker adds papers until it is decided."""
    return advance.state in {"IN_REVIEW", "RETURNED"} and is_owner(advance, actor)
