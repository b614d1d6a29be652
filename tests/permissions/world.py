"""The people and documents the walk needs, made through the services the first time somebody asks for them."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from agreements.models import Agreement, AgreementReview, Amendment, Lead, PlanItem, ResearchReport
from agreements.services import leads as lead_services
from agreements.services import plans as plan_services
from agreements.services.inputs import LeadInput, PlanInput
from approvals.models import Case, Route, Task
from budgets.models import Adjustment, Budget, BudgetImport, BudgetLine, Category, FiscalYear, Project
from budgets.services import imports
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, PublicIntake
from core import attachments, comments, jobs, notifications
from core.models import Attachment, Comment, Job, JobState, Notification, TableImport
from core.table_imports import services as table_imports
from corrective.models import CorrectiveAction, EffectReport
from customers.models import Contact, Customer
from customers.services import parts as customer_parts
from customers.services.importing import CustomerTable
from customers.services.inputs import ContactInput
from expenses.models import Advance, Claim, Correction, ExpenseImport, PayeeAccount, Payment, SpendRequest
from expenses.selectors.corrections import standing_of
from expenses.services import advances, corrections, payees, payments
from expenses.services import imports as expense_imports
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import AccountInput, AdvanceInput, PaymentLineInput
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip
from feedback.services.surveys import link_of
from organization import services as organization
from organization.models import ApiToken, BreakGlass, Department, Person, Role, RoleAssignment, StaffImport
from organization.services import staff_checking
from parts_sales.models import (
    BankDetails,
    CreditTerm,
    DeliveryNote,
    DiscountTier,
    Guarantee,
    Inquiry,
    OrderInvoice,
    Part,
    PartPrice,
    PriceApplication,
    PriceFigure,
    PriceList,
    Quote,
    Receipt,
    ResultPosting,
    SalesOrder,
    SalesReturn,
    Statement,
    Violation,
)
from parts_sales.selectors import statements as statement_reads
from parts_sales.services import applications, guarantees, notes, price_lists, prices, receipts, returns, statements
from parts_sales.services import inquiries as part_inquiries
from parts_sales.services.inputs_delivery import ReturnInput
from parts_sales.services.inputs_money import MatchInput
from parts_sales.services.quote_inputs import QuoteLineInput
from tests.factories import adjustments as moves
from tests.factories import agreements as agreeing
from tests.factories import budgets as money
from tests.factories import complaints as grievances
from tests.factories import corrective as measures
from tests.factories import customers as serving
from tests.factories import drafts, sales, workbooks
from tests.factories import expenses as spending
from tests.factories import feedback as asking
from tests.factories import money as sums
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.parts_sales import delivering

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


class World:
    """One company with the cast of the tests; the rest grows as rows ask for it."""

    def __init__(self) -> None:
        self.tree = cast.tree()
        tree = self.tree
        self.people: dict[str, Person] = {
            "employee": cast.member(tree.service, "employee", name_zh="陈志强"),
            "outsider": cast.member(tree.other, "employee", name_zh="林晓"),
            "manager": cast.member(tree.service, "department_manager", name_zh="马国强"),
            "division_manager": cast.member(tree.division, "division_manager", name_zh="李敏"),
            "finance_officer": cast.member(tree.company, "finance", company_wide=True, name_zh="王静"),
            "finance_manager": cast.member(tree.company, "finance_manager", company_wide=True, name_zh="赵文"),
            "finance_supervisor": cast.member(tree.company, "finance_supervisor", company_wide=True, name_zh="孙丽"),
            "gm": cast.member(tree.company, "general_manager", company_wide=True, name_zh="陈立新"),
        }
        self.other_manager = cast.member(tree.other, "department_manager", name_zh="何平")
        self.cashier = cast.member(tree.company, "cashier", company_wide=True, name_zh="周燕")
        cast.put_in_charge(tree.service, self.people["manager"])
        cast.put_in_charge(tree.other, self.other_manager)
        cast.put_in_charge(tree.division, self.people["division_manager"])
        cast.put_in_charge(tree.company, self.people["gm"])
        self.now = timezone.now()
        self.today = timezone.localdate()

    @property
    def employee(self) -> Person:
        return self.people["employee"]

    # --- Organization

    @property
    def service(self) -> Department:
        return self.tree.service

    @property
    def other(self) -> Department:
        return self.tree.other

    @cached_property
    def role(self) -> Role:
        return Role.objects.get(code="employee")

    @cached_property
    def assignment(self) -> RoleAssignment:
        return RoleAssignment.objects.filter(person=self.employee).first() or cast.give(self.employee, "employee")

    @cached_property
    def break_glass(self) -> BreakGlass:
        """A break-glass right of the finance officer, in force."""
        return organization.grant_break_glass(
            person_id=self.people["finance_officer"].pk, role_code="cashier", end_date=self.today + timedelta(days=1),
            reason="出纳住院，付款到期", actor=cast.actor_of(self.people["gm"]), at=self.now,
        )  # fmt: skip

    @cached_property
    def staff_import(self) -> StaffImport:
        """A file of people with a bad row, checked."""
        supervisor = self.people["finance_supervisor"]
        text = f"用户名,姓名,部门编码\nli.lei,李雷,{self.service.code}\nhan.mei,韩梅,NOWHERE\n"
        made = organization.upload_staff(
            kind="PEOPLE", file_name="名单.csv", content=text.encode(), actor=cast.actor_of(supervisor), at=self.now
        )
        staff_checking.check(import_id=made.pk, person_id=supervisor.pk, at=self.now)
        made.refresh_from_db()
        return made

    @cached_property
    def token(self) -> ApiToken:
        """A token of the employee."""
        return ApiToken.objects.create(
            person=self.employee, label="ERP", prefix="abcd1234", digest="0" * 64, scopes=["read"],
            created_at=self.now, expires_at=self.now + timedelta(days=30),
        )  # fmt: skip

    # --- Budgets

    @cached_property
    def year(self) -> FiscalYear:
        """This year, open for spending."""
        return money.open_year(self.today.year)

    @cached_property
    def period(self) -> Any:
        return self.year.periods.get(month=self.today.month)

    @cached_property
    def category(self) -> Category:
        """A category in which service and the other department have money this year."""
        category = money.leaf_category("差旅")
        for department in (self.service, self.other):
            money.appropriate(department, category, per_month="100000", year=self.year.year)
        return category

    @cached_property
    def project(self) -> Project:
        return money.project()

    @cached_property
    def budget(self) -> Budget:
        """A draft of service's manager for a year being planned."""
        return drafts.whole_draft(self.service, self.people["manager"])

    @cached_property
    def budget_line(self) -> BudgetLine:
        return BudgetLine.objects.filter(budget=self.budget).order_by("pk")[0]

    @cached_property
    def other_budget(self) -> Budget:
        """The same of the other department."""
        return drafts.whole_draft(self.other, self.other_manager)

    @cached_property
    def budget_import(self) -> BudgetImport:
        """A workbook uploaded to service's draft, checked, not applied."""
        content, _truth = workbooks.finance_form()
        manager = self.people["manager"]
        return imports.upload(
            budget_id=self.budget.pk,
            file_name="预算.xlsx",
            content=content,
            actor=cast.actor_of(manager),
            at=self.now,
        )

    def _adjustment(self, maker: Person, *, submit: bool) -> Adjustment:
        assert maker.department is not None
        amount = moves.line(maker.department, self.category, "500.00", self.today.month, year=self.year.year)
        made = moves.submitted if submit else moves.draft
        return made(maker, "SUPPLEMENT", amount, at=self.now)

    @cached_property
    def adjustment_draft(self) -> Adjustment:
        """A supplement service's manager prepares."""
        return self._adjustment(self.people["manager"], submit=False)

    @cached_property
    def adjustment(self) -> Adjustment:
        """The same submitted, waiting for the division's manager."""
        return self._adjustment(self.people["manager"], submit=True)

    @cached_property
    def other_adjustment(self) -> Adjustment:
        return self._adjustment(self.other_manager, submit=True)

    # --- Expenses

    def _request(self, maker: Person, *, submit: bool) -> SpendRequest:
        line = spending.request_line(self.category, "500.00")
        made = spending.submitted_request if submit else spending.draft_request
        days = {"expected_date": self.today, "end_date": self.today + timedelta(days=30)}
        return made(maker, line, at=self.now, **days)

    def _claim(self, maker: Person, *, submit: bool) -> Claim:
        line = spending.claim_line(self.category, "300.00", expense_date=self.today)
        made = spending.submitted_claim if submit else spending.draft_claim
        return made(maker, line, at=self.now)

    @cached_property
    def request_draft(self) -> SpendRequest:
        return self._request(self.employee, submit=False)

    @cached_property
    def request(self) -> SpendRequest:
        """Submitted by the employee, waiting for service's manager."""
        return self._request(self.employee, submit=True)

    @cached_property
    def other_request(self) -> SpendRequest:
        return self._request(self.people["outsider"], submit=True)

    @cached_property
    def claim_draft(self) -> Claim:
        return self._claim(self.employee, submit=False)

    @cached_property
    def claim(self) -> Claim:
        """Submitted by the employee, waiting for service's manager."""
        return self._claim(self.employee, submit=True)

    @cached_property
    def other_claim(self) -> Claim:
        return self._claim(self.people["outsider"], submit=True)

    def _import(self, voucher: str) -> ExpenseImport:
        finance = cast.actor_of(self.people["finance_officer"])
        line = f"{self.today.isoformat()},{voucher},{self.category.name_zh},{self.service.name_zh},10.00"
        found = expense_imports.upload(
            source="用友 U8",
            file_name="凭证.csv",
            content=f"日期,凭证号,科目名称,部门,借方金额\n{line}\n".encode("gb18030"),
            actor=finance,
            at=self.now,
        )
        jobs.run_all_waiting()
        return ExpenseImport.objects.get(pk=found.pk)

    @cached_property
    def checked_import(self) -> ExpenseImport:
        return self._import("记-1")

    @cached_property
    def posted_import(self) -> ExpenseImport:
        found = self._import("记-2")
        finance = cast.actor_of(self.people["finance_officer"])
        expense_imports.begin_posting(import_id=found.pk, leave_out_bad=False, actor=finance, at=self.now)
        jobs.run_all_waiting()
        return ExpenseImport.objects.get(pk=found.pk)

    @cached_property
    def approved_claim(self) -> Claim:
        """Approved to the end, waiting to be paid."""
        claim = self._claim(self.employee, submit=True)
        spending.approve(claim, at=self.now)
        return Claim.objects.get(pk=claim.pk)

    @cached_property
    def other_approved_claim(self) -> Claim:
        """Another one of the employee's, of which no correction is asked yet."""
        claim = self._claim(self.employee, submit=True)
        spending.approve(claim, at=self.now)
        return Claim.objects.get(pk=claim.pk)

    @cached_property
    def correction(self) -> Correction:
        """The reversal of the employee's approved claim, waiting for finance."""
        amounts = {one.key: one.amount for one in standing_of(self.approved_claim)}
        draft = CorrectionInput(correction_kind="REVERSAL", amounts=amounts, reason="重复报销")
        actor = cast.actor_of(self.employee)
        return corrections.correct_claim(claim_id=self.approved_claim.pk, draft=draft, actor=actor, at=self.now)

    @cached_property
    def advance(self) -> Advance:
        """Asked for by the employee, waiting for service's manager."""
        draft = AdvanceInput(self.service.pk, "出差借款", "现场返修", Decimal(500), self.today)
        return advances.ask_for_advance(draft=draft, actor=cast.actor_of(self.employee), at=self.now)

    @cached_property
    def payment(self) -> Payment:
        """Prepared by the cashier for the employee's approved claim."""
        owed = self.approved_claim.payables.get()
        lines = [PaymentLineInput(payable_id=owed.pk, amount=owed.amount)]
        return payments.prepare_payment(lines=lines, actor=cast.actor_of(self.cashier), at=self.now)

    @cached_property
    def payee_account(self) -> PayeeAccount:
        """A supplier's bank account."""
        account = AccountInput(holder="顺丰速运", account_number="6222021612345678", bank="工商银行")
        actor = cast.actor_of(self.cashier)
        return payees.keep_supplier_account(supplier="顺丰速运", account=account, actor=actor, at=self.now)

    # --- Customers and parts

    @cached_property
    def customer(self) -> Customer:
        """Looked after by service's manager."""
        return serving.customer(self.people["manager"], "沈阳恒通机械有限公司")

    @cached_property
    def another_customer(self) -> Customer:
        """Another one of theirs."""
        return serving.customer(self.people["manager"], "大连远航机床厂")

    @cached_property
    def other_customer(self) -> Customer:
        """Looked after by somebody of another department."""
        return serving.customer(cast.member(self.other, "salesperson", name_zh="唐宁"), "别家客户")

    @cached_property
    def contact(self) -> Contact:
        """Of the customer."""
        actor = cast.actor_of(self.people["manager"])
        made: Contact = customer_parts.add(
            customer_id=self.customer.pk, draft=ContactInput("王建国"), actor=actor, at=self.now
        )
        return made

    @cached_property
    def part(self) -> Part:
        """On sale."""
        return stores.part(self.people["manager"], "20-4410")

    # --- Sales

    @cached_property
    def clerk(self) -> Person:
        """Quotes for service."""
        return cast.member(self.tree.service, "service_clerk", name_zh="周敏")

    @cached_property
    def quote(self) -> Quote:
        """A quote of the clerk, waiting for service's manager; its price lies below the floor."""
        return offers.submitted(self.clerk, self._cheap_line, at=self.now)

    @cached_property
    def _cheap_line(self) -> QuoteLineInput:
        stores.price(self.part, "6480.00")
        return offers.line(self.part, "2", "6100.00")

    @cached_property
    def price_application(self) -> PriceApplication:
        """For the prices of another quote, waiting for the domestic sales manager."""
        cast.member(self.tree.company, "domestic_sales_manager", company_wide=True, name_zh="孙建国")
        made = offers.draft(self.clerk, self._cheap_line, at=self.now)
        return applications.apply_for_prices(
            quote_id=made.pk, reason="老客户", actor=cast.actor_of(self.clerk), at=self.now
        )

    @cached_property
    def inquiry(self) -> Inquiry:
        """Taken by the clerk, to be quoted."""
        return part_inquiries.record_inquiry(
            way="PHONE", caller="沈阳恒通", wanted="主轴轴承 2 件", received_at=self.now,
            actor=cast.actor_of(self.clerk), at=self.now,
        )  # fmt: skip

    @cached_property
    def violation(self) -> Violation:
        """Reported by the clerk, about somebody of another department."""
        return part_inquiries.report_violation(
            person_id=self.people["outsider"].pk, happened_on=self.today, facts="私自向客户报价",
            actor=cast.actor_of(self.clerk), at=self.now,
        )  # fmt: skip

    @cached_property
    def sales_order(self) -> SalesOrder:
        """Open, of one piece, nothing paid; its customer is looked after by service's manager."""
        return sums.order(self.clerk, "1000.00", customer=self.customer)

    @cached_property
    def shipped_order(self) -> SalesOrder:
        """All of it has left and half is invoiced."""
        order = sums.ship(sums.order(self.clerk, "500.00", customer=self.customer))
        sums.bill(self.people["finance_officer"], order, amount="250.00")
        return sums.again(order)

    @cached_property
    def order_invoice(self) -> OrderInvoice:
        """Half of the shipped order."""
        return self.shipped_order.invoices.get()

    @cached_property
    def receipt(self) -> Receipt:
        """Matched in part to the open order."""
        came = sums.receipt(self.people["finance_officer"], "500.00")
        finance = cast.actor_of(self.people["finance_officer"])
        part = MatchInput(self.sales_order.pk, Decimal(200))
        return receipts.match_receipt(receipt_id=came.pk, parts=[part], actor=finance, at=self.now)

    @cached_property
    def credit_term(self) -> CreditTerm:
        """In force, applied for by service's manager."""
        cast.member(self.tree.company, "domestic_sales_manager", company_wide=True, name_zh="沈浩")
        return sums.term(self.people["manager"], self.customer)

    @cached_property
    def guarantee(self) -> Guarantee:
        """An engineer of another department answers for the open order; the manager is to review it."""
        engineer = cast.member(self.other, "commissioning_engineer", name_zh="许峰")
        made = guarantees.ask(
            order_id=self.sales_order.pk, guarantor_id=engineer.pk, reason="现场停机", actor=cast.actor_of(self.clerk),
            at=self.now,
        )  # fmt: skip
        guarantees.confirm(guarantee_id=made.pk, actor=cast.actor_of(engineer), at=self.now)
        return Guarantee.objects.get(pk=made.pk)

    @cached_property
    def statement(self) -> Statement:
        """Of a customer that owes half of what was shipped; sent last month."""
        self.order_invoice  # noqa: B018 - is stated
        month = statement_reads.last_month(self.today)
        OrderInvoice.objects.filter(order=self.shipped_order).update(invoice_date=month, due_date=month)
        finance = cast.actor_of(self.people["finance_officer"])
        made = statements.make_statement(
            customer_id=self.shipped_order.customer_id, month=month, actor=finance, at=self.now
        )
        return statements.send(statement_id=made.pk, way="FAX", actor=finance, at=self.now)

    @cached_property
    def delivery_note(self) -> DeliveryNote:
        """A domestic system note of the service department, to be reviewed."""
        clerk = self.clerk
        part = stores.part(clerk)
        stores.receive(part, "5")
        order = sales.order_of(clerk, [sales.Piece(part, "2")], paid=True)
        return notes.make_notes(order_id=order.pk, actor=cast.actor_of(clerk), at=self.now)[0]

    @cached_property
    def sales_return(self) -> SalesReturn:
        """Goods of a note that was dispatched are expected back."""
        people = delivering.hands(self.tree)
        order = delivering.paid_order(people, sales.Piece(delivering.stocked(people.clerk), "1"))
        note = delivering.go(people, delivering.note_of(people, order))
        wanted = ReturnInput("异响", "CREDIT", {line.pk: line.quantity for line in note.lines.all()})
        return returns.ask_return(note_id=note.pk, wanted=wanted, actor=cast.actor_of(people.clerk), at=self.now)

    @cached_property
    def result(self) -> ResultPosting:
        """Of goods that left, waiting for a year."""
        return self.sales_return.note.results.get()

    @cached_property
    def price_list(self) -> PriceList:
        """A draft of the finance officer with the part."""
        stores.cost(self.part, "5000.00")
        made = price_lists.draw_up(
            currency="CNY", margin_share=Decimal("0.2"), start_date=self.today,
            actor=cast.actor_of(self.people["finance_officer"]), at=self.now,
        )  # fmt: skip
        price_lists.compute(price_list_id=made.pk, at=self.now)
        return PriceList.objects.get(pk=made.pk)

    @cached_property
    def price_figure(self) -> PriceFigure:
        """The minimum margin as it is shipped."""
        return PriceFigure.objects.get(code="MINIMUM_MARGIN")

    @cached_property
    def granting_role(self) -> Role:
        """Who grants five percent alone."""
        return Role.objects.get(code="department_manager")

    @cached_property
    def discount_table(self) -> DiscountTier:
        """The shipped table of discounts abroad, by its tier without a bound."""
        return DiscountTier.objects.get(upper=None)

    @cached_property
    def bank_details(self) -> BankDetails:
        """Where dollars are paid."""
        return prices.enter_bank_details(
            currency="USD", text="Bank of China 4563", start_date=self.today,
            actor=cast.actor_of(self.people["finance_officer"]), at=self.now,
        )  # fmt: skip

    @cached_property
    def list_price(self) -> PartPrice:
        """In dollars, from today."""
        made: PartPrice = prices.enter_price(
            part_id=self.part.pk, currency="USD", amount=Decimal(100), start_date=self.today,
            actor=cast.actor_of(self.people["finance_officer"]), at=self.now,
        )  # fmt: skip
        return made

    @cached_property
    def table_import(self) -> TableImport:
        """A file of customers, checked and not brought in."""
        return table_imports.upload(
            target=CustomerTable(),
            file_name="客户.csv",
            content="客户名称,电话\n北方机床,024-1\n".encode(),
            actor=cast.actor_of(self.people["manager"]),
            at=self.now,
        )

    # --- Approvals

    @cached_property
    def route(self) -> Route:
        return Route.objects.order_by("pk")[0]

    @cached_property
    def case(self) -> Case:
        """The round of the submitted claim."""
        return spending.case_of(self.claim)

    @cached_property
    def task(self) -> Task:
        """The manager's task on the submitted claim."""
        return Task.objects.get(case=self.case, person=self.people["manager"])

    # --- Ground

    @cached_property
    def attachment(self) -> Attachment:
        """On the employee's draft claim."""
        return self._attach(self.claim_draft, self.employee)

    @cached_property
    def other_attachment(self) -> Attachment:
        return self._attach(self.other_claim, self.people["outsider"])

    @cached_property
    def quote_picture(self) -> Attachment:
        """Of the machine, collected by the clerk for the quote."""
        return self._draw(self.quote, self.clerk)

    @cached_property
    def part_picture(self) -> Attachment:
        """Of the part."""
        return self._draw(self.part, self.people["manager"])

    def _draw(self, document: Any, person: Person) -> Attachment:
        drawn = io.BytesIO()
        Image.new("RGB", (60, 30), "navy").save(drawn, "PNG")
        return self._attach(document, person, name="机床.png", content=drawn.getvalue())

    def _attach(self, document: Any, person: Person, *, name: str = "发票.pdf", content: bytes = PDF) -> Attachment:
        return attachments.attach(
            kind=document.kind,
            document_id=document.pk,
            file=SimpleUploadedFile(name, content),
            name=name,
            actor=cast.actor_of(person),
            at=self.now,
        )

    @cached_property
    def comment(self) -> Comment:
        """Of the employee, on the draft claim."""
        claim, actor = self.claim_draft, cast.actor_of(self.employee)
        return comments.comment(kind=claim.kind, document_id=claim.pk, text="请看附件", actor=actor, at=self.now)

    @cached_property
    def notice(self) -> Notification:
        """A notice of the employee."""
        notifications.notify(
            [self.employee.pk], code="comment.write", kind=Claim.kind, document_id=self.claim.pk, label="EXP",
            key="walk", at=self.now, facts={"author": "马国强", "text": "好"},
        )  # fmt: skip
        return Notification.objects.get(key="walk")

    @cached_property
    def job(self) -> Job:
        """A job that failed."""
        jobs.after_commit("walk.nothing")
        job = Job.objects.get(name="walk.nothing")
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=self.now)
        return job

    # --- Corrective actions

    @cached_property
    def _quality(self) -> dict[str, Person]:
        """Who asks for measures, approves and verifies them."""
        tree = self.tree
        return {
            "handler": cast.member(tree.company, "customer_service", company_wide=True, name_zh="丁宁"),
            "expert": cast.member(tree.company, "expert", company_wide=True, name_zh="郑工"),
            "panel": cast.member(tree.company, "planning_centre", company_wide=True, name_zh="沈浩"),
        }

    @cached_property
    def corrective_action(self) -> CorrectiveAction:
        """Asked of service, no measures yet."""
        return measures.asked(self._quality["handler"], self.service)

    @cached_property
    def other_action(self) -> CorrectiveAction:
        """Asked of another department."""
        return measures.asked(self._quality["handler"], self.other)

    @cached_property
    def running_action(self) -> CorrectiveAction:
        """Of service, its measures owned by the employee and approved."""
        made = measures.asked(self._quality["handler"], self.service)
        return measures.running(made, self.people["manager"], self.employee, self._quality["expert"])

    @cached_property
    def effect_report(self) -> EffectReport:
        """On another action of service, being confirmed."""
        made = measures.asked(self._quality["handler"], self.service)
        measures.running(made, self.people["manager"], self.employee, self._quality["expert"])
        done = measures.carried_out(made, self.employee, self._quality["handler"])
        return measures.reported(done, self._quality["panel"])

    # --- Complaints

    @property
    def complaints_handler(self) -> Person:
        """Customer service."""
        return self._quality["handler"]

    @cached_property
    def complaint(self) -> Complaint:
        """About service, its customer looked after by the employee."""
        return self._complaint_about(self.service, self.employee)

    @cached_property
    def other_complaint(self) -> Complaint:
        """About another department."""
        return self._complaint_about(self.other, self.other_manager)

    @cached_property
    def liability_report(self) -> LiabilityReport:
        """On a complaint about service, with the panel."""
        made = self._complaint_about(self.service, self.employee)
        return grievances.judged(made, self.people["manager"], self.service)

    @cached_property
    def nonconformance_report(self) -> NonConformanceReport:
        """On a complaint about service that is our fault."""
        made = self._complaint_about(self.service, self.employee)
        grievances.confirmed(made, self.people["manager"], self._quality["expert"], self.service)
        return grievances.issued(made, self._quality["handler"], self._quality["expert"])

    @cached_property
    def intake(self) -> PublicIntake:
        """Typed into the public form, not looked at."""
        return grievances.received()

    def _complaint_about(self, department: Department, salesperson: Person) -> Complaint:
        buyer = serving.customer(self.people["manager"])
        return grievances.recorded(self._quality["handler"], buyer, department, salesperson=salesperson)

    # --- Leads and agreements

    @cached_property
    def agreement_draft(self) -> Agreement:
        """Of service, by its manager; needs no review."""
        return agreeing.drafted(self.people["manager"], self.customer)

    @cached_property
    def agreement(self) -> Agreement:
        """In force."""
        return agreeing.signed(self.people["manager"], self.customer)

    @cached_property
    def agreement_review(self) -> AgreementReview:
        """Of a large agreement, to be started."""
        return agreeing.asked(agreeing.large(self.people["manager"], self.customer), self.people["manager"])

    @cached_property
    def running_review(self) -> AgreementReview:
        """Of a large agreement, nobody answered yet."""
        maker, leader = self.people["manager"], self.people["division_manager"]
        return agreeing.started(agreeing.large(maker, self.customer), maker, leader)

    @cached_property
    def amendment(self) -> Amendment:
        """Of another agreement in force, under review."""
        maker = self.people["manager"]
        stated = self.today + timedelta(days=30)
        return agreeing.amended(agreeing.signed(maker, self.customer), maker, stated=stated)

    @cached_property
    def lead(self) -> Lead:
        """Of service, just recorded."""
        given = LeadInput("远航机床厂", "年度维保")
        return lead_services.record(lead=given, actor=cast.actor_of(self.people["manager"]), at=self.now)

    @cached_property
    def research_report(self) -> ResearchReport:
        """A draft of service."""
        return agreeing.researched(self.people["manager"])

    @cached_property
    def plan_item(self) -> PlanItem:
        """Delivered by the employee under another agreement in force."""
        made = agreeing.signed(self.people["manager"], self.customer)
        line = PlanInput("首次上门保养", self.service.pk, self.today, self.today, self.employee.pk)
        actor = cast.actor_of(self.people["manager"])
        return plan_services.add(agreement_id=made.pk, line=line, actor=actor, at=self.now)

    # --- Market information and surveys

    @cached_property
    def _market(self) -> dict[str, Person]:
        """Who reports, screens and asks customers."""
        tree = self.tree
        return {
            "reporter": cast.member(tree.service, "employee", name_zh="吴刚"),
            "screener": cast.member(tree.company, "information_manager", company_wide=True, name_zh="罗佳"),
            "asker": cast.member(tree.company, "customer_service", company_wide=True, name_zh="丁宁"),
        }

    @cached_property
    def market_info(self) -> MarketInfo:
        """On a dispatched slip to service."""
        people = self._market
        made = asking.kept(asking.reported(people["reporter"]), people["screener"])
        asking.dispatched(made, people["reporter"], [self.service], people["screener"])
        return made

    @cached_property
    def other_info(self) -> MarketInfo:
        """Reported by another department."""
        return asking.reported(self.other_manager)

    @cached_property
    def transfer_slip(self) -> TransferSlip:
        """The slip of the information."""
        return TransferSlip.objects.get(information=self.market_info)

    @cached_property
    def feedback_sheet(self) -> FeedbackSheet:
        """What service is asked."""
        return FeedbackSheet.objects.get(slip=self.transfer_slip)

    @cached_property
    def survey(self) -> Survey:
        """Of a customer of service, not answered yet."""
        customer = serving.customer(self.people["manager"])
        return asking.sent(self._market["asker"], customer)

    @cached_property
    def survey_token(self) -> str:
        """What the survey's link carries."""
        return link_of(self.survey).rstrip("/").rpartition("/")[2]
