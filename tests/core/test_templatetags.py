from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from core.components import Holder, Refusal, Step, TimelineEntry
from core.errors import DomainError, WayOut


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(source: str, **values: object) -> str:
    return Template("{% load shouhou %}" + source).render(Context(values))


def drawn_for(path: str, source: str, **values: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load shouhou %}" + source).render(RequestContext(request, values))


def test_figures_do_not_break_over_lines():
    assert drawn("{{ v|amount }}", v=Decimal(-5)) == '<span class="sh-num">\u22125.00</span>'


def test_an_icon_is_hidden_from_readers():
    html = drawn('{% icon "send" 16 %}')

    assert 'aria-hidden="true"' in html
    assert "icons.svg#send" in html
    assert 'width="16"' in html


def test_a_state_says_its_word():
    html = drawn('{% state_badge "RETURNED" %}')

    assert "sh-badge-warn" in html
    assert "Returned" in html
    assert "#arrow-back-up" in html


def test_a_documents_own_word_wins():
    class Claim:
        state = "SUBMITTED"

        def get_state_display(self) -> str:
            return "Waits for finance"

    html = drawn("{% state_badge claim %}", claim=Claim())

    assert "Waits for finance" in html
    assert "sh-badge-info" in html


def test_an_unknown_state_still_shows_its_code():
    assert "ODD" in drawn('{% state_badge "ODD" %}')


@pytest.mark.rule("GEN-05b")
@pytest.mark.parametrize(
    ("value", "income", "word", "tone"),
    [
        ("32.2", False, "32.20 U", "unf"),
        ("-5.4", False, "5.40 F", "fav"),
        ("32.2", True, "32.20 F", "fav"),
        ("-5.4", True, "5.40 U", "unf"),
        ("0.001", False, "0.00", "none"),
    ],
)
def test_a_difference_says_favourable_or_not(value, income, word, tone):
    html = drawn("{% signed_variance v income=income %}", v=Decimal(value), income=income)

    assert f">{word}<" in html
    assert f"sh-var-{tone}" in html


@pytest.mark.rule("GEN-05b")
def test_a_difference_without_a_budget_is_not_applicable():
    assert "n/a" in drawn('{% signed_variance None unit="percent" %}')


@pytest.mark.parametrize(
    ("share", "step"),
    [
        ("0.113", "sh-heat-unf-3"),
        ("0.1", "sh-heat-unf-3"),
        ("0.05", "sh-heat-unf-2"),
        ("0.02", "sh-heat-unf-1"),
        ("0.0199", "sh-heat-mid"),
        ("-0.124", "sh-heat-fav-3"),
        (None, ""),
    ],
)
def test_the_heat_map_has_seven_steps(share, step):
    assert drawn("{% heat_class v %}", v=share and Decimal(share)) == step


def test_a_warning_begins_at_ninety_per_cent():
    assert drawn("{% used_badge v %}", v=Decimal("0.899")) == ""
    assert "90.0% used" in drawn("{% used_badge v %}", v=Decimal("0.9"))


def test_a_budget_bar_tells_all_figures_to_readers():
    html = drawn('{% budget_bar spent="142310" held="21400" this="4494" budget="186000" label="Travel" %}')

    assert (
        'aria-label="Travel: Budget 186,000.00, Actual 142,310.00, Committed 21,400.00, This 4,494.00, Available 17,796.00"'
        in html
    )
    assert 'width="76.51%"' in html
    assert "style=" not in html


def test_a_short_budget_ends_in_the_missing_part():
    html = drawn('{% budget_bar spent="70" held="16" this="14" budget="90" figures=True %}')

    assert "Short 10.00" in html
    assert 'fill="url(#sh-cross)" x="90.00%"' in html
    assert "Left" not in html


def test_no_budget_is_an_empty_outline():
    html = drawn('{% budget_bar label="Promotion" %}')

    assert 'aria-label="Promotion: No budget"' in html
    assert "sh-bb-none" in html


def test_from_ninety_nine_per_cent_what_is_left_is_a_warning():
    html = drawn('{% budget_bar spent="99" budget="100" figures=True %}')

    assert "sh-bb-f-near" in html


def test_the_step_one_is_at_is_marked():
    html = drawn(
        "{% step_line steps %}", steps=[Step("Sent", "done"), Step("Finance", "now", "Wang Jing"), Step("Paid")]
    )

    assert html.count('aria-current="step"') == 1
    assert "Wang Jing" in html


def test_a_long_step_line_folds_what_is_past():
    steps = [Step(f"S{n}", "done") for n in range(8)] + [Step("Now", "now"), Step("End")]

    html = drawn("{% step_line steps %}", steps=steps)

    assert html.count("<li") == 8
    assert "3 steps done" in html


@pytest.mark.rule("GEN-05")
def test_an_event_says_on_whose_behalf():
    html = drawn(
        "{% timeline e %}", e=[TimelineEntry("Agreed", "Ma Guoqiang", on_behalf_of="Chen Lixin", detail="Fine")]
    )

    assert "Ma Guoqiang for Chen Lixin" in html


@pytest.mark.rule("GEN-13")
def test_pages_keep_the_filters():
    page = Paginator(range(95), 30).page(2)

    html = drawn_for("/?state=DRAFT&page=2", '{% pager page target="#table" %}', page=page)

    assert "31–60 of 95" in html
    assert 'href="?state=DRAFT&amp;page=3"' in html
    assert 'aria-current="page" data-pages="4">2<' in html


@pytest.mark.rule("GEN-13")
@pytest.mark.parametrize(
    ("path", "wanted", "direction"),
    [
        ("/", "sort=amount", ""),
        ("/?sort=amount", "sort=-amount", "ascending"),
        ("/?sort=-amount", "sort=amount", "descending"),
    ],
)
def test_a_head_sorts_the_other_way_the_second_time(path, wanted, direction):
    html = drawn_for(path, '{% sort_header "amount" "Amount" %}')

    assert f'href="?{wanted}"' in html
    assert (f'aria-sort="{direction}"' in html) is bool(direction)


class Trip(forms.Form):
    amount = forms.DecimalField(max_digits=18, decimal_places=2, help_text="With tax")
    purpose = forms.CharField()
    remark = forms.CharField(required=False)


@pytest.mark.rule("QLT-53")
def test_an_error_stays_beside_its_field_with_what_was_typed():
    html = drawn("{% form_field form.amount %}", form=Trip({"amount": "abc"}))

    assert 'value="abc"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount_help id_amount_error"' in html
    assert 'id="id_amount_error"' in html


def test_amounts_are_text_fields_that_show_thousands():
    html = drawn("{% form_field form.amount %}", form=Trip())

    assert 'type="text"' in html
    assert "data-money" in html
    assert "step=" not in html


def test_what_is_optional_is_said():
    assert "optional" in drawn("{% form_field form.remark %}", form=Trip())
    assert "optional" not in drawn("{% form_field form.purpose %}", form=Trip())


@pytest.mark.rule("QLT-53")
def test_several_errors_are_summed_up_with_links():
    html = drawn("{% error_summary form %}", form=Trip({"amount": "abc"}))

    assert "2 things to change" in html
    assert 'href="#id_amount"' in html
    assert 'href="#id_purpose"' in html


def test_an_error_of_no_field_is_shown():
    form = Trip({"amount": "1", "purpose": "x"})
    form.add_error(None, "The period is closed.")

    assert "The period is closed." in drawn("{% error_summary form %}", form=form)


def test_a_form_without_errors_has_no_summary():
    assert drawn("{% error_summary form %}", form=Trip()).strip() == ""


@pytest.mark.rule("LED-09")
def test_a_refusal_brings_its_way_out():
    refused = Refusal(
        title="Not enough budget.",
        text="Parts: asked 12,820.00, available 6,620.00.",
        short_amount=Decimal(6200),
        holders=[Holder("REQ-2026-0379", Decimal(38600), "/r/379/")],
        ways_out=[WayOut("Ask for 6,200.00 more", "/adjust/?short=6200")],
    )

    html = drawn("{% refusal r %}", r=refused)

    assert "6,200.00</span> is missing." in html
    assert 'href="/r/379/"' in html
    assert "38,600.00" in html
    assert 'href="/adjust/?short=6200"' in html


def test_any_domain_error_can_be_shown():
    class Closed(DomainError):
        text = "%(month)s is closed."

    assert "August is closed." in drawn("{% refusal e %}", e=Closed(month="August"))


@pytest.mark.rule("LED-09")
def test_what_the_sentence_says_is_not_said_twice():
    class Short(DomainError):
        text = "Parts: 6,200.00 is missing."

    assert drawn("{% refusal e %}", e=Short(short_amount="6200.00")).count("is missing") == 1


@pytest.mark.rule("QLT-53")
@pytest.mark.parametrize(
    ("name", "action", "head"),
    [
        ("claim_edit", "submit", "Not submitted."),
        ("claim_edit", "save", "Not saved."),
        ("claim_withdraw", "", "Not withdrawn."),
        ("import_apply", "", "Not imported."),
        ("role_grant", "", "Not granted."),
        ("question_ask", "", "Not asked."),
        ("menu", "", "This did not go through."),
    ],
)
def test_a_refusal_says_what_did_not_happen(name, action, head):
    request = RequestFactory().post("/", {"action": action})
    request.resolver_match = SimpleNamespace(url_name=name)

    html = drawn("{% refusal e %}", e=DomainError(), request=request)

    assert f"<b>{head}</b>" in html


def test_what_people_typed_is_escaped():
    assert "<script>" not in drawn("{% state_badge s label=l %}", s="DRAFT", l="<script>")
    assert "<script>" not in drawn("{% timeline e %}", e=[TimelineEntry("<script>", "<script>", detail="<script>")])
    assert "<script>" not in drawn("{% budget_bar label=l spent=1 budget=2 %}", l='"><script>')
