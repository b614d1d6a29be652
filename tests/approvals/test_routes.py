"""Routes as finance sets them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import rules, selectors, services, shipped
from approvals.choices import StepMode, WhoKind
from approvals.models import Route, RouteStep
from approvals.services import StepDraft
from core.errors import NotAllowed
from core.models import AuditEvent
from organization.models import Role
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, by_role, route, waiting
from tests.factories.organization import actor_of

AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)


def manager_step(**fields) -> StepDraft:
    return StepDraft(name_zh="部门经理审批", who=WhoKind.MANAGER, mode=StepMode.ANY, **fields)


def person_step(person_id: int) -> StepDraft:
    return StepDraft(name_zh="指定人审批", who=WhoKind.PERSON, person_id=person_id, mode=StepMode.ANY)


def role_step(code: str, **fields) -> StepDraft:
    role = Role.objects.get(code=code)
    return StepDraft(
        name_zh=f"{role.name_zh}审批", who=WhoKind.ROLE_IN_COMPANY, role_id=role.pk, mode=StepMode.ANY, **fields
    )


@pytest.mark.rule("APR-05")
@pytest.mark.parametrize(
    ("spans", "gap"),
    [
        ([(None, None)], False),
        ([(None, "100"), ("100", None)], False),
        ([(None, "100"), ("100.01", None)], True),
        ([("1", None)], True),
        ([(None, "100")], True),
        ([], True),
    ],
)
def test_amounts_must_cover_every_document(spans, gap):
    steps = [
        manager_step(amount_from=Decimal(low) if low else None, amount_below=Decimal(high) if high else None)
        for low, high in spans
    ]

    assert rules.leaves_gap(steps) is gap


@pytest.mark.rule("APR-05")
def test_steps_with_other_conditions_close_no_gap():
    assert rules.leaves_gap([manager_step(needs_flag="escalated"), manager_step(category_codes=("6601",))])


@pytest.mark.django_db
class TestSaving:
    @pytest.fixture
    def finance(self, finance_manager):
        return actor_of(finance_manager)

    @pytest.mark.rule("APR-03")
    def test_a_change_is_a_new_version_and_the_old_one_stays_readable(self, company, gm, manager, finance):
        old = route(KIND, by_role("general_manager"))

        new = services.save_route(
            kind=KIND,
            department_id=None,
            steps=[manager_step(), role_step("general_manager")],
            replaces=old.pk,
            actor=finance,
            at=AT,
        )

        old.refresh_from_db()
        assert (old.retired_at, new.version) == (AT, 2)
        assert [step.name_zh for step in new.steps.all()] == ["部门经理审批", "总经理审批"]
        assert [kept.pk for kept in selectors.earlier_versions(new)] == [old.pk]
        assert AuditEvent.objects.get(code="approvals.route_save").subject_id == new.pk

    @pytest.mark.rule("ORG-05")
    def test_a_route_names_only_who_may_decide(self, company, gm, manager, owner, finance):
        old = route(KIND, by_role("general_manager"))
        for step in (person_step(owner.pk), role_step("employee"), role_step("finance_supervisor")):
            with pytest.raises(services.StepWithoutRight):
                services.save_route(kind=KIND, department_id=None, steps=[step], replaces=old.pk, actor=finance, at=AT)

        named = services.save_route(
            kind=KIND, department_id=None, steps=[person_step(manager.pk)], replaces=old.pk, actor=finance, at=AT
        )
        assert named.steps.get().person == manager

    @pytest.mark.rule("ORG-03")
    def test_nobody_names_themselves(self, company, finance_manager, finance):
        with pytest.raises(services.OwnRoute):
            services.save_route(
                kind=KIND,
                department_id=None,
                steps=[person_step(finance_manager.pk)],
                replaces=None,
                actor=finance,
                at=AT,
            )

    @pytest.mark.rule("APR-03")
    def test_a_step_without_a_person_is_refused_naming_step_and_department(self, company, gm, finance):
        with pytest.raises(services.StepWithoutPerson) as refused:
            services.save_route(
                kind=KIND,
                department_id=None,
                steps=[role_step("general_manager"), role_step("executive")],
                replaces=None,
                actor=finance,
                at=AT,
            )

        assert refused.value.params == {"step": "公司高层审批", "department": "云岭重工"}
        assert not Route.objects.filter(document_kind=KIND).exists()

    @pytest.mark.rule("APR-03")
    def test_a_department_without_anybody_for_a_role_is_named(self, company, manager, finance):
        role = Role.objects.get(code="department_manager")
        step = StepDraft(name_zh="部门复核", who=WhoKind.ROLE_IN_DEPARTMENT, role_id=role.pk, mode=StepMode.ANY)

        with pytest.raises(services.StepWithoutPerson) as refused:
            services.save_route(
                kind=KIND, department_id=company.division.pk, steps=[step], replaces=None, actor=finance, at=AT
            )

        assert refused.value.params["department"] in {company.division.name, company.other.name}

    def test_a_department_with_a_nearer_route_is_not_asked(self, company, manager, finance):
        route(KIND, by_manager(), department=company.service)

        served = selectors.departments_served(kind=KIND, department_id=company.division.pk)

        assert {department.pk for department in served} == {company.division.pk, company.other.pk}

    @pytest.mark.rule("GEN-04")
    def test_of_two_editors_the_second_is_told(self, company, gm, finance):
        old = route(KIND, by_role("general_manager"))
        steps = [role_step("general_manager")]
        services.save_route(kind=KIND, department_id=None, steps=steps, replaces=old.pk, actor=finance, at=AT)

        with pytest.raises(services.RouteChanged):
            services.save_route(kind=KIND, department_id=None, steps=steps, replaces=old.pk, actor=finance, at=AT)

        assert Route.objects.filter(document_kind=KIND, retired_at__isnull=True).count() == 1

    def test_who_may_not_set_routes_is_refused(self, company, gm, manager):
        with pytest.raises(NotAllowed):
            services.save_route(
                kind=KIND, department_id=None, steps=[manager_step()], replaces=None, actor=actor_of(manager), at=AT
            )

    @pytest.mark.rule("APR-03")
    def test_a_route_is_not_given_up_where_the_one_above_has_nobody(self, company, manager, finance):
        role = Role.objects.get(code="deputy_manager")
        route(KIND, {"who": WhoKind.ROLE_IN_DEPARTMENT, "role": role, "name_zh": "副经理复核"})
        own = route(KIND, by_manager(), department=company.service)

        with pytest.raises(services.StepWithoutPerson) as refused:
            services.retire_route(route_id=own.pk, reason="统一流程", actor=finance, at=AT)

        own.refresh_from_db()
        assert refused.value.params == {"step": "副经理复核", "department": company.service.name}
        assert (own.retired_at, AuditEvent.objects.filter(code="approvals.route_retire").count()) == (None, 0)

    def test_a_department_gives_its_own_route_up(self, slips, company, owner, manager, gm, finance):
        route(KIND, by_role("general_manager"))
        own = route(KIND, by_manager(), department=company.service)

        services.retire_route(route_id=own.pk, reason="统一流程", actor=finance, at=AT)

        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
        case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
        assert waiting(case) == [gm]


@pytest.mark.django_db
@pytest.mark.rule("APR-03")
def test_the_shipped_routes_stand_after_migrating_and_are_not_brought_back():
    kinds = set(Route.objects.filter(is_shipped=True).values_list("document_kind", flat=True))
    assert kinds == {
        "budget", "budget_adjustment", "spend_request", "expense_claim", "expense_correction", "advance", "quote",
        "price_application", "credit_term", "guarantee", "corrective_action", "effect_report",
        "liability_report", "transfer_slip",
    }  # fmt: skip
    Route.objects.filter(document_kind="budget").update(retired_at=AT)

    shipped.install()

    assert Route.objects.filter(document_kind="budget").count() == 1
    assert RouteStep.objects.filter(route__document_kind="spend_request").count() == 5


@pytest.mark.django_db
class TestEditor:
    @pytest.fixture
    def desk(self, client, signed_in, finance_manager, slips):
        return signed_in(client, finance_manager)

    def form(self, *steps: dict, **more) -> dict:
        data = {"steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0", **more}
        for place, step in enumerate(steps):
            given = {"name_zh": f"步{place}", "who": "MANAGER", "mode": "ANY", "days_allowed": "2"} | step
            data |= {f"steps-{place}-{name}": value for name, value in given.items()}
        return data

    def test_the_list_shows_routes_in_words(self, desk, company):
        route(KIND, by_manager(), by_role("general_manager", amount_from=Decimal(200_000)))

        page = desk.get(reverse("approvals:route_list")).content.decode()

        assert "Slip" in page
        assert "200,000.00" in page

    def test_steps_are_added_moved_and_taken_out_without_saving(self, desk, company):
        kept = route(KIND, by_manager())
        url = reverse("approvals:route_edit", args=[kept.pk])
        two = self.form({"name_zh": "甲"}, {"name_zh": "乙"})

        moved = desk.post(url, {**two, "do": "down:0"}).context["formset"]
        added = desk.post(url, {**two, "do": "add"}).context["formset"]
        fewer = desk.post(url, {**two, "do": "remove:0"}).context["formset"]

        assert [form["name_zh"].value() for form in moved] == ["乙", "甲"]
        assert len(added.forms) == 3
        assert [form["name_zh"].value() for form in fewer] == ["乙"]
        assert Route.objects.filter(document_kind=KIND).count() == 1

    def test_saving_puts_a_new_version_in_use(self, desk, company, gm):
        kept = route(KIND, by_manager())
        gm_role = Role.objects.get(code="general_manager")

        answer = desk.post(
            reverse("approvals:route_edit", args=[kept.pk]),
            self.form(
                {"name_zh": "经理"},
                {
                    "name_zh": "总经理",
                    "who": "ROLE_IN_COMPANY",
                    "role": str(gm_role.pk),
                    "amount_from": "50,000",
                    "mode": "ALL",
                },
                do="save",
            ),
        )

        assert answer.status_code == 302
        new = Route.objects.get(document_kind=KIND, retired_at__isnull=True)
        last = new.steps.last()
        assert (new.version, last.amount_from, last.mode) == (2, Decimal("50000.00"), "ALL")

    @pytest.mark.rule("APR-03")
    def test_who_would_decide_is_tried_out_without_saving(self, desk, company, manager, gm):
        made = route(KIND, by_manager())
        gm_role = Role.objects.get(code="general_manager").pk
        sent = {
            "do": "try",
            "steps-TOTAL_FORMS": 2,
            "steps-INITIAL_FORMS": 0,
            **{f"steps-0-{k}": v for k, v in {"name_zh": "部门", "who": "MANAGER", "mode": "ANY", "days_allowed": 2}.items()},
            **{
                f"steps-1-{k}": v
                for k, v in {
                    "name_zh": "总经理", "who": "ROLE_IN_COMPANY", "role": gm_role, "mode": "ANY", "days_allowed": 2,
                    "amount_from": "10000",
                }.items()
            },
        }  # fmt: skip
        url = reverse("approvals:route_edit", args=[made.pk])

        small = desk.post(url, {**sent, "try-department": company.service.pk, "try-amount": "500"}).content.decode()
        large = desk.post(url, {**sent, "try-department": company.service.pk, "try-amount": "12,000"}).content.decode()
        nowhere = desk.post(url, sent)

        assert "马国强" in small
        assert "不需要：总经理" in small
        assert "陈立新" in large
        assert "不需要" not in large
        assert nowhere.status_code == 422
        assert Route.objects.filter(document_kind=KIND).count() == 1

    def test_a_role_step_without_its_role_is_sent_back(self, desk, company):
        kept = route(KIND, by_manager())

        answer = desk.post(
            reverse("approvals:route_edit", args=[kept.pk]), self.form({"who": "ROLE_IN_COMPANY"}, do="save")
        )

        assert answer.status_code == 422
        assert "role" in answer.context["formset"].forms[0].errors

    def test_the_refusal_stands_on_the_page(self, desk, company):
        expert = Role.objects.get(code="expert")
        kept = route(KIND, by_manager())

        answer = desk.post(
            reverse("approvals:route_edit", args=[kept.pk]),
            self.form({"name_zh": "专家会签", "who": "ROLE_IN_COMPANY", "role": str(expert.pk)}, do="save"),
        )

        assert answer.status_code == 409
        assert "专家会签" in answer.content.decode()

    def test_a_departments_route_begins_as_a_copy_of_the_one_above(self, desk, company, manager):
        route(KIND, by_manager(name_zh="上级的步骤"))
        url = reverse("approvals:route_create")

        begun = desk.get(url, {"kind": KIND}).context["formset"]
        refused = desk.post(f"{url}?kind={KIND}", self.form({}, kind=KIND, do="save"))
        made = desk.post(f"{url}?kind={KIND}", self.form({}, kind=KIND, department=str(company.service.pk), do="save"))

        assert [form["name_zh"].value() for form in begun] == ["上级的步骤"]
        assert refused.status_code == 422
        assert made.status_code == 302
        assert Route.objects.get(department=company.service).version == 1

    def test_a_departments_route_is_taken_out_of_use_with_a_reason(self, desk, company, manager):
        route(KIND, by_manager())
        own = route(KIND, by_manager(), department=company.service)
        url = reverse("approvals:route_retire", args=[own.pk])

        assert desk.post(url, {"reason": " "}).status_code == 422
        assert desk.post(url, {"reason": "统一流程"}).status_code == 302
        own.refresh_from_db()
        assert own.retired_at is not None

    @pytest.mark.parametrize("person", ["owner", "manager"])
    def test_others_do_not_see_the_editor(self, client, signed_in, person, request, company, slips):
        kept = route(KIND, by_manager())
        client = signed_in(client, request.getfixturevalue(person))

        assert client.get(reverse("approvals:route_list")).status_code == 403
        assert client.get(reverse("approvals:route_edit", args=[kept.pk])).status_code == 403
        assert client.get(reverse("approvals:route_create"), {"kind": KIND}).status_code == 403

    def test_a_mangled_form_is_the_editor_once_more(self, desk, company):
        kept = route(KIND, by_manager())
        url = reverse("approvals:route_edit", args=[kept.pk])

        for data in (
            {},
            {"steps-TOTAL_FORMS": "1"},
            {"steps-TOTAL_FORMS": "x"},
            {"steps-TOTAL_FORMS": "999", "do": "up:x"},
        ):
            assert desk.post(url, data).status_code in {200, 422}
        assert Route.objects.filter(document_kind=KIND).count() == 1


@pytest.mark.django_db
@pytest.mark.rule("APR-03")
def test_the_editor_offers_who_decides_on_something(client, signed_in, slips, company, finance_manager, manager, owner):
    desk = signed_in(client, finance_manager)
    employee, executive = (Role.objects.get(code=code).pk for code in ("employee", "executive"))
    made = route(KIND, by_role("employee"), by_manager())

    form = desk.get(reverse("approvals:route_edit", args=[made.pk])).content.decode()

    first, second = (form.partition(f'name="steps-{place}-role"')[2].partition("</select>")[0] for place in (0, 1))
    assert f'value="{employee}" selected' in first  # what a step names already stays
    assert f'value="{employee}"' not in second
    assert f'value="{executive}"' in second
    people = form.partition('name="steps-1-person"')[2].partition("</select>")[0]
    assert f'value="{manager.pk}"' in people
    assert f'value="{owner.pk}"' not in people
