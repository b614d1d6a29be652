"""What approvals are told of requests and claims (APR-01): of those read anew, and of one that is being submitted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from approvals.registry import Facts
from core.money import base_currency
from expenses import rules
from expenses.models import Claim, ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors.flags import Counts


def of_request(
    request: SpendRequest, lines: Sequence[SpendRequestLine], *, checked: Counts, by_override: bool
) -> Facts:
    """A request with its lines, each with its category."""
    return Facts(
        department_id=request.department_id,
        makers=frozenset({request.created_by_id}),
        number=request.number or "",
        title=request.title,
        amount=request.total,
        currency=request.currency,
        category_codes=frozenset(line.category.code for line in lines),
        flags=rules.flags_of(
            outcome=request.outcome,
            by_override=by_override,
            is_flagged=checked.has_grave,
            is_unexplained=checked.has_unexplained,
        ),
        document_version=request.version,
        fingerprint=fingerprint(
            request.department_id,
            request.title,
            request.purpose,
            request.expected_date,
            request.end_date,
            request.single_use,
            request.supplier,
            [(line.category_id, line.project_id, line.description, line.amount) for line in lines],
        ),
        summary={"lines": len(lines), "outcome": request.outcome, **_checked(checked)},
    )


def of_claim(claim: Claim, lines: Sequence[ClaimLine], *, checked: Counts, by_override: bool) -> Facts:
    """A claim with its lines, each with its category."""
    return Facts(
        department_id=claim.department_id,
        makers=frozenset({claim.created_by_id}),
        number=claim.number or "",
        title=claim.title,
        amount=claim.base_total,
        currency=base_currency(),
        category_codes=frozenset(line.category.code for line in lines),
        flags=rules.flags_of(
            outcome=claim.outcome,
            is_above_request=claim.is_above_request,
            is_prior_period=any(line.is_prior_period for line in lines),
            is_foreign=claim.currency != base_currency(),
            rate_differs=claim.rate_differs,
            is_cut=any(line.is_cut for line in lines),
            by_override=by_override,
            is_flagged=checked.has_grave,
            is_unexplained=checked.has_unexplained,
        ),
        document_version=claim.version,
        fingerprint=fingerprint(
            claim.department_id,
            claim.title,
            claim.purpose,
            claim.claim_kind,
            claim.request_id,
            claim.currency,
            claim.rate.normalize(),
            claim.rate_date,
            claim.rate_source,
            [
                (
                    line.category_id, line.project_id, line.description, line.expense_date, line.asked_amount,
                    line.tax_rate.normalize(), line.supplier, line.invoice_code, line.invoice_number,
                )
                for line in lines
            ],
        ),
        summary={
            "lines": len(lines),
            "outcome": claim.outcome,
            "request": claim.request.number if claim.request else "",
            "document_amount": str(claim.total),
            "document_currency": claim.currency,
            "rate": f"{claim.rate.normalize():f}",
            **_checked(checked),
        },
    )  # fmt: skip


def fingerprint(*fields: Any) -> str:
    """The SHA-256 of the fields that matter (APR-10)."""
    text = json.dumps(fields, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _checked(counts: Counts) -> dict[str, Any]:
    """What the inbox says of the checks (EXP-05)."""
    return {"checks": counts.count, "explained": counts.explained}
