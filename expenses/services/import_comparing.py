"""Rows of an import against all that is here already: vouchers posted before, invoices, the same expense (EXP-05).

Vouchers and invoices keep a row out; what only looks the same is said beside the row (decision 0144). All in SQL: a
hundred thousand rows cost as many statements as ten.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from expenses import locks
from expenses.choices import ImportRowState
from expenses.models import ExpenseImport, ImportRow

SURE_LENGTH = 20
"""Numbers of fully digital invoices have twenty digits and are given once in the country; shorter ones begin anew with
every seller, so those of two named sellers are two invoices."""

STANDS = "p.state = 'POSTED' AND p.document_id <> r.document_id AND (p.amount = 0 OR p.reversed_amount <> p.amount)"
SAME_VOUCHER = """(p.source_id = r.source_id AND p.voucher = r.voucher AND p.voucher <> ''
       AND date_trunc('month', p.expense_date) = date_trunc('month', r.expense_date))"""
# A voucher that accounting changed after it was brought in is not posted a second time, but its row says so: what was
# posted is put right by a correction (EXP-08). An amount of nothing could not be read.
KNOWN = f"""
    UPDATE expenses_importrow r SET state = 'KNOWN', problems = jsonb_build_array(
           CASE WHEN r.amount IN (0, p.amount, p.amount - p.reversed_amount)
           THEN jsonb_build_array('known', jsonb_build_object('document', d.number, 'row', p.number))
           ELSE jsonb_build_array('known_changed', jsonb_build_object('document', d.number, 'row', p.number,
                                                            'posted', (p.amount - p.reversed_amount)::text)) END)
      FROM expenses_importrow p JOIN expenses_expenseimport d ON d.id = p.document_id
     WHERE r.document_id = %(document)s AND r.state IN ('GOOD', 'BAD') AND p.source_id = r.source_id AND p.key = r.key
       AND {STANDS}"""  # noqa: S608 — put together from the constants above
CLAIMED = """
    UPDATE expenses_importrow r SET state = 'BAD', problems = r.problems || jsonb_build_array(jsonb_build_array(
           CASE WHEN c.number IS NULL THEN 'invoice_drafted' ELSE 'invoice_claimed' END,
           jsonb_build_object('invoice', r.invoice_number, 'document', coalesce(c.number, ''))))
      FROM expenses_claimline l JOIN expenses_claim c ON c.id = l.claim_id
     WHERE r.document_id = %(document)s AND r.state = ANY(%(states)s) AND r.invoice_key <> ''
       AND l.invoice_number_key = r.invoice_key AND c.state <> 'CANCELLED'
       AND (l.base_amount <= 0 OR l.reversed_amount <> l.base_amount)
       AND (l.invoice_code_key = '' OR l.supplier_key = '' OR r.supplier_key = '' OR l.supplier_key = r.supplier_key)"""
IMPORTED = f"""
    UPDATE expenses_importrow r SET state = 'BAD', problems = r.problems || jsonb_build_array(jsonb_build_array(
           'invoice_imported', jsonb_build_object('invoice', r.invoice_number, 'document', d.number, 'row', p.number)))
      FROM expenses_importrow p JOIN expenses_expenseimport d ON d.id = p.document_id
     WHERE r.document_id = %(document)s AND r.state = ANY(%(states)s) AND r.invoice_key <> '' AND r.amount > 0
       AND p.invoice_key = r.invoice_key AND p.amount > 0 AND {STANDS} AND NOT {SAME_VOUCHER}
       AND (length(r.invoice_key) >= {SURE_LENGTH} OR p.supplier_key = '' OR r.supplier_key = ''
            OR p.supplier_key = r.supplier_key)
       AND (SELECT sum(q.amount - q.reversed_amount) FROM expenses_importrow q
             WHERE q.invoice_key = r.invoice_key AND q.invoice_key <> '' AND q.state = 'POSTED'
               AND q.document_id <> r.document_id) > 0"""  # noqa: S608 — as above
PLACED = f"""
    SELECT id, number, amount, invoice_key, supplier_key,
           CASE WHEN length(invoice_key) >= {SURE_LENGTH} THEN '' ELSE supplier_key END AS seller,
           CASE WHEN voucher = '' THEN number::text ELSE voucher END AS bill,
           date_trunc('month', expense_date) AS month, expense_date
      FROM expenses_importrow
     WHERE document_id = %(document)s AND state IN ('GOOD', 'BAD')"""  # noqa: S608 — as above
TWICE = f"""
      WITH placed AS ({PLACED} AND invoice_key <> ''),
           bills AS (SELECT invoice_key, seller, bill, month, min(number) AS first, sum(amount) AS net
                       FROM placed GROUP BY 1, 2, 3, 4),
           later AS (SELECT bills.*, min(first) OVER of_invoice AS leading, sum(net) OVER (of_invoice ORDER BY first
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                       FROM bills WINDOW of_invoice AS (PARTITION BY invoice_key, seller))
    UPDATE expenses_importrow r SET state = 'BAD', problems = r.problems || jsonb_build_array(jsonb_build_array(
           'invoice_twice', jsonb_build_object('invoice', r.invoice_number, 'row', later.leading)))
      FROM later JOIN placed ON placed.invoice_key = later.invoice_key AND placed.seller = later.seller
           AND placed.bill = later.bill AND placed.month IS NOT DISTINCT FROM later.month
     WHERE r.id = placed.id AND later.before > 0 AND placed.amount > 0"""  # noqa: S608 — as above
SAME_HERE = f"""
      WITH placed AS ({PLACED} AND supplier_key <> ''),
           pairs AS (SELECT id, lag(number) OVER same AS other, bill, lag(bill) OVER same AS before
                       FROM placed WINDOW same AS (PARTITION BY supplier_key, expense_date, amount ORDER BY number))
    UPDATE expenses_importrow r SET problems = r.problems || jsonb_build_array(jsonb_build_array(
           'same_row', jsonb_build_object('row', pairs.other)))
      FROM pairs WHERE r.id = pairs.id AND r.state = 'GOOD' AND pairs.before <> pairs.bill"""  # noqa: S608 — as above
SAME_CLAIMED = """
    UPDATE expenses_importrow r SET problems = r.problems || jsonb_build_array(jsonb_build_array(
           'same_expense', jsonb_build_object('document', c.number)))
      FROM expenses_claimline l JOIN expenses_claim c ON c.id = l.claim_id
     WHERE r.document_id = %(document)s AND r.state = 'GOOD' AND r.supplier_key <> ''
       AND l.supplier_key = r.supplier_key AND l.expense_date = r.expense_date AND l.base_amount = r.amount
       AND c.state NOT IN ('DRAFT', 'CANCELLED') AND (l.base_amount <= 0 OR l.reversed_amount <> l.base_amount)"""
SAME_IMPORTED = f"""
    UPDATE expenses_importrow r SET problems = r.problems || jsonb_build_array(jsonb_build_array(
           'same_expense', jsonb_build_object('document', d.number || '/' || p.number)))
      FROM expenses_importrow p JOIN expenses_expenseimport d ON d.id = p.document_id
     WHERE r.document_id = %(document)s AND r.state = 'GOOD' AND r.supplier_key <> '' AND p.supplier_key <> ''
       AND p.supplier_key = r.supplier_key AND p.expense_date = r.expense_date AND p.amount = r.amount
       AND {STANDS} AND NOT {SAME_VOUCHER}"""  # noqa: S608 — as above
# The same voucher under another source's name: each accounting system numbers for itself, so it is said, not refused.
SAME_ELSEWHERE = f"""
    UPDATE expenses_importrow r SET problems = r.problems || jsonb_build_array(jsonb_build_array(
           'same_expense', jsonb_build_object('document', d.number || '/' || p.number)))
      FROM expenses_importrow p JOIN expenses_expenseimport d ON d.id = p.document_id
     WHERE r.document_id = %(document)s AND r.state = 'GOOD' AND r.voucher <> '' AND p.source_id <> r.source_id
       AND p.voucher = r.voucher AND p.expense_date = r.expense_date AND p.amount = r.amount AND p.summary = r.summary
       AND (p.supplier_key = '' OR p.supplier_key <> r.supplier_key) AND {STANDS}"""  # noqa: S608 — as above
CHECKED = [ImportRowState.GOOD.value, ImportRowState.BAD.value]


def compare(found: ExpenseImport) -> None:
    """Judge the rows of a file that was just read: brought in before, invoices that are here, expenses that look the
    same. Rows that give money back are no second use of an invoice.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE expenses_importrow")
        for statement in (KNOWN, CLAIMED, IMPORTED, TWICE, SAME_CLAIMED, SAME_IMPORTED, SAME_ELSEWHERE, SAME_HERE):
            cursor.execute(statement, {"document": found.pk, "states": CHECKED})


def compare_again(found: ExpenseImport) -> int:
    """Before posting: rows whose invoice was claimed or brought in since the check stay behind; how many.

    Other imports wait here until this one ends, and claims being written at this moment are waited for; whoever
    claims from now on finds these rows, since the import says that it is being posted.
    """
    if not with_invoices(found).exists():
        return 0
    locks.lock_imported_invoices()
    late = 0
    with connection.cursor() as cursor:
        for statement in (CLAIMED, IMPORTED):
            cursor.execute(statement, {"document": found.pk, "states": [ImportRowState.GOOD.value]})
            late += cursor.rowcount
    return late


def with_invoices(found: ExpenseImport) -> QuerySet[ImportRow]:
    """Rows that will be posted and name an invoice."""
    return ImportRow.objects.filter(document=found, state=ImportRowState.GOOD).exclude(invoice_key="")
