"""Rows of spending: lists, documents, forms, moves, and their resources."""

from __future__ import annotations

from typing import Any

from expenses.models import Flag
from tests.permissions.world import World

MAKERS = ("employee", "outsider", "manager", "division_manager")
SEEING = {"*": 200, "outsider": 404}
"""A document of service: its makers, those above, finance and the general manager see it; another department does not."""


def request_draft(world: World) -> dict[str, Any]:
    return {"request_id": world.request_draft.pk}


def request(world: World) -> dict[str, Any]:
    return {"request_id": world.request.pk}


def other_request(world: World) -> dict[str, Any]:
    return {"request_id": world.other_request.pk}


def claim_draft(world: World) -> dict[str, Any]:
    return {"claim_id": world.claim_draft.pk}


def claim(world: World) -> dict[str, Any]:
    return {"claim_id": world.claim.pk}


def other_claim(world: World) -> dict[str, Any]:
    return {"claim_id": world.other_claim.pk}


def claim_flag(world: World) -> dict[str, Any]:
    """Something a check found on the claim."""
    found, _new = Flag.objects.get_or_create(
        claim=world.claim,
        key="walk",
        defaults={"check_code": "DAY_OFF", "facts": {"day": "2026-01-03"}, "found_at": world.now},
    )
    return {"claim_id": world.claim.pk, "flag_id": found.pk}


def request_flag(world: World) -> dict[str, Any]:
    found, _new = Flag.objects.get_or_create(
        request=world.request,
        key="walk",
        defaults={
            "check_code": "SAME",
            "facts": {"supplier": "恒力", "day": "2026-01-03", "amount": "1.00"},
            "found_at": world.now,
        },
    )
    return {"request_id": world.request.pk, "flag_id": found.pk}


def own(status: int, others: int = 403) -> dict[str, Any]:
    """The maker alone; who sees it may not, another department does not see it."""
    return {"*": others, "employee": status, "outsider": 404}


def makers(status: int) -> dict[str, Any]:
    return {"*": 403, **dict.fromkeys(MAKERS, status)}


def api(of: Any) -> Any:
    return lambda world: {"pk": next(iter(of(world).values()))}


def checked_import(world: World) -> dict[str, Any]:
    return {"import_id": world.checked_import.pk}


def posted_import(world: World) -> dict[str, Any]:
    return {"import_id": world.posted_import.pk}


def source(world: World) -> dict[str, Any]:
    """Of a file that came in: it cannot be deleted."""
    return {"pk": world.checked_import.source_id}


def importers(status: int, others: int = 403) -> dict[str, Any]:
    """Finance brings files in; who sees the company's spending sees them, others do not."""
    seeing = dict.fromkeys(("finance_manager", "finance_supervisor", "gm"), others)
    return {"*": 404, "finance_officer": status, **seeing}


REQUEST_PAGE = {"foreign": other_request}
CLAIM_PAGE = {"foreign": other_claim}
API_REQUEST = {"foreign": api(other_request)}
API_CLAIM = {"foreign": api(other_claim)}


def request_body(world: World) -> dict[str, Any]:
    return {
        "department": world.service.pk,
        "title": "外训",
        "expected_date": world.today.isoformat(),
        "end_date": world.today.isoformat(),
        "lines": [{"category": world.category.pk, "description": "培训费", "amount": "100.00"}],
    }


def claim_body(world: World) -> dict[str, Any]:
    line = {
        "category": world.category.pk,
        "description": "住宿",
        "expense_date": world.today.isoformat(),
        "amount": "100.00",
    }
    return {"department": world.service.pk, "title": "差旅", "lines": [line]}


ROWS: dict[str, dict[str, Any]] = {
    "expenses:claim_list": {"*": 200},
    "expenses:claim_create": makers(200),
    "expenses:claim_impact": makers(200),
    "expenses:claim_detail": {"kwargs": claim, **CLAIM_PAGE, **SEEING},
    "expenses:claim_edit": {"kwargs": claim_draft, **CLAIM_PAGE, **own(200)},
    "expenses:claim_submit": {"kwargs": claim_draft, **CLAIM_PAGE, **own(302)},
    "expenses:claim_withdraw": {"kwargs": claim, **CLAIM_PAGE, **own(302)},
    "expenses:claim_cancel": {"kwargs": claim_draft, "data": {"reason": "不用了"}, **CLAIM_PAGE, **own(302)},
    "expenses:claim_explain": {"kwargs": claim_flag, "data": {"text": "值班"}, **own(302)},
    "expenses:request_explain": {"kwargs": request_flag, "data": {"text": "两台"}, **own(302)},
    "expenses:request_list": {"*": 200},
    "expenses:request_create": makers(200),
    "expenses:request_impact": makers(200),
    "expenses:request_detail": {"kwargs": request, **REQUEST_PAGE, **SEEING},
    "expenses:request_edit": {"kwargs": request_draft, **REQUEST_PAGE, **own(200)},
    "expenses:request_submit": {"kwargs": request_draft, **REQUEST_PAGE, **own(302)},
    "expenses:request_withdraw": {"kwargs": request, **REQUEST_PAGE, **own(302)},
    "expenses:request_cancel": {"kwargs": request_draft, "data": {"reason": "不用了"}, **REQUEST_PAGE, **own(302)},
    # Still in review: closing and adjusting do not apply to anybody yet.
    "expenses:request_close": {"kwargs": request, **REQUEST_PAGE, "*": 422, "outsider": 404},
    "expenses:request_adjust": {"kwargs": request, **REQUEST_PAGE, "*": 422, "outsider": 404},
    "expenses:import_list": {"*": 403, "finance_officer": 200, "finance_manager": 200, "finance_supervisor": 200, "gm": 200},
    "expenses:import_create": {"*": 403, "finance_officer": 200},
    "expenses:import_detail": {"kwargs": posted_import, **importers(200, 200), "employee": 200, "manager": 200}
    | {"division_manager": 200},
    "expenses:import_progress": {"kwargs": checked_import, **importers(200, 200)},
    "expenses:import_rows": {"kwargs": posted_import, **importers(200, 200), "employee": 200, "manager": 200}
    | {"division_manager": 200},
    "expenses:import_file": {"kwargs": checked_import, **importers(200, 200)},
    # The walk's file is a list of three rows whose columns were found: said anew without columns, there is none.
    "expenses:import_columns": {"kwargs": checked_import, "data": {"amounts_are": "GROSS"}, **importers(422)},
    "expenses:import_values": {"kwargs": checked_import, **importers(302)},
    "expenses:import_post": {"kwargs": checked_import, **importers(302)},
    "expenses:import_stop": {"kwargs": checked_import, **importers(302)},
    "expenses:import_discard": {"kwargs": checked_import, **importers(302)},
    "expenses:import_reverse": {
        "kwargs": posted_import, "data": {"reason": "导错年度"}, **importers(403), "finance_manager": 302,
    },
    "api:expense-imports-list": {"*": 200},
    "api:expense-imports-list POST": {"*": 403, "finance_officer": 415},
    "api:expense-imports-detail": {"kwargs": api(checked_import), **importers(200, 200)},
    "api:expense-imports-post-rows": {"kwargs": api(checked_import), **importers(200)},
    "api:expense-imports-stop": {"kwargs": api(checked_import), **importers(200)},
    "api:expense-imports-discard": {"kwargs": api(checked_import), **importers(200)},
    "api:expense-imports-reverse": {
        "kwargs": api(posted_import), "data": {"reason": "导错年度"}, **importers(403), "finance_manager": 200,
    },
    "api:import-sources-list": {"*": 200},
    "api:import-sources-list POST": {
        "data": {"name": "金蝶", "columns": [{"heading": "制单日期", "role": "date"}]}, "*": 403, "finance_officer": 201,
    },
    "api:import-sources-detail": {"kwargs": source, **importers(200, 200)},
    "api:import-sources-detail PATCH": {"kwargs": source, "data": {"name": "U8"}, "*": 403, "finance_officer": 200},
    "api:import-sources-forget": {"kwargs": source, "*": 403, "finance_officer": 200},
    "api:import-sources-remove": {"kwargs": source, "*": 403, "finance_officer": 409},
    "api:spend-requests-list": {"*": 200},
    "api:spend-requests-list POST": {"data": request_body, "*": 403, "employee": 201, "manager": 201, "outsider": 409}
    | {"division_manager": 201},
    "api:spend-requests-check": {"data": request_body, **makers(200), "outsider": 409},
    "api:spend-requests-detail": {"kwargs": api(request), **API_REQUEST, **SEEING},
    "api:spend-requests-detail PATCH": {
        "kwargs": api(request_draft), "data": {"title": "外训二期"}, **API_REQUEST, **own(200),
    },
    "api:spend-requests-submit": {"kwargs": api(request_draft), **API_REQUEST, **own(200)},
    "api:spend-requests-withdraw": {"kwargs": api(request), **API_REQUEST, **own(200)},
    "api:spend-requests-cancel": {
        "kwargs": api(request_draft), "data": {"reason": "不用了"}, **API_REQUEST, **own(200),
    },
    "api:spend-requests-close": {"kwargs": api(request), **API_REQUEST, "*": 409, "outsider": 404},
    "api:spend-requests-top-up": {"kwargs": api(request), **API_REQUEST, "*": 400, "outsider": 404},
    "api:expense-claims-list": {"*": 200},
    "api:expense-claims-list POST": {"data": claim_body, "*": 403, "employee": 201, "manager": 201, "outsider": 409}
    | {"division_manager": 201},
    "api:expense-claims-check": {"data": claim_body, **makers(200), "outsider": 409},
    "api:expense-claims-detail": {"kwargs": api(claim), **API_CLAIM, **SEEING},
    "api:expense-claims-detail PATCH": {
        "kwargs": api(claim_draft), "data": {"title": "差旅二"}, **API_CLAIM, **own(200),
    },
    "api:expense-claims-submit": {"kwargs": api(claim_draft), **API_CLAIM, **own(200)},
    "api:expense-claims-withdraw": {"kwargs": api(claim), **API_CLAIM, **own(200)},
    "api:expense-claims-explain": {
        "kwargs": api(claim), "data": lambda world: {"flag": claim_flag(world)["flag_id"], "text": "值班"}, **API_CLAIM, **own(200),
    },
    "api:spend-requests-explain": {
        "kwargs": api(request), "data": lambda world: {"flag": request_flag(world)["flag_id"], "text": "两台"}, **API_REQUEST, **own(200),
    },
    "api:expense-claims-cancel": {"kwargs": api(claim_draft), "data": {"reason": "不用了"}, **API_CLAIM, **own(200)},
}  # fmt: skip

READERS = {"*": 200, "employee": 403, "outsider": 403}
"""Payments: those who see the spending of others; makers of claims see theirs on the claim's own page."""
COMPANY = {"*": 404, "finance_officer": 200, "finance_manager": 200, "finance_supervisor": 200, "gm": 200}
"""A payment of service: who sees the spending of service, its manager and the division's among them."""
NOBODY = {"*": 403}
"""The cashier's pages: of the people of the walk, nobody pays."""


def payment(world: World) -> dict[str, Any]:
    return {"payment_id": world.payment.pk}


SEEN_PAYMENT = {**COMPANY, "manager": 200, "division_manager": 200}
MOVED_PAYMENT = {name: 403 if code == 200 else code for name, code in SEEN_PAYMENT.items()}
PAYMENT_BODY = {"pay_date": "2026-01-05", "account": "工行"}

ROWS |= {
    "expenses:payment_list": READERS,
    "expenses:payable_list": READERS,
    "expenses:payment_create": NOBODY,
    "expenses:payment_detail": {"kwargs": payment, **SEEN_PAYMENT},
    "expenses:payment_record": {"kwargs": payment, "data": PAYMENT_BODY, **MOVED_PAYMENT},
    "expenses:payment_cancel": {"kwargs": payment, "data": {"reason": "选错"}, **MOVED_PAYMENT},
    "expenses:payment_reverse": {"kwargs": payment, "data": {"reason": "退回"}, **SEEN_PAYMENT}
    | {name: 422 for name, code in SEEN_PAYMENT.items() if code == 200},
    "expenses:payment_file": {"kwargs": payment, "data": {"format": "csv"}, **MOVED_PAYMENT},
    "expenses:payee_list": READERS,
    "expenses:payee_create": NOBODY,
    "expenses:payee_edit": {"kwargs": lambda world: {"account_id": world.payee_account.pk}, **NOBODY},
    "expenses:own_account": makers(200),
    "api:payables-list": {"*": 200},
    "api:payables-detail": {"kwargs": lambda world: {"pk": world.payment.lines.get().payable_id}, **SEEN_PAYMENT},
    "api:payments-list": {"*": 200},
    "api:payments-list POST": {"data": {"lines": [{"payable": 1, "amount": "1.00"}]}, **NOBODY},
    "api:payments-detail": {"kwargs": api(payment), **SEEN_PAYMENT},
    "api:payments-record": {"kwargs": api(payment), "data": PAYMENT_BODY, **MOVED_PAYMENT},
    "api:payments-cancel": {"kwargs": api(payment), "data": {"reason": "选错"}, **MOVED_PAYMENT},
    "api:payments-bank-file": {"kwargs": api(payment), "data": {"format": "csv"}, **MOVED_PAYMENT},
    "api:payee-accounts-list": {"*": 200},
    "api:payee-accounts-list POST": NOBODY,
    "api:payee-accounts-detail": {
        "kwargs": lambda world: {"pk": world.payee_account.pk}, "*": 200, "employee": 404, "outsider": 404,
    },
    "api:payee-accounts-mine": {
        "data": {"holder": "陈志强", "account_number": "6222020200112233445", "bank": "工行沈阳分行"}, **makers(200),
    },
    "api:payments-reverse": {"kwargs": api(payment), "data": {"reason": "退回"}, **SEEN_PAYMENT}
    | {name: 409 for name, code in SEEN_PAYMENT.items() if code == 200},
}  # fmt: skip


def approved_claim(world: World) -> dict[str, Any]:
    return {"claim_id": world.approved_claim.pk}


def posted_row(world: World) -> dict[str, Any]:
    row = world.posted_import.rows.get()
    return {"import_id": row.document_id, "row_id": row.pk}


def correction(world: World) -> dict[str, Any]:
    return {"correction_id": world.correction.pk}


def correction_body(world: World) -> dict[str, Any]:
    line = world.other_approved_claim.lines.get()
    return {
        "claim": line.claim_id,
        "correction_kind": "REVERSAL",
        "reason": "重复报销",
        "lines": [{"claim_line": line.pk, "amount": "1.00"}],
    }


def correction_again(world: World) -> dict[str, Any]:
    line = world.approved_claim.lines.get()
    return {"correction_kind": "REVERSAL", "reason": "重复", "lines": [{"claim_line": line.pk, "amount": "1.00"}]}


def api_row(world: World) -> dict[str, Any]:
    return {"pk": world.posted_import.rows.get().pk}


def grant_body(world: World) -> dict[str, Any]:
    return {"lines": [{"line": world.claim.lines.get().pk, "amount": "1.00", "reason": "超标准"}]}


CORRECTING = {"*": 403, "outsider": 404, "employee": 200, "manager": 200, "division_manager": 200}

ROWS |= {
    # The manager's turn to decide.
    "expenses:claim_grant": {
        "kwargs": claim,
        "data": lambda world: {
            f"amount-{world.claim.lines.get().pk}": "1.00", f"reason-{world.claim.lines.get().pk}": "超标准",
        },
        **CLAIM_PAGE, "*": 403, "outsider": 404, "manager": 302,
    },
    "api:expense-claims-grant-less": {
        "kwargs": api(claim), "data": grant_body, **API_CLAIM, "*": 403, "outsider": 404, "manager": 200,
    },
    # Its maker, who leads the department, and who approves spending for finance.
    "expenses:claim_correct": {"kwargs": approved_claim, **CORRECTING, "finance_officer": 200, "gm": 200},
    "expenses:import_row_correct": {
        "kwargs": posted_row, **CORRECTING, "employee": 403, "finance_officer": 200, "gm": 200,
    },
    "expenses:correction_detail": {"kwargs": correction, **SEEING},
    "expenses:correction_edit": {"kwargs": correction, "*": 403, "employee": 409, "outsider": 404},
    "expenses:correction_cancel": {"kwargs": correction, "data": {"reason": "不冲了"}, **own(302)},
    "api:expense-corrections-list": {"*": 200},
    "api:expense-corrections-list POST": {
        "data": correction_body, "*": 403, "outsider": 400, "employee": 201, "manager": 201, "division_manager": 201,
        "finance_officer": 201, "gm": 201,
    },
    "api:expense-corrections-detail": {"kwargs": api(correction), **SEEING},
    # Waiting for finance: there is nothing to send again.
    "api:expense-corrections-submit": {
        "kwargs": api(correction), "data": correction_again, "*": 409, "outsider": 404,
    },
    "api:imported-rows-list": {"*": 200},
    "api:imported-rows-detail": {"kwargs": api_row, "*": 200, "outsider": 404},
    "api:expense-corrections-cancel": {"kwargs": api(correction), "data": {"reason": "不冲了"}, **own(200)},
}  # fmt: skip


def advance(world: World) -> dict[str, Any]:
    return {"advance_id": world.advance.pk}


def advance_body(world: World) -> dict[str, Any]:
    return {
        "department": world.service.pk,
        "title": "出差借款",
        "purpose": "现场返修",
        "amount": "100.00",
        "due_date": "2099-01-01",
    }


RETURN_BODY = {"amount": "1.00", "pay_date": "2026-01-05", "account": "工行"}

ROWS |= {
    "expenses:advance_list": {"*": 200},
    "expenses:advance_create": makers(200),
    "expenses:advance_detail": {"kwargs": advance, **SEEING},
    "expenses:advance_edit": {"kwargs": advance, "*": 403, "employee": 409, "outsider": 404},
    "expenses:advance_cancel": {"kwargs": advance, "data": {"reason": "不去了"}, **own(302)},
    # Still in review: there is nothing to give back yet.
    "expenses:advance_return": {"kwargs": advance, "data": RETURN_BODY, "*": 422, "outsider": 404},
    "api:advances-list": {"*": 200},
    "api:advances-list POST": {"data": advance_body, "*": 403, "employee": 201, "manager": 201, "outsider": 409}
    | {"division_manager": 201},
    "api:advances-detail": {"kwargs": api(advance), **SEEING},
    "api:advances-cancel": {"kwargs": api(advance), "data": {"reason": "不去了"}, **own(200)},
    "api:advances-submit": {"kwargs": api(advance), "data": advance_body, "*": 409, "outsider": 404},
    "api:advances-give-back": {"kwargs": api(advance), "data": RETURN_BODY, "*": 409, "outsider": 404},
}  # fmt: skip
