"""Customers and the parts catalogue, as they stand when the story is told (QLT-55)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from core.money import rounded
from customers.models import Customer
from customers.services import customers
from customers.services import parts as customer_parts
from customers.services.inputs import AddressInput, ContactInput, CustomerInput, MachineInput
from demo.clients import ABROAD, AT_HOME
from demo.goods import FAMILIES, MODELS, REPLACED, Family
from demo.stage import Stage, moment
from parts_sales.models import Part
from parts_sales.rules.prices import list_price
from parts_sales.services import parts, prices, stock
from parts_sales.services.inputs import PartInput, StockLine

BANKS = ("工商银行", "建设银行", "招商银行", "中国银行")
TAX_PLACES = ("2101", "2102", "2103", "2201", "2301", "1101", "1201", "1302", "1301", "1401")
COSTS = (Decimal("1.04"), Decimal(1), Decimal("0.97"))
"""What parts cost this year, last year and the year before, by last year's costs."""

ACCOUNTS = {
    "CNY": "沈越装备有限公司\n工商银行沈阳铁西支行\n3301 0022 0910 4410",
    "USD": "Shenyue Machinery Co., Ltd.\nBank of China, Shenyang Branch\nUSD 2910 0778 1 · SWIFT BKCHCNBJ82A",
    "EUR": "Shenyue Machinery Co., Ltd.\nBank of China, Shenyang Branch\nEUR 2910 0779 3 · SWIFT BKCHCNBJ82A",
    "JPY": "Shenyue Machinery Co., Ltd.\nBank of China, Shenyang Branch\nJPY 2910 0780 5 · SWIFT BKCHCNBJ82A",
}


def serve(stage: Stage, *, founded: date, today: date) -> None:
    """Some forty customers, some two hundred and fifty parts with costs, prices and stock; where customers pay."""
    keep_accounts(stage, founded=founded)
    home(stage, founded=founded, today=today)
    abroad(stage, founded=founded, today=today)
    catalogue(stage, founded=founded, today=today)


def home(stage: Stage, *, founded: date, today: date) -> None:
    """Customers at home, each looked after by the clerk or by sales."""
    for place, (name, town, grade, contact) in enumerate(AT_HOME):
        owner = "salesperson" if place % 5 == 2 else "service_clerk"
        draft = CustomerInput(
            name_zh=name,
            country="中国",
            tax_number=f"91{TAX_PLACES[place % 10]}00MA{place:04}K{place % 7}X",
            grade=grade,
            phone=f"0{24 + place}-8{place:03}6600",
            bank=f"{BANKS[place % 4]}{town}分行",
            bank_account=f"6222 0{place:02}3 2100 {4000 + 37 * place}",
            owner_id=stage.people[owner].pk,
            department_id=stage.department("SVC").pk,
        )
        made = _customer(stage, draft, founded)
        _people(stage, made, contact, f"138{place:02}456{place:03}", "", f"{town}市开发区 {8 + place} 号", founded)
        _machines(stage, made, place, founded, today)


def abroad(stage: Stage, *, founded: date, today: date) -> None:
    """Customers abroad, served by the foreign clerk, some looked after by foreign sales."""
    for place, (name, country, currency, incoterm, grade, contact) in enumerate(ABROAD):
        owner = "foreign_salesperson" if place % 3 == 1 else "foreign_service_clerk"
        draft = CustomerInput(
            name_en=name,
            region="FOREIGN",
            country=country,
            tax_number=f"{country[:2].upper()}{81200 + 913 * place}",
            grade=grade,
            currency=currency,
            incoterm=incoterm,
            owner_id=stage.people[owner].pk,
            department_id=stage.department("SVC").pk,
        )
        made = _customer(stage, draft, founded)
        mail = f"{contact.split()[-1].lower()}@customer{place + 1}.example"
        _people(stage, made, contact, "", mail if mail.isascii() else f"office@customer{place + 1}.example",
                f"Industrial park {12 + place}, {country}", founded)  # fmt: skip
        _machines(stage, made, 30 + place, founded, today)


def catalogue(stage: Stage, *, founded: date, today: date) -> None:
    """Parts of all families with this year's and last year's costs and prices, and stock as it was counted."""
    known: dict[str, Part] = {}
    for family in FAMILIES:
        for place, size in enumerate(family.sizes, start=1):
            part = _part(stage, family, place, size, founded)
            known[part.number] = part
            _prices(stage, part, family, place, today)
    received = [
        StockLine(part.pk, part.warehouse_id, Decimal((7 * number) % 43))
        for number, part in enumerate(known.values(), 3)
        if (7 * number) % 43
    ]
    stock.receive(
        received, reason="期初库存", actor=stage.actor("warehouse_raw"), at=moment(today - timedelta(days=40), 9)
    )
    _replace(stage, known, today)


def _customer(stage: Stage, draft: CustomerInput, founded: date) -> Customer:
    clerk = stage.actor("service_clerk" if draft.region == "DOMESTIC" else "foreign_service_clerk")
    return customers.create_customer(draft=draft, actor=clerk, at=moment(founded, 10), is_another=True)


def _people(
    stage: Stage, customer: Customer, contact: str, phone: str, email: str, address: str, founded: date
) -> None:
    clerk, at = stage.actor("service_clerk"), moment(founded, 10, 20)
    who = ContactInput(
        name=contact, position="设备部" if phone else "Purchasing", phone=phone, email=email, is_main=True
    )
    for draft in (who, AddressInput(text=address, receiver=contact, phone=phone)):
        customer_parts.add(customer_id=customer.pk, draft=draft, actor=clerk, at=at)


def _machines(stage: Stage, customer: Customer, place: int, founded: date, today: date) -> None:
    clerk = stage.actor("service_clerk")
    for number in range(1 + place % 3):
        installed = today - timedelta(days=140 + 97 * ((place + number) % 11))
        draft = MachineInput(
            model=MODELS[(place + 2 * number) % len(MODELS)],
            serial_number=f"SN {23000 + 81 * place + number}",
            installed_on=installed,
            warranty_until=installed + timedelta(days=364),
        )
        customer_parts.add(customer_id=customer.pk, draft=draft, actor=clerk, at=moment(founded, 10, 30))


def _part(stage: Stage, family: Family, place: int, size: str, founded: date) -> Part:
    draft = PartInput(
        number=f"{family.start}{place:02}",
        name_zh=f"{family.zh} {size}",
        name_en=f"{family.en} {size.replace('型', 'type')}",
        part_kind=family.kind,
        category=family.group,
        fits=family.fits,
        unit=family.unit,
        weight_kg=Decimal(family.weight) * (10 + place) / 10,
        length_mm=120 + 45 * place,
        width_mm=80 + 12 * place,
        height_mm=60 + 9 * place,
        is_valuable="V" in family.marks,
        is_fragile="F" in family.marks,
        hs_code=family.hs,
        origin="中国",
    )
    return parts.create_part(draft=draft, actor=stage.actor("service_clerk"), at=moment(founded, 14))


def _prices(stage: Stage, part: Part, family: Family, place: int, today: date) -> None:
    finance = stage.actor("finance")
    cost = Decimal(family.cost) * (9 + place) / 10
    for age, factor in reversed(list(enumerate(COSTS))):
        year = today.year - age
        day, amount = date(year, 1, 1), rounded(cost * factor)
        at = moment(date(year - 1, 12, 20), 15)
        prices.enter_cost(
            part_id=part.pk, amount=amount, start_date=day, source=f"{year} 年成本预算", actor=finance, at=at
        )
        listed = list_price(cost=amount, margin_share=Decimal(family.margin))
        prices.enter_price(part_id=part.pk, currency="CNY", amount=listed, start_date=day, actor=finance, at=at)


def keep_accounts(stage: Stage, *, founded: date) -> None:
    """Where customers at home and abroad pay, as finance keeps it (PSL-12)."""
    for currency, text in ACCOUNTS.items():
        prices.enter_bank_details(
            currency=currency, text=text, start_date=founded, actor=stage.actor("finance"), at=moment(founded, 9)
        )


def _replace(stage: Stage, known: dict[str, Part], today: date) -> None:
    """Some parts are sold in another's place by now."""
    clerk, at = stage.actor("service_clerk"), moment(today - timedelta(days=60), 11)
    for number, successor in REPLACED:
        part = known[number]
        values = {name: getattr(part, name) for name in parts.PLAIN}
        draft = PartInput(number=number, fits=tuple(part.fits), successor_id=known[successor].pk, **values)
        parts.change_part(part_id=part.pk, draft=draft, version=None, actor=clerk, at=at)
        parts.retire_part(part_id=part.pk, version=None, actor=clerk, at=at)
