"""The people and documents the walk needs, made through the services the first time somebody asks for them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from approvals.models import Case, Route, Task
from budgets.models import Adjustment, Budget, BudgetImport, BudgetLine, Category, FiscalYear, Project
from budgets.services import imports
from core import attachments, comments, jobs, notifications
from core.models import Attachment, Comment, Job, JobState, Notification
from expenses.models import Advance, Claim, Correction, ExpenseImport, PayeeAccount, Payment, SpendRequest
from expenses.selectors.corrections import standing_of
from expenses.services import advances, corrections, payees, payments
from expenses.services import imports as expense_imports
from expenses.services.corrections import CorrectionInput
from expenses.services.inputs import AccountInput, AdvanceInput, PaymentLineInput
from organization.models import ApiToken, Department, Person, Role, RoleAssignment
from tests.factories import adjustments as moves
from tests.factories import budgets as money
from tests.factories import drafts, workbooks
from tests.factories import expenses as spending
from tests.factories import organization as cast

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

    def _attach(self, claim: Claim, person: Person) -> Attachment:
        return attachments.attach(
            kind=claim.kind,
            document_id=claim.pk,
            file=SimpleUploadedFile("发票.pdf", PDF),
            name="发票.pdf",
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
