"""Customers from Excel or CSV: new ones, and what changes of those known by number, tax number or name (CUS-01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.actors import Actor
from core.money import CURRENCIES
from core.sheets.headings import squeezed
from core.table_imports.targets import BAD, CHANGED, NEW, SAME, Column, Row, Verdict, too_long
from customers import policies
from customers.choices import Grade, Incoterm, Region
from customers.models import Contact, Customer
from customers.rules import names
from customers.selectors.customers import customers_visible_to, houses, owners
from customers.services import customers, parts
from customers.services.inputs import ContactInput, CustomerInput

LONGEST = {
    "name_zh": 120, "name_en": 160, "country": 60, "tax_number": 40, "phone": 60, "bank": 160, "bank_account": 60,
    "note": 2000,
}  # fmt: skip
_REGIONS = {"国内": "DOMESTIC", "内销": "DOMESTIC", "domestic": "DOMESTIC", "国外": "FOREIGN", "海外": "FOREIGN",
            "外贸": "FOREIGN", "出口": "FOREIGN", "foreign": "FOREIGN", "export": "FOREIGN"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """Customers as rows find them, and people and departments by name."""

    by_number: Mapping[str, Customer]
    by_tax: Mapping[str, Customer]
    by_name: Mapping[str, list[Customer]]
    people: Mapping[str, int]
    houses: Mapping[str, int]
    seen: frozenset[int]


@dataclass(slots=True)
class _Read:
    """What a row means: the customer it changes (None: a new one), its values, its contact, what is wrong with it."""

    label: str
    customer: Customer | None
    draft: CustomerInput
    contact: ContactInput | None
    problems: list[str]


class CustomerTable:
    """Rows are customers; one contact stands beside each."""

    code = "customers"
    label = gettext_lazy("Customers")
    back = "customers:customer_list"
    columns = (
        Column("number", gettext_lazy("Customer number"), ("客户编号", "客户编码", "编号", "customerno")),
        Column("name_zh", gettext_lazy("Chinese name"), ("客户名称", "中文名称", "名称", "单位名称", "name"),
               example="沈阳恒通机械有限公司"),
        Column("name_en", gettext_lazy("English name"), ("英文名称", "英文名", "englishname")),
        Column("region", gettext_lazy("Domestic or foreign"), ("国内外", "内外销", "类型", "region"), example="国内"),
        Column("country", gettext_lazy("Country or region"), ("国家", "地区", "国家地区", "country"), example="中国"),
        Column("tax_number", gettext_lazy("Tax number"), ("税号", "纳税人识别号", "统一社会信用代码", "taxno", "vatno"),
               example="91210100MA0XXXXXX1"),
        Column("grade", gettext_lazy("Grade"), ("等级", "客户等级", "级别", "grade"), example="B"),
        Column("phone", gettext_lazy("Telephone"), ("电话", "公司电话", "phone", "tel")),
        Column("bank", gettext_lazy("Bank and branch"), ("开户行", "开户银行", "bank")),
        Column("bank_account", pgettext_lazy("customer", "Bank account"), ("账号", "银行账号", "accountno")),
        Column("currency", gettext_lazy("Currency"), ("币种", "币别", "currency"), example="CNY"),
        Column("incoterm", gettext_lazy("Incoterm"), ("贸易条款", "贸易术语", "incoterms")),
        Column("owner", gettext_lazy("Looked after by"), ("负责人", "业务员", "跟进人", "owner")),
        Column("department", gettext_lazy("Served by"), ("服务部门", "所属部门", "部门", "department")),
        Column("contact", gettext_lazy("Contact"), ("联系人", "contactname", "contactperson"), example="王建国"),
        Column("contact_phone", gettext_lazy("Contact's telephone"), ("联系电话", "手机", "联系人电话", "mobile")),
        Column("contact_email", gettext_lazy("Contact's e-mail"), ("邮箱", "电子邮箱", "电子邮件", "email")),
        Column("note", gettext_lazy("Note"), ("备注", "note", "remark")),
    )  # fmt: skip

    def can(self, actor: Actor) -> bool:
        """Whoever makes customers."""
        return policies.can_make(actor)

    def check(self, rows: Sequence[Row], *, actor: Actor) -> list[Verdict]:
        """What every row would do; a customer that stands twice in the file is told at its second row."""
        known, earlier = _known(rows, actor), dict[str, int]()
        return [_verdict(row, _read(row, known), earlier) for row in rows]

    def apply(self, rows: Sequence[Row], *, actor: Actor, at: datetime) -> None:
        """Write good rows through the services that pages use. Raises what they refuse."""
        known = _known(rows, actor)
        for row in rows:
            _write(_read(row, known), actor=actor, at=at)


def _known(rows: Sequence[Row], actor: Actor) -> _Known:
    numbers = {row.text("number").upper() for row in rows} - {""}
    taxes = {names.tax_key(row.text("tax_number")) for row in rows} - {""}
    keys = sorted({key for row in rows for key in names.keys_of(row.text("name_zh"), row.text("name_en"))})
    standing = Customer.objects.filter(merged_into__isnull=True).select_related("owner", "department")
    by_name: dict[str, list[Customer]] = {}
    joined = Customer.objects.select_related("owner", "department", "merged_into__owner", "merged_into__department")
    for row in joined.filter(name_keys__overlap=keys) if keys else ():
        for key in row.name_keys:  # a merged customer's name means the one that goes on
            by_name.setdefault(key, []).append(row.merged_into or row)
    return _Known(
        by_number={one.number: one for one in standing.filter(number__in=numbers)},
        by_tax={one.tax_key: one for one in standing.filter(tax_key__in=taxes)},
        by_name=by_name,
        people={
            name.casefold(): one.pk for one in owners() for name in (one.name_zh, one.name_en, one.username) if name
        },
        houses={name.casefold(): one.pk for one in houses() for name in (one.name_zh, one.name_en, one.code) if name},
        seen=frozenset(customers_visible_to(actor).values_list("pk", flat=True)),
    )


def _read(row: Row, known: _Known) -> _Read:
    problems: list[str] = []
    values: dict[str, Any] = {name: too_long(row, name, most, problems) for name, most in LONGEST.items()}
    values |= _codes(row, known, problems)
    customer = _meant(row, values, known, problems)
    given = {name: value for name, value in values.items() if value not in {"", None}}
    if customer is not None and not row.text("number"):
        for name in ("name_zh", "name_en"):  # found by it, a customer is not renamed by it
            given.pop(name if getattr(customer, name) else "", None)
    if customer is None:
        if not values["name_zh"] and not values["name_en"]:
            problems.append(_("The row has no name."))
        draft = CustomerInput(**given)
    else:
        draft = replace(_as_is(customer), **given)
    contact = _contact(row, problems)
    label = " ".join(filter(None, (row.text("number"), values["name_zh"] or values["name_en"])))
    return _Read(label, customer, draft, contact, problems)


def _codes(row: Row, known: _Known, problems: list[str]) -> dict[str, Any]:
    """What stands for one of few values, as its code."""
    grades, terms = {one: one for one in Grade.values}, {one: one for one in Incoterm.values}
    found: dict[str, Any] = {
        "region": _code(row, "region", _REGIONS | {one.lower(): one for one in Region.values}, problems),
        "grade": _code(row, "grade", {key.lower(): one for key, one in grades.items()}, problems, first=True),
        "currency": _code(row, "currency", {one.lower(): one for one in CURRENCIES} | {"人民币": "CNY", "美元": "USD"}
                          | {"欧元": "EUR"}, problems),
        "incoterm": _code(row, "incoterm", {key.lower(): one for key, one in terms.items()}, problems, first=True),
    }  # fmt: skip
    for role, name, among in (("owner", "owner_id", known.people), ("department", "department_id", known.houses)):
        text = row.text(role)
        found[name] = among.get(text.casefold()) if text else None
        if text and found[name] is None:
            problems.append(_("“%(text)s” is nobody and nothing known here.") % {"text": text[:40]})
    return found


def _code(row: Row, role: str, among: Mapping[str, str], problems: list[str], *, first: bool = False) -> str:
    text = squeezed(row.text(role))
    if not text:
        return ""
    asked = (text, text[:3], text[:1]) if first else (text,)
    for one in asked:
        if one in among:
            return among[one]
    problems.append(_("“%(text)s” is not among what can stand here.") % {"text": row.text(role)[:40]})
    return ""


def _meant(row: Row, values: Mapping[str, Any], known: _Known, problems: list[str]) -> Customer | None:
    """The customer a row speaks of: by number, else by tax number, else by its name where only one has it."""
    number, tax = row.text("number").upper(), names.tax_key(values["tax_number"])
    found = known.by_number.get(number) if number else known.by_tax.get(tax)
    if number and found is None:
        problems.append(_("There is no customer %(number)s.") % {"number": number[:32]})
    if found is None and not number:
        keys = names.keys_of(values["name_zh"], values["name_en"])
        named = {one.pk: one for key in keys for one in known.by_name.get(key, ())}
        if len(named) > 1:
            numbers = ", ".join(sorted(one.number for one in named.values()))
            problems.append(
                _("Several customers have this name (%(numbers)s): give the number.") % {"numbers": numbers}
            )
        found = next(iter(named.values()), None)
        if found is not None and tax and found.tax_key and found.tax_key != tax:
            problems.append(_("%(number)s has this name and another tax number.") % {"number": found.number})
    if found is not None and found.pk not in known.seen:
        problems.append(_("%(number)s is looked after elsewhere; you cannot change it.") % {"number": found.number})
    if found is not None and not found.is_in_use:
        problems.append(_("%(number)s is archived.") % {"number": found.number})
    other = known.by_tax.get(tax) if tax else None
    if other is not None and found is not None and other.pk != found.pk:
        problems.append(_("%(number)s has this tax number.") % {"number": other.number})
    return found


def _contact(row: Row, problems: list[str]) -> ContactInput | None:
    name, email = too_long(row, "contact", 80, problems), too_long(row, "contact_email", 160, problems)
    if email and ("@" not in email or " " in email):
        problems.append(_("“%(text)s” is no e-mail address.") % {"text": email[:40]})
    if not name:
        return None
    return ContactInput(name=name, phone=too_long(row, "contact_phone", 60, problems), email=email, is_main=True)


def _verdict(row: Row, read: _Read, earlier: dict[str, int]) -> Verdict:
    keys = names.keys_of(read.draft.name_zh, read.draft.name_en)
    own = [names.tax_key(read.draft.tax_number)] if read.draft.tax_number else []
    place = str(read.customer.pk) if read.customer else ""
    for key in filter(None, (place, *keys, *own)):
        if earlier.setdefault(key, row.number) != row.number:
            read.problems.append(_("Row %(number)s is the same customer.") % {"number": earlier[key]})
            break
    if read.problems:
        return Verdict(row.number, BAD, read.label, tuple(dict.fromkeys(read.problems)))
    if read.customer is None:
        return Verdict(row.number, NEW, read.label)
    notes = tuple(_changes(read))
    return Verdict(row.number, CHANGED if notes else SAME, f"{read.customer.number} {read.customer}", notes)


def _changes(read: _Read) -> list[str]:
    """What a row changes of a customer, in words."""
    assert read.customer is not None  # noqa: S101 - asked only of known ones
    before, after = _as_is(read.customer), read.draft
    found = []
    for name in (*customers.FIELDS, "owner_id", "department_id"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = str(getattr(Customer._meta.get_field(name.removesuffix("_id")), "verbose_name", name))  # noqa: SLF001
            found.append(f"{label}: {old or '—'} → {new}" if not name.endswith("_id") else label)
    if read.contact is not None and not _has_contact(read.customer, read.contact):
        found.append(_("Contact: %(name)s") % {"name": read.contact.name})
    return found


def _has_contact(customer: Customer, contact: ContactInput) -> bool:
    rows = Contact.objects.filter(customer=customer, name=contact.name, retired_at__isnull=True)
    return rows.filter(phone=contact.phone).exists() if contact.phone else rows.exists()


def _as_is(customer: Customer) -> CustomerInput:
    values = {name: getattr(customer, name) for name in customers.FIELDS}
    return CustomerInput(**values, owner_id=customer.owner_id, department_id=customer.department_id)


def _write(read: _Read, *, actor: Actor, at: datetime) -> None:
    if read.customer is None:
        done = customers.create_customer(draft=read.draft, actor=actor, at=at)
    else:
        done = customers.change_customer(
            customer_id=read.customer.pk, draft=read.draft, version=None, actor=actor, at=at, is_another=True
        )
    if read.contact is not None and not _has_contact(done, read.contact):
        parts.add(customer_id=done.pk, draft=read.contact, actor=actor, at=at)
