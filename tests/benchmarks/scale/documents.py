"""One document after another, with everything the services would have written beside it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from approvals.rules import Link
from tests.benchmarks.scale import words
from tests.benchmarks.scale.book import Book, Line, money
from tests.benchmarks.scale.loading import Tables
from tests.benchmarks.scale.plan import CLAIMS, YearPlan
from tests.benchmarks.scale.world import World

STRIDE = 1_000_000_000
"""Rows of one year have ids of their own; years are filled side by side."""
STEPS = (
    ("manager", "部门经理审批", "Department manager", {"kind": "MANAGER", "role": "", "person": None}),
    ("role:finance", "财务审核", "Finance", {"kind": "ROLE_IN_COMPANY", "role": "finance", "person": None}),
)
IN_REVIEW_DAYS, HOLDING_DAYS, UNPAID_DAYS = 2, 20, 10
"""Working days for which the latest documents are in review, requests hold budget, and claims wait for their payment."""


@dataclass(slots=True)
class Draft:
    """A document on its way into the tables."""

    kind: str
    id: int
    number: str | None
    title: str
    state: str
    department: int
    author: int
    made: datetime
    lines: list[Line]
    texts: list[str]

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def source(self) -> tuple[str, int, str]:
        return self.kind, self.id, self.label

    @property
    def cents(self) -> int:
        return sum(line.cents for line in self.lines)


class Writer:
    """Writes the documents of a year, day by day."""

    def __init__(self, world: World, plan: YearPlan, tables: Tables) -> None:
        self.world, self.plan, self.tables = world, plan, tables
        self.book = Book(world, plan.year, tables)
        self.random = random.Random(plan.year)
        self.next = dict.fromkeys(
            ("claim", "request", "line", "case", "step", "task", "payable", "payment"), plan.place * STRIDE
        )
        self.numbers = {"EXP": 0, "REQ": 0, "PAY": 0, "IMP": 0}
        self._departments = random.Random(plan.year + 1).choices(
            list(world.departments), list(world.departments.values()), k=5_003
        )
        self._categories = random.Random(plan.year + 2).choices(
            list(world.categories), list(world.categories.values()), k=7_001
        )
        self._paid: list[tuple[int, int, int]] = []
        self._months: dict[int, float] = {}

    # --- What a day brings

    def day(self, day: date, count: int) -> None:
        """A working day with so many documents, and the payment of what was approved on it."""
        for place in range(count):
            at = datetime(day.year, day.month, day.day, 0, 30, tzinfo=UTC) + timedelta(seconds=place * 28_000 // count)
            if self.random.random() < CLAIMS:
                self._claim(day, at)
            else:
                self._request(day, at)
        self.book.close_day()
        self._pay(day)

    def vouchers(self, day: date, count: int) -> None:
        """A month's entries of the accounting system, posted on its last day (EXP-09)."""
        if not count:
            return
        at = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
        pk = self.plan.place * STRIDE + day.month
        number, name = self._number("IMP"), f"凭证 {day:%Y-%m}.csv"
        source, total = ("expense_import", pk, number), 0
        for place in range(1, count + 1):
            line = self._line(day, place)
            self.book.spend([line], day.month, source, "post", self.world.finance, at)
            total += line.cents
            if place % 10_000 == 0:
                self.book.close_day()
        self.book.close_day()
        self.tables.add(
            "expenses_expenseimport", pk, number, 4, self.world.finance, at, at, "POSTED", self.world.source, "", name,
            count * 90, hashlib.sha256(name.encode()).hexdigest(), {}, {"POSTED": count},
            {"POSTED": str(money(total))}, {}, [], at, money(total),
        )  # fmt: skip
        self._found("expense_import", pk, number, name, ["用友 U8"], at, [("person", self.world.finance)])

    # --- Documents

    def _claim(self, day: date, at: datetime) -> None:
        state = self._state(day)
        draft = self._draft("expense_claim", "claim", "EXP", state, day, at)
        period = self.world.periods[day.year, day.month]
        for place, line in enumerate(draft.lines):
            what = words.EXPENSES[(draft.id + place) % 16]
            supplier = words.SUPPLIERS[(draft.id + place) % 12] if place == 0 else ""
            invoice = f"26{self.random.randrange(10**17, 10**18)}" if line.line_id % 5 < 2 else ""
            draft.texts += [what, supplier, invoice]
            held = line.cents if state == "IN_REVIEW" else 0
            self.tables.add(
                "expenses_claimline", line.line_id, draft.id, line.key.category, what, day, money(line.cents), "0.06",
                money(line.cents), supplier, "", invoice, "", invoice, "", money(held), "0", "0", "0",
                None if state == "DRAFT" else period, False, place,
            )  # fmt: skip
        done = at + timedelta(minutes=40 + draft.id % 400)
        submitted = None if state == "DRAFT" else at + timedelta(minutes=5)
        total = money(draft.cents)
        self.tables.add(
            "expenses_claim", draft.id, draft.number, 3, draft.author, at, submitted, "EXPENSE", draft.department,
            state, draft.title, words.PURPOSE, "CNY", "1", "", total, total, False, "WITHIN" if submitted else "",
            done if state == "APPROVED" else None,
        )  # fmt: skip
        self._history(
            draft, submitted, done, {"lines": len(draft.lines), "outcome": "WITHIN", "document_amount": str(total)}
        )
        if submitted:
            self.book.hold(draft.lines, day.month, draft.source, f"claim:{draft.id}:1", draft.author, submitted)
        if state in {"APPROVED", "REJECTED", "RETURNED"}:
            self.book.release(draft.lines, day.month, draft.source, f"claim:{draft.id}:2", self.world.finance, done)
        if state == "APPROVED":
            self.book.spend(draft.lines, day.month, draft.source, f"claim:{draft.id}:2", self.world.finance, done)
            self._owe(draft, day)

    def _request(self, day: date, at: datetime) -> None:
        state = self._state(day)
        if state == "APPROVED" and not self._is_within(day, HOLDING_DAYS):
            state = "CLOSED"
        draft = self._draft("spend_request", "request", "REQ", state, day, at)
        supplier = words.SUPPLIERS[draft.id % 12]
        draft.texts.append(supplier)
        period = self.world.periods[day.year, day.month]
        for place, line in enumerate(draft.lines):
            what = words.EXPENSES[(draft.id + place) % 16]
            draft.texts.append(what)
            held = line.cents if state in {"IN_REVIEW", "APPROVED"} else 0
            self.tables.add(
                "expenses_spendrequestline", line.line_id, draft.id, line.key.category, what, money(line.cents),
                money(held), "0", None if state == "DRAFT" else period, place,
            )  # fmt: skip
        done, total = at + timedelta(minutes=40 + draft.id % 300), money(draft.cents)
        submitted = None if state == "DRAFT" else at + timedelta(minutes=5)
        granted = state in {"APPROVED", "CLOSED"}
        ended = done + timedelta(minutes=30)
        self.tables.add(
            "expenses_spendrequest", draft.id, draft.number, 3, draft.author, at, submitted, draft.department, state,
            draft.title, words.PURPOSE, day, day + timedelta(days=30), False, supplier, "CNY", total,
            total if granted else "0", "WITHIN" if submitted else "",
            {"REJECTED": done, "CLOSED": ended}.get(state),
        )  # fmt: skip
        self._history(draft, submitted, done, {"lines": len(draft.lines), "outcome": "WITHIN"})
        if submitted:
            self.book.hold(draft.lines, day.month, draft.source, "submit:1", draft.author, submitted)
        if state in {"REJECTED", "RETURNED"}:
            self.book.release(draft.lines, day.month, draft.source, "end:2", self.world.finance, done)
        if state == "CLOSED":
            self.book.release(draft.lines, day.month, draft.source, "close:3", draft.author, ended)
            self._event(
                draft, "spend_request.close", draft.author, "APPROVED", "CLOSED", ended, {"released": str(total)}
            )

    def _draft(self, kind: str, row: str, prefix: str, state: str, day: date, at: datetime) -> Draft:
        pk = self._id(row)
        department = self._departments[pk % 5_003]
        lines: list[Line] = []
        for _place in range(self.random.choice((1, 2, 2, 3))):
            lines.append(self._line(day, self._id("line"), department, lines))
        return Draft(
            kind, pk, None if state == "DRAFT" else self._number(prefix), words.title(pk * 7 + day.day), state,
            department, self.random.choice(self.world.people[department]), at, lines, [words.PURPOSE],
        )  # fmt: skip

    def _line(self, day: date, line_id: int, department: int | None = None, beside: Sequence[Line] = ()) -> Line:
        """A line within what its key has left beside the other lines of the document."""
        chosen = department or self._departments[line_id * 3 % 5_003]
        key = self.world.keys[day.year, chosen, self._categories[line_id % 7_001]]
        if day.month not in self._months:
            self._months[day.month] = self.plan.cents_a_line(day.month)
        cents = int(self._months[day.month] * (0.5 + self.random.random()))
        taken = sum(line.cents for line in beside if line.key is key)
        return Line(key, line_id, self.book.fitting(key, day.month, cents, taken))

    def _state(self, day: date) -> str:
        chance = self.random.random()
        if self._is_within(day, IN_REVIEW_DAYS):
            return "IN_REVIEW" if chance < 0.9 else "DRAFT"
        return "APPROVED" if chance < 0.94 else "REJECTED" if chance < 0.97 else "RETURNED"

    def _is_within(self, day: date, days: int) -> bool:
        return self.plan.year == self.world.until.year and day in self.plan.days[-days:]

    # --- Beside a document

    def _history(self, draft: Draft, submitted: datetime | None, done: datetime, summary: dict[str, Any]) -> None:
        """Case, steps, tasks, decisions, events, notices, and what it is found by."""
        self._event(draft, f"{draft.kind}.create", draft.author, "", "DRAFT", draft.made, {})
        if submitted:
            held = {"held": str(money(draft.cents)), "outcome": "WITHIN"}
            self._event(draft, f"{draft.kind}.submit", draft.author, "DRAFT", "IN_REVIEW", submitted, held)
            self._case(draft, submitted, done, summary)
        references = [("person", draft.author), ("department", draft.department)]
        references += [("category", line.key.category) for line in draft.lines]
        self._found(draft.kind, draft.id, draft.number or "", draft.title, draft.texts, draft.made, references)

    def _case(self, draft: Draft, begun: datetime, done: datetime, summary: dict[str, Any]) -> None:
        pk, ended = self._id("case"), draft.state != "IN_REVIEW"
        verdict = {"REJECTED": "REJECT", "RETURNED": "RETURN"}.get(draft.state, "APPROVE")
        middle, head = begun + (done - begun) / 2, ""
        fingerprint = hashlib.sha256(draft.label.encode()).hexdigest()
        people = (self.world.managers[draft.department], self.world.finance)
        if people[0] == draft.author:
            people = (self.world.finance, self.world.finance)
        for place, (code, name_zh, name_en, who) in enumerate(STEPS):
            step, at, since = self._id("step"), done if place else middle, middle if place else begun
            state = "PASSED" if ended else "AHEAD" if place else "CURRENT"
            self.tables.add(
                "approvals_step", step, pk, place + 1, place + 1, code, name_zh, name_en, "ANY",
                "ENDED" if place and verdict != "APPROVE" else state, who, "", "", "", 2, [],
                since if ended or not place else None, at if ended else None,
            )  # fmt: skip
            if not ended and place:
                continue
            task, person = self._id("task"), people[place]
            self.tables.add(
                "approvals_task", task, step, pk, person, 0, "DECIDED" if ended else "WAITING", "ROUTE", "", "",
                since.date() + timedelta(days=2), since, at if ended else None,
            )  # fmt: skip
            told = {"step": name_zh, "step_en": name_en}
            self._notice(
                person, draft, "approvals.waiting", told, f"approvals.task:{task}", since, at if ended else None
            )
            if not ended:
                continue
            last = verdict if place else "APPROVE"
            reason = "" if last == "APPROVE" else "票据与事由不符，请核对后重报"
            link = Link(
                subject=(draft.kind, draft.id, 1), fingerprint=fingerprint, step=(place + 1, code), task_id=task,
                decided_by=person, on_behalf_of=None, verdict=last, reason=reason, decided_at=at, document_version=2,
                sequence=place + 1,
            )  # fmt: skip
            previous, head = head, link.hash(head)
            self.tables.add(
                "approvals_decision", pk, step, task, person, last, reason, at, 2, place + 1, previous, head
            )
            what = {"APPROVE": "approve", "REJECT": "reject", "RETURN": "return"}[last]
            self._event(
                draft,
                f"approvals.{what}",
                person,
                "",
                "",
                at,
                {"round": 1, "step_zh": name_zh, "step_en": name_en},
                reason,
            )
        case_state = {"REJECT": "REJECTED", "RETURN": "RETURNED"}.get(verdict, "APPROVED") if ended else "RUNNING"
        facts: dict[str, Any] = {
            "flags": [], "makers": [draft.author], "summary": summary, "other_departments": [],
            "category_codes": sorted({self.world.codes[line.key.category] for line in draft.lines}),
        }  # fmt: skip
        self.tables.add(
            "approvals_case", pk, draft.kind, draft.id, 1, self.world.routes[draft.kind], case_state, draft.department,
            draft.author, draft.number, draft.title, money(draft.cents), "CNY", facts, fingerprint, 2, begun,
            done if ended else None, 2 if ended else 0, head,
        )  # fmt: skip
        if ended:
            move = {"APPROVE": "approve", "REJECT": "reject", "RETURN": "send_back"}[verdict]
            after = "APPROVED" if draft.state == "CLOSED" else draft.state
            self._event(draft, f"{draft.kind}.{move}", self.world.finance, "IN_REVIEW", after, done, {})
            self._notice(
                draft.author,
                draft,
                f"approvals.{case_state.lower()}",
                {"reason": ""},
                f"approvals.end:{pk}",
                done,
                None,
            )

    def _event(
        self,
        draft: Draft,
        code: str,
        by: int,
        before: str,
        after: str,
        at: datetime,
        facts: dict[str, Any],
        reason: str = "",
    ) -> None:
        self.tables.add(
            "core_auditevent", draft.kind, draft.id, code, by, self.world.names[by], "",
            draft.label if draft.number else draft.title, before, after, reason, facts, "", at,
        )  # fmt: skip

    def _notice(
        self, person: int, draft: Draft, code: str, facts: dict[str, str], key: str, at: datetime, read: datetime | None
    ) -> None:
        seen = read or (at + timedelta(hours=3) if at.date() < self.world.until - timedelta(days=5) else None)
        self.tables.add("core_notification", person, draft.kind, draft.id, code, facts, draft.label, key, at, seen)

    def _found(
        self,
        kind: str,
        pk: int,
        number: str,
        title: str,
        texts: list[str],
        at: datetime,
        references: list[tuple[str, int]],
    ) -> None:
        own = list(dict.fromkeys(text for text in texts if text))
        terms = words.search_terms_of(number, title, own, references)
        self.tables.add("core_searchentry", kind, pk, number, title, "\n".join((title, *own)), terms, at)

    # --- Money out

    def _owe(self, draft: Draft, day: date) -> None:
        pk, total = self._id("payable"), money(draft.cents)
        paid = not self._is_within(day, UNPAID_DAYS)
        self.tables.add("expenses_payable", pk, draft.id, draft.author, "", "", total, total if paid else "0", "0", day)
        if paid:
            self._paid.append((pk, draft.author, draft.cents))

    def _pay(self, day: date) -> None:
        if not self._paid:
            return
        pk, number = self._id("payment"), self._number("PAY")
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        total = money(sum(cents for _pk, _author, cents in self._paid))
        account, reference, cashier = "中国银行 4510", f"BOC{day:%Y%m%d}", self.world.cashier
        self.tables.add(
            "expenses_payment", pk, number, 2, cashier, at, at, "PAID", total, day, account, reference, cashier
        )
        for payable, author, cents in self._paid:
            self.tables.add(
                "expenses_paymentline",
                pk,
                payable,
                money(cents),
                self.world.names[author],
                f"62{author:014}",
                "中国银行",
            )
        self._paid = []

    def _id(self, of: str) -> int:
        self.next[of] += 1
        return self.next[of]

    def _number(self, prefix: str) -> str:
        self.numbers[prefix] += 1
        return f"{prefix}-{self.plan.year}-{self.numbers[prefix]:04d}"
