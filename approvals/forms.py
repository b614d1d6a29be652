"""The shape of what is typed when deciding and when setting routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals import registry, selectors
from approvals.choices import OPINIONS, Added, StepMode, Verdict, WhoKind
from approvals.models import Task
from approvals.registry import Facts
from approvals.selectors import DecidedFilter, InboxFilter
from approvals.services import StepDraft
from core import comments, kinds
from core.actors import Actor
from core.forms import MoneyField
from core.list_filters import FilterForm
from organization.forms import fields
from organization.forms.fields import DayField, ReasonField
from organization.models import Person, Role

MOST_AT_ONCE = 200
VERDICTS = [choice for choice in Verdict.choices if choice[0] != Verdict.BACK and choice[0] not in OPINIONS]
"""What a form for many can say; a return to an earlier step is a return that names the step."""

SAYS_WHY = {Verdict.RETURN, Verdict.REJECT, Verdict.REMARKS, Verdict.OBJECT}

MOST_REVIEWS = 6
"""How many departments a step's form offers places for (APR-06)."""


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please give a reason; it is kept with the document.")},
    )


class Decide(forms.Form):
    """One verdict on one document."""

    verdict = forms.ChoiceField(choices=[*VERDICTS, *((each.value, each.label) for each in OPINIONS)])
    version = forms.IntegerField(required=False)
    step = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, strip=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("verdict") in SAYS_WHY and not given.get("reason"):
            self.add_error("reason", _("Please give a reason; it is kept with the document."))
        return given


class MoveForm(forms.Form):
    """What a decider gives for a move other than a verdict. `task` is what waits for them."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "move-%s")
        super().__init__(*args, **kwargs)
        for name in {"person", "people"} & self.fields.keys():
            field = self.fields[name]
            empty = [] if isinstance(field, forms.ModelMultipleChoiceField) else [("", "—")]
            # Anybody can be sent, so that the refusal says why; only who fits is offered.
            field.choices = [*empty, *self.offered(task)]  # type: ignore[attr-defined]
            field.widget.attrs |= {"data-search": True, "data-none": _("Nobody of this name")}

    def offered(self, task: Task) -> list[tuple[int, str]]:
        """Whom the list of people offers."""
        people = selectors.people_to_bring_in(task, on=timezone.localdate())
        return [(person.pk, named_with_department(person)) for person in people]


class HandOver(MoveForm):
    """To whom a task goes, and why."""

    person = forms.ModelChoiceField(label=_("Hand over to"), queryset=Person.objects.all())
    reason = _reason()


class AddApprover(MoveForm):
    """Who decides before or after, and why."""

    people = forms.ModelMultipleChoiceField(label=_("Who decides too"), queryset=Person.objects.all())
    where = forms.ChoiceField(label=_("When"), choices=Added.choices, initial=Added.BEFORE, widget=forms.RadioSelect)
    mode = forms.ChoiceField(
        label=_("If several"),
        choices=[choice for choice in StepMode.choices if choice[0] in {StepMode.ALL, StepMode.ANY}],
        initial=StepMode.ALL,
        widget=forms.RadioSelect,
    )
    reason = _reason()


class Ask(MoveForm):
    """Who is asked what."""

    people = forms.ModelMultipleChoiceField(label=_("Ask whom"), queryset=Person.objects.all())
    text = forms.CharField(
        label=_("Question"),
        max_length=comments.LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write your question.")},
    )

    def offered(self, task: Task) -> list[tuple[int, str]]:
        """Those who see the document, its makers and deciders first."""
        people = selectors.people_to_ask(task, on=timezone.localdate())
        return [(person.pk, named_with_department(person)) for person in people]


class Delegate(forms.Form):
    """Who decides in one's place, when, on what (APR-07)."""

    delegate = forms.ModelChoiceField(
        label=_("Who decides in my place"),
        queryset=Person.objects.filter(is_active=True),
        help_text=_("Who leads a department or holds a role that decides, and does not prepare what you decide on."),
    )
    start_date = DayField(label=_("First day"), initial=timezone.localdate)
    end_date = DayField(
        label=_("First day back"), help_text=_("From this day on you decide yourself again; what is left comes back.")
    )
    document_kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of document"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every kind."),
    )
    amount_cap = MoneyField(
        label=_("Up to this amount"), required=False, min_value=0, help_text=_("What is larger stays with you.")
    )
    reason = ReasonField(max_length=500)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = selectors.people_to_delegate_to(actor, on=timezone.localdate())
        field = self.fields["delegate"]
        # Anybody can be sent, so that the refusal says why; only who fits is offered.
        field.choices = [("", "—"), *((person.pk, named_with_department(person)) for person in offered)]  # type: ignore[attr-defined]
        field.widget.attrs |= {"data-search": True, "data-none": _("Nobody of this name")}
        self.fields["document_kinds"].choices = kind_choices()  # type: ignore[attr-defined]


class EndDelegation(forms.Form):
    """Why a delegation ends before its day."""

    reason = ReasonField(max_length=500, required=False)


def kind_choices() -> list[tuple[str, str]]:
    """All kinds of document that are decided on, in words."""
    return [(code, str(kinds.get(code).label)) for code in registry.kinds()]


class Answer(forms.Form):
    """What somebody answers."""

    text = forms.CharField(max_length=comments.LONGEST, strip=True)


def named_with_department(person: Person) -> str:
    """A person as lists to choose from show them."""
    return f"{person.name} · {person.department.name}" if person.department else person.name


class DecideMany(forms.Form):
    """One verdict on several documents: tasks as `id:version`, ticked in the list."""

    verdict = forms.ChoiceField(choices=VERDICTS)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, strip=True)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.choices = [pair for text in data.getlist("task")[:MOST_AT_ONCE] if (pair := _pair(text)) is not None]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.choices:
            self.add_error(None, _("Tick at least one document."))
        refusing = given.get("verdict") in {Verdict.RETURN, Verdict.REJECT}
        if given.get("confirmed") and refusing and not given.get("reason"):
            self.add_error("reason", _("Please give a reason; it is kept with the document."))
        return given


class CategoryCodes(forms.MultipleChoiceField):
    """Codes of categories: the offered ones, and those a route kept after they were retired."""

    def valid_value(self, value: Any) -> bool:
        """Whether it could be a code; one nothing carries simply never applies."""
        return 0 < len(str(value)) <= 20 and str(value).replace(".", "").replace("-", "").isalnum()


class RouteStepForm(forms.Form):
    """One step of a route in the editor."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80, strip=True)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False, strip=True)
    who = forms.ChoiceField(label=_("Who decides"), choices=WhoKind.choices)
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all(), required=False, empty_label="—")
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.filter(is_active=True), required=False, empty_label="—"
    )
    mode = forms.ChoiceField(label=_("How many"), choices=StepMode.choices, initial=StepMode.ANY)
    days_allowed = forms.IntegerField(label=_("Working days allowed"), min_value=1, max_value=60, initial=2)
    amount_from = MoneyField(label=_("Amount from"), required=False, min_value=0)
    amount_below = MoneyField(label=_("Amount below"), required=False, min_value=0)
    category_codes = CategoryCodes(label=_("Only these categories"), required=False)
    needs_flag = forms.ChoiceField(label=_("Only when flagged"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flags = list(registry.flag_words().items())
        offered = registry.category_choices()
        known = {code for code, _label in offered}
        kept = [(code, code) for code in self["category_codes"].value() or () if code not in known]
        self.fields["needs_flag"].choices = [("", _("always")), *flags]  # type: ignore[attr-defined]
        self.fields["category_codes"].choices = [*offered, *kept]  # type: ignore[attr-defined]
        self.fields["category_codes"].widget.attrs["data-search"] = True
        # Anybody can be sent, so that the refusal says why; only who decides on something is offered.
        roles, people = selectors.to_name_in_routes(role=self["role"].value(), person=self["person"].value())
        self.fields["role"].choices = [("", "—"), *((role.pk, str(role)) for role in roles)]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "—"), *((one.pk, named_with_department(one)) for one in people)]  # type: ignore[attr-defined]
        self.fields["person"].widget.attrs |= {"data-search": True, "data-none": _("Nobody of this name")}
        departments = [("", "—"), *fields.departments()]
        for place in range(MOST_REVIEWS):
            self.fields[f"review_department_{place}"].choices = departments  # type: ignore[attr-defined]

    def review_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The places for departments that review, each with its question."""
        return [(self[f"review_department_{place}"], self[f"review_question_{place}"]) for place in range(MOST_REVIEWS)]

    def _reviews(self, given: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
        rows = ((given.get(f"review_department_{n}"), given.get(f"review_question_{n}")) for n in range(MOST_REVIEWS))
        return tuple((department, question or "") for department, question in rows if department)

    def _check_reviews(self, given: Mapping[str, Any]) -> None:
        """Departments with questions where they review, each once; a question needs its department."""
        seen: set[int] = set()
        for place in range(MOST_REVIEWS):
            department, question = given.get(f"review_department_{place}"), given.get(f"review_question_{place}")
            if department and not question:
                self.add_error(f"review_question_{place}", _("What is this department asked?"))
            if question and not department:
                self.add_error(f"review_department_{place}", _("Which department is asked this?"))
            if department in seen:
                self.add_error(f"review_department_{place}", _("Each department reviews once at a step."))
            seen |= {department} if department else set()
        if not seen and not self.errors:
            self.add_error("review_department_0", _("Name at least one department that reviews."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needs_role = given.get("who") in {WhoKind.ROLE_IN_DEPARTMENT, WhoKind.ROLE_IN_COMPANY}
        if needs_role and not given.get("role") and "role" not in self.errors:
            self.add_error("role", _("Choose the role that decides."))
        if given.get("who") == WhoKind.PERSON and not given.get("person") and "person" not in self.errors:
            self.add_error("person", _("Choose the person who decides."))
        if given.get("mode") == StepMode.REVIEW:
            self._check_reviews(given)
        start, end = given.get("amount_from"), given.get("amount_below")
        if start is not None and end is not None and end <= start:
            self.add_error("amount_below", _("This has to be more than “from”."))
        return given

    def draft(self) -> StepDraft:
        """The step as the service takes it; role or person only where the kind of step asks for one."""
        given = self.cleaned_data
        by_role = given["who"] in {WhoKind.ROLE_IN_DEPARTMENT, WhoKind.ROLE_IN_COMPANY}
        return StepDraft(
            name_zh=given["name_zh"],
            name_en=given["name_en"],
            who=given["who"],
            mode=given["mode"],
            role_id=given["role"].pk if by_role else None,
            person_id=given["person"].pk if given["who"] == WhoKind.PERSON else None,
            amount_from=given["amount_from"],
            amount_below=given["amount_below"],
            category_codes=tuple(given["category_codes"]),
            needs_flag=given["needs_flag"],
            days_allowed=given["days_allowed"],
            reviews=self._reviews(given) if given["mode"] == StepMode.REVIEW else (),
        )


for _place in range(MOST_REVIEWS):
    RouteStepForm.base_fields[f"review_department_{_place}"] = fields.IdField(label=_("Department"), required=False)
    RouteStepForm.base_fields[f"review_question_{_place}"] = forms.CharField(
        label=_("Question"), max_length=300, required=False, strip=True
    )

RouteStepFormSet = forms.formset_factory(RouteStepForm, extra=0, max_num=20, absolute_max=30, validate_max=True)


class TryRoute(forms.Form):
    """A document made up to see who would decide on it (APR-03). It stands in the route's own form, which is saved
    without it: the browser must not ask for its fields.
    """

    use_required_attribute = False
    department = fields.IdField(label=_("A document of"))
    amount = MoneyField(label=_("Amount"), required=False, min_value=0)
    flag = forms.ChoiceField(label=_("Flagged"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["prefix"] = "try"
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = fields.to_choose(fields.departments())  # type: ignore[attr-defined]
        self.fields["flag"].choices = [("", "—"), *registry.flag_words().items()]  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", "—"), *registry.category_choices()]  # type: ignore[attr-defined]

    def facts(self) -> Facts:
        """The document as the rules see it; nobody has made it."""
        given = self.cleaned_data
        return Facts(
            department_id=given["department"],
            makers=frozenset(),
            number="",
            title="",
            amount=given["amount"],
            currency="CNY",
            category_codes=frozenset({given["category"]} - {""}),
            flags=frozenset({given["flag"]} - {""}),
            document_version=0,
            fingerprint="",
            other_departments=frozenset(),
        )


class Measures(FilterForm):
    """Which rounds are measured (APR-13)."""

    kind = forms.ChoiceField(label=_("Kind of document"), required=False)
    department = fields.IdField(label=_("Department"), required=False)
    start = DayField(label=_("From"))
    until = DayField(label=_("Up to and with"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All kinds")), *kind_choices()]  # type: ignore[attr-defined]
        departments = [("", _("Whole company")), *fields.departments()]
        self.fields["department"].choices = departments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, until = given.get("start"), given.get("until")
        if start is not None and until is not None and until < start:
            self.add_error("until", _("This day lies before the first one."))
        return given


class Retire(forms.Form):
    """Why a department's own route is taken out of use."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, strip=True, widget=forms.Textarea(attrs={"rows": 2}))


def inbox_filter(query: Any) -> InboxFilter:
    """What of the inbox the address asks for; nonsense shows all."""
    kind = query.get("kind", "")
    return InboxFilter(
        kind=kind if kind in registry.kinds() else "",
        flagged=query.get("flagged") == "1",
        overdue=query.get("overdue") == "1",
        text=query.get("q", "").strip()[:100],
    )


def decided_filter(query: Any) -> DecidedFilter:
    """Which of one's decisions the address asks for; nonsense shows all."""
    kind, verdict = query.get("kind", ""), query.get("verdict", "")
    return DecidedFilter(
        kind=kind if kind in registry.kinds() else "",
        verdict=verdict if verdict in Verdict.values else "",
        text=query.get("q", "").replace("\x00", "").strip()[:100],
        sort=query.get("sort", ""),
    )


def _pair(text: str) -> tuple[int, int] | None:
    task, _colon, version = text.partition(":")
    if task.isascii() and task.isdigit() and version.isascii() and version.isdigit() and len(text) < 30:
        return int(task), int(version)
    return None
