"""Sales for the company that was filled: customers, parts, quotes, orders, delivery notes and what they brought, made inside
the database in a few statements (QLT-01, QLT-05). A twentieth of the quotes became no order; all but the latest orders are
delivered and paid.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import NOT_PROVIDED, Field, Model

CUSTOMERS, PARTS = 2_000, 500
LATEST = 2_000
"""So many orders are still underway; those before them are closed, a fortieth of them cancelled."""
DAY = "(date '{until}' - ({orders} - g) * 1095 / {orders})"
MOMENT = "(date '{until}' - ({orders} - g) * interval '1095 days' / {orders})"
NEW = "(g > {orders} - {latest})"


def fill_sales(*, orders: int, until: date, say: Callable[[str], None], vacuum: bool = True) -> dict[str, int]:
    """Put so many orders in, with all that belongs to them; how many rows each table took. `until` is their last day."""
    from core import search_index
    from customers.models import Customer
    from parts_sales.models import DeliveryNote, Quote, SalesOrder

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        found = _fill(orders, until)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")
    say(f"{sum(found.values()):,} rows of sales")
    for kind in (Customer.kind, Quote.kind, SalesOrder.kind, DeliveryNote.kind):
        search_index.rebuild(kind)
    say("search entries of sales")
    if vacuum:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return found


def _fill(orders: int, until: date) -> dict[str, int]:
    from customers.models import Customer
    from organization.models import Person, Warehouse
    from parts_sales import models as sales

    clerk = Person.objects.get(username="service_clerk")
    told = {"orders": orders, "until": until.isoformat(), "latest": min(LATEST, orders // 10)}
    day, moment, new = (text.format(**told) for text in (DAY, MOMENT, NEW))
    house, raw = str(clerk.department_id), str(Warehouse.objects.get(code="raw").pk)
    first = {model: _last(model) for model in (Customer, sales.Part, sales.Quote, sales.SalesOrder, sales.DeliveryNote)}
    customer = f"({first[Customer]} + 1 + g % {CUSTOMERS})"
    part = f"({first[sales.Part]} + 1 + g % {PARTS})"
    quote, order, note = (f"{first[one]} + g" for one in (sales.Quote, sales.SalesOrder, sales.DeliveryNote))
    made = {"created_by_id": str(clerk.pk), "created_at": moment, "submitted_at": moment, "department_id": house}
    unit, amount = "(40 + g * 37 % 900)::numeric(18,2)", "((40 + g * 37 % 900) * (1 + g % 9))::numeric(18,2)"
    region = "CASE WHEN g % 8 = 0 THEN 'FOREIGN' ELSE 'DOMESTIC' END"
    where = {"customer_id": customer, "region": region}
    gone = f"NOT {new} AND g % 40 <> 0"
    state = (
        f"CASE WHEN {new} THEN (ARRAY['OPEN', 'SHIPPED', 'ON_HOLD'])[1 + g % 3]"
        " WHEN g % 40 = 0 THEN 'CANCELLED' ELSE 'CLOSED' END"
    )
    line = {
        "part_id": part, "part_number": "'P' || lpad((g % 500)::text, 5, '0')", "name_zh": "'备件' || g % 500",
        "unit": "'件'", "quantity": "1 + g % 9",
    }  # fmt: skip
    priced = {**line, "list_price": unit, "unit_price": unit, "amount": amount, "cost": f"({unit} * 0.8)::numeric(18,2)",
              "tax_rate": "0.13"}  # fmt: skip
    counted = {"order_id": order, "customer_id": customer, "department_id": house, "day": day}
    quotes = orders + orders // 20
    rows: dict[str, int] = {}

    def put(model: type[Model], count: int, only: str = "true", **columns: str) -> None:
        rows[model._meta.db_table] = _insert(model, count, only, columns)

    put(Customer, CUSTOMERS, id=f"{first[Customer]} + g", number="'KH' || lpad(g::text, 6, '0')",
        name_zh="'第' || g || '机械有限公司'", name_en="'Machine works ' || g", region=region.replace("g % 8", "(g - 1) % 8"),
        department_id=house, owner_id=str(clerk.pk), created_by_id=str(clerk.pk), created_at="now()")  # fmt: skip
    put(sales.Part, PARTS, id=f"{first[sales.Part]} + g", number="'P' || lpad((g % 500)::text, 5, '0')",
        name_zh="'备件' || g % 500", part_kind="'PURCHASED'", warehouse_id=raw, unit="'件'", created_by_id=str(clerk.pk),
        created_at="now()")  # fmt: skip
    put(sales.Quote, quotes, id=quote, **made, **where, number="'QUO-' || lpad(g::text, 8, '0')",
        state=f"CASE WHEN g <= {orders} THEN 'CONFIRMED' ELSE (ARRAY['SENT', 'LOST', 'IN_REVIEW', 'APPROVED'])[1 + g % 4] END",
        quote_date=day, valid_until=f"{day} + 30", goods_total=amount, total=amount, base_total=amount, sent_at=moment,
        sent_way="'FAX'", confirmed_at=moment, confirmed_way="'FAX'", confirmed_name="'王强'",
        confirmed_proof="'回传件'")  # fmt: skip
    put(sales.QuoteLine, quotes, quote_id=quote, **priced)
    paid = f"CASE WHEN {gone} THEN {amount} ELSE 0 END"
    put(sales.SalesOrder, orders, id=order, **made, **where, quote_id=quote, order_date=day, state=state,
        number="'SO-' || lpad(g::text, 8, '0')", total=amount, base_total=amount, paid_amount=paid, paid_base=paid,
        shipped_base=f"CASE WHEN {gone} OR {state} = 'SHIPPED' THEN {amount} ELSE 0 END", billed_base=paid,
        hold_kind=f"CASE WHEN {state} = 'ON_HOLD' THEN 'CREDIT' ELSE '' END",
        hold_reason=f"CASE WHEN {state} = 'ON_HOLD' THEN '超出信用额度' ELSE '' END")  # fmt: skip
    put(sales.SalesOrderLine, orders, order_id=order, warehouse_id=raw, noted="1 + g % 9", issued="1 + g % 9", **priced)
    put(sales.DeliveryNote, orders, f"{state} <> 'ON_HOLD'", id=note, **made, **where, order_id=order, note_kind="'SYSTEM'",
        warehouse_id=raw, number="'DN-' || lpad(g::text, 8, '0')", since=moment, goods_base=amount, issued_at=moment,
        state=f"CASE WHEN {gone} THEN 'ARRIVED' WHEN g % 40 = 0 THEN 'CANCELLED'"
        f" WHEN {state} = 'SHIPPED' THEN 'SHIPPED' ELSE 'TO_REVIEW' END",
        shipped_at=moment, carrier="'EXPRESS'", carrier_rule="'EXPRESS'", carrier_name="'顺丰速运'",
        tracking_number="'SF' || g", expected_date=f"{day} + 3", arrived_date=f"{day} + 3")  # fmt: skip
    last = _last(sales.SalesOrderLine) - orders
    put(sales.DeliveryNoteLine, orders, f"{state} <> 'ON_HOLD'", note_id=note, order_line_id=f"{last} + g", **line)
    posting = f"{_last(sales.ResultPosting)} + g"
    money = {"revenue": amount, "cost": f"({amount} * 0.8)::numeric(18,2)"}
    put(sales.ResultPosting, orders, gone, id=posting, note_id=note, occasion="'ISSUE'", state="'POSTED'",
        posted_at=moment, created_at=moment, **counted, **money)  # fmt: skip
    put(sales.ResultLine, orders, gone, posting_id=posting, order_line_id=f"{last} + g", part_id=part, quantity="1 + g % 9",
        **counted, **money)  # fmt: skip
    return rows


def _last(model: type[Model]) -> int:
    found = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return int(found or 0)


def _insert(model: type[Model], count: int, only: str, columns: dict[str, str]) -> int:
    """So many rows, numbered `g` from 1, as far as `only` holds; what is not said has the model's default."""
    names, values, given = [], [], []
    for each in model._meta.concrete_fields:
        if each.column in columns:
            values.append(columns[each.column])
        elif each.primary_key:
            continue
        else:
            values.append("%s")
            given.append(_default(each))
        names.append(each.column)
    table = model._meta.db_table
    chosen = ", ".join(text if text == "%s" else text.replace("%", "%%") for text in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM generate_series(1, {count}) g"
            f" WHERE {only.replace('%', '%%')} ORDER BY g",
            given,
        )
        done = cursor.rowcount
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
        )
    return int(done)


def _default(each: Field[Any, Any]) -> Any:
    if each.default is NOT_PROVIDED:
        return None if each.null else each.get_default()
    return each.get_db_prep_save(each.get_default(), connection)
