"""One search box finds documents by everything they are known by, within what one sees (GEN-12)."""

from __future__ import annotations

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import attachments, comments, search, search_index, search_terms
from core.models import SearchEntry, SearchMark
from core.search import Question
from core.templatetags.search import marked
from expenses.models import Claim
from organization.models import Department
from tests.factories import budgets as money
from tests.factories import expenses as make

pytestmark = [pytest.mark.rule("GEN-12")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def travel(company, today):
    money.open_year(today.year)
    category = money.leaf_category(name_zh="差旅费", name_en="Travel")
    money.appropriate(company.service, category, {1: "90000.00"})
    return category


@pytest.fixture
def claim(owner, travel, today):
    """陈志强's claim of a repair in 沈阳, submitted."""
    line = make.claim_line(
        travel, "860.00", description="高铁票 沈阳", supplier="中国铁路沈阳局", invoice_number="25312000000012345678",
        expense_date=today,
    )  # fmt: skip
    return make.submitted_claim(owner, line, title="机床大修现场服务", purpose="客户急修", at=timezone.now())


def found(person, words, actor_of, **more):
    """The ids found, by kind, where there are any."""
    by_kind = search.found(actor_of(person), Question(words, **more), enough=5)
    ids = {kind: list(one.rows.values_list("subject_id", flat=True)) for kind, one in by_kind.items()}
    return {kind: those for kind, those in ids.items() if those}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "机床", "大修现场", "床", "沈阳局", "铁路 高铁", "客户急修", "陈志强", "czq", "chenzhiqiang", "差旅费", "clf", "chailv",
        "Travel", "12345678", "jcdx", "jichuang", "dxxc", "机床 clf", "２５３１２", "EXP",
    ],
)  # fmt: skip
def test_a_document_is_found_by_its_words_people_categories_and_their_pinyin(words, claim, owner, actor_of):
    assert found(owner, words, actor_of) == {"expense_claim": [claim.pk]}


@pytest.mark.django_db
def test_a_document_is_found_by_its_number_and_parts_of_it(claim, owner, actor_of):
    number = str(Claim.objects.get(pk=claim.pk).number)
    kind, year, last = number.split("-")

    for words in (
        number,
        number.lower(),
        last,
        last[1:],
        f"{kind}{int(last)}",
        f"{kind}{year}{last}",
        f"{year}-{last}",
    ):
        assert found(owner, words, actor_of) == {"expense_claim": [claim.pk]}, words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["车床", "机修", "czw", "机床 北京", "EXP-1999-0001", "机zz", "' | 'a", "%", "@p1", "~", ""]
)
def test_what_a_document_does_not_say_does_not_find_it(words, claim, owner, actor_of):
    assert found(owner, words, actor_of) == {}


@pytest.mark.django_db
def test_files_and_remarks_are_found_and_files_taken_off_no_more(owner, travel, today, actor_of, claim):
    draft = make.draft_claim(owner, make.claim_line(travel, expense_date=today), title="草稿", at=timezone.now())
    person, at = actor_of(owner), timezone.now()
    comments.comment(kind=Claim.kind, document_id=draft.pk, text="请补充验收单", actor=person, at=at)
    file = attachments.attach(
        kind=Claim.kind, document_id=draft.pk, file=SimpleUploadedFile("运单.pdf", PDF), name="运单 2026.pdf",
        actor=person, at=at,
    )  # fmt: skip

    for words in ("验收单", "运单"):
        assert found(owner, words, actor_of) == {"expense_claim": [draft.pk]}
    attachments.remove(attachment_id=file.pk, actor=person, at=at)
    assert found(owner, "运单", actor_of) == {}


@pytest.mark.django_db
def test_nobody_finds_what_they_may_not_see(claim, owner, manager, outsider, finance_officer, actor_of):
    assert found(outsider, "机床", actor_of) == {}
    assert search.top(actor_of(outsider), "机床", limit=5) == []
    for person in (owner, manager, finance_officer):
        assert found(person, "机床", actor_of) == {"expense_claim": [claim.pk]}


@pytest.mark.django_db
def test_a_new_name_of_a_department_finds_its_documents_at_once(claim, owner, actor_of):
    assert found(owner, "售后", actor_of) == {"expense_claim": [claim.pk]}

    Department.objects.filter(pk=claim.department_id).update(name_zh="客户保障部")

    assert found(owner, "客户保障", actor_of) == {"expense_claim": [claim.pk]}
    assert found(owner, "售后服务部", actor_of) == {}


@pytest.mark.django_db
def test_a_change_past_the_application_is_found_and_an_unimportant_one_costs_nothing(claim, owner, actor_of):
    found(owner, "机床", actor_of)
    assert not SearchMark.objects.exists()

    Claim.objects.filter(pk=claim.pk).update(version=7)
    assert not SearchMark.objects.exists()
    Claim.objects.filter(pk=claim.pk).update(title="磨床保养")

    assert found(owner, "磨床", actor_of) == {"expense_claim": [claim.pk]}
    assert found(owner, "机床", actor_of) == {}


@pytest.mark.django_db
def test_a_draft_that_goes_is_found_no_more(owner, travel, today, actor_of):
    draft = make.draft_claim(owner, make.claim_line(travel, expense_date=today), title="临时", at=timezone.now())
    assert found(owner, "临时", actor_of) == {"expense_claim": [draft.pk]}

    draft.delete()

    assert found(owner, "临时", actor_of) == {}
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db
def test_results_are_narrowed_by_kind_department_and_days(claim, owner, today, actor_of, company):
    assert found(owner, "机床", actor_of, kind="spend_request") == {}
    assert found(owner, "机床", actor_of, department_id=company.service.pk) == {"expense_claim": [claim.pk]}
    assert found(owner, "机床", actor_of, department_id=company.other.pk) == {}
    assert found(owner, "机床", actor_of, since=today) == {"expense_claim": [claim.pk]}
    assert found(owner, "机床", actor_of, until=today - timezone.timedelta(days=2)) == {}


@pytest.mark.django_db
def test_the_document_so_numbered_stands_alone(owner, travel, today, actor_of, claim):
    number = str(Claim.objects.get(pk=claim.pk).number)
    for place in range(6):
        line = make.claim_line(travel, expense_date=today)
        make.draft_claim(owner, line, title=f"冲抵 {number} 第 {place} 次", at=timezone.now())

    for typed in (number, number.lower(), f" {number}"):
        best = search.top(actor_of(owner), typed, limit=3)
        assert [one.document_id for one in best] == [claim.pk]
    assert found(owner, number, actor_of) == {"expense_claim": [claim.pk]}
    assert list(search.ids_fitting("expense_claim", number)) == [claim.pk]
    assert len(search.top(actor_of(owner), f"{number} 冲抵", limit=9)) == 6, "with another word it is a search"


@pytest.mark.django_db
@pytest.mark.rule("GEN-10", "GEN-12")
def test_a_number_one_does_not_see_is_only_a_word(owner, outsider, travel, today, actor_of, claim):
    number = str(Claim.objects.get(pk=claim.pk).number)
    mine = make.draft_claim(
        outsider, make.claim_line(travel, expense_date=today), title=f"接 {number}", at=timezone.now()
    )

    assert found(outsider, number, actor_of) == {"expense_claim": [mine.pk]}


@pytest.mark.django_db
@pytest.mark.rule("GEN-10", "GEN-12")
def test_a_number_one_does_not_see_finds_no_look_alikes(owner, outsider, travel, today, actor_of, claim):
    number = str(Claim.objects.get(pk=claim.pk).number)
    kind, year, last = number.split("-")
    for title in (f"{number}9", f"{kind} {year} {last} 号", f"{kind}-{year}-0999 与 {last} 0998"):
        make.draft_claim(outsider, make.claim_line(travel, expense_date=today), title=title, at=timezone.now())

    assert found(outsider, number, actor_of) == {}
    assert found(outsider, f"{kind}-{year}-0998", actor_of) == {}, "whether there is one or not"
    assert found(outsider, f"{kind}-{year}-099", actor_of) != {}, "it is still being typed"
    assert len(found(outsider, number.replace("-", " "), actor_of)["expense_claim"]) == 3, "words are words"
    assert search.top(actor_of(outsider), number, limit=9) == []
    assert found(owner, number, actor_of, until=today - timezone.timedelta(days=2)) == {}
    assert found(owner, number, actor_of, department_id=claim.department_id) == {"expense_claim": [claim.pk]}


@pytest.mark.django_db
def test_a_rebuild_makes_everything_anew(claim, owner, actor_of, capsys):
    found(owner, "机床", actor_of)
    SearchEntry.objects.update(title="", text="", terms="")
    SearchEntry.objects.create(subject_kind="expense_claim", subject_id=10**9, terms="", at=timezone.now())

    call_command("rebuild_search", "--kind", "expense_claim")

    assert found(owner, "机床", actor_of) == {"expense_claim": [claim.pk]}
    assert not SearchEntry.objects.filter(subject_id=10**9).exists()
    assert "expense_claim: 1" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_page_groups_marks_and_leads_on(client, claim, owner, outsider, signed_in):
    page = signed_in(client, owner).get(reverse("core:search"), {"q": "机床 czq"}).content.decode()
    assert "<mark>机床</mark>大修现场服务" in page
    assert "费用报销" in page
    assert reverse("expenses:claim_detail", args=[claim.pk]) in page
    one_kind = client.get(reverse("core:search"), {"q": "机床", "kind": "expense_claim", "page": "1"})
    assert "1–1" in one_kind.content.decode()

    assert "没有找到" in signed_in(client, outsider).get(reverse("core:search"), {"q": "机床"}).content.decode()
    assert "您要找什么" in client.get(reverse("core:search")).content.decode()
    for strange in ("'", "\\", "a" * 500, "(((", "&|!", "：", "%s"):
        assert client.get(reverse("core:search"), {"q": strange, "kind": "x", "since": "soon"}).status_code == 200


@pytest.mark.django_db
def test_the_palette_shows_documents_by_kind_and_what_one_worked_on_lately(client, claim, owner, outsider, signed_in):
    typed = signed_in(client, owner).get(reverse("core:palette"), {"q": "jcdx"}, headers={"HX-Request": "true"})
    assert "机床大修现场服务" in typed.content.decode()
    assert reverse("core:search") in typed.content.decode()
    at_first = client.get(reverse("core:palette"), headers={"HX-Request": "true"}).content.decode()
    assert "最近处理" in at_first
    assert "机床大修现场服务" in at_first

    theirs = signed_in(client, outsider).get(reverse("core:palette"), {"q": "jcdx"}).content.decode()
    assert "机床大修现场服务" not in theirs


def test_marking_never_lets_markup_through():
    assert (
        marked("<b>机床</b> & 大修", "机床 b")
        == "&lt;<mark>b</mark>&gt;<mark>机床</mark>&lt;/<mark>b</mark>&gt; &amp; 大修"
    )
    assert marked("<i>", "") == "&lt;i&gt;"


def test_terms_stay_few_and_short():
    terms = search_terms.terms_of("设备" * 500, "x" * 5000, "12345678901234567890")

    assert max(map(len, terms)) <= search_terms.LONGEST_TERM
    assert len(terms) < 80
    assert len(search_terms.pinyin_terms("重庆" * 300)) < 200


@pytest.mark.django_db
def test_more_documents_cost_no_more_statements(owner, travel, today, actor_of, claim, django_assert_max_num_queries):
    person = actor_of(owner)
    search.top(person, "差旅", limit=5)
    with django_assert_max_num_queries(40) as few:
        search.top(person, "差旅", limit=5)
    for place in range(5):
        make.draft_claim(owner, make.claim_line(travel, expense_date=today), title=f"出差 {place}", at=timezone.now())
    search_index.refresh_all()
    with django_assert_max_num_queries(40) as many:
        search.top(person, "差旅", limit=5)

    assert len(few) == len(many)


@pytest.mark.rule("QLT-05")
@pytest.mark.django_db
def test_words_that_stand_in_many_documents_are_found_among_the_latest_alone(
    owner, outsider, travel, today, actor_of, claim, monkeypatch
):
    for place in range(6):
        make.draft_claim(owner, make.claim_line(travel, expense_date=today), title=f"出差 {place}", at=timezone.now())
    latest = list(Claim.objects.order_by("-pk").values_list("pk", flat=True))
    monkeypatch.setattr(search, "COMMON", 2.0)

    def asked(person, words, enough, within=4):
        one = search.found(actor_of(person), Question(words), enough=enough, within=within)[Claim.kind]
        return list(one.rows.values_list("subject_id", flat=True)), one.is_cut

    assert asked(owner, "出差", 3) == (latest[:4], True)
    assert asked(owner, "出差", 5) == (latest[:6], False)  # too few among the latest four: the index knows all
    assert asked(owner, "机床", 1) == ([claim.pk], False)  # older than those looked through
    assert asked(owner, "出差", 5, within=20) == (latest[:6], False)  # all are looked through
    assert asked(outsider, "出差", 3) == ([], True)
    monkeypatch.setattr(search, "MOST_MATCHES", 5)
    assert asked(owner, "出差", 5) == (latest[:4], True)
    assert asked(owner, "机床", 1) == ([claim.pk], False)


@pytest.mark.rule("QLT-05")
@pytest.mark.django_db
def test_the_index_is_not_asked_for_common_words(owner, travel, today, actor_of, claim, monkeypatch):
    for place in range(3):
        make.draft_claim(owner, make.claim_line(travel, expense_date=today), title=f"出差 {place}", at=timezone.now())
    monkeypatch.setattr(search, "_matching", None)

    one = search.found(actor_of(owner), Question("出差"), enough=9, within=2)[Claim.kind]

    assert (one.rows.count(), one.is_cut) == (2, True)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("主轴返", "('主轴' & '轴返')"),
        ("轴", "('轴':*)"),
        ("第17机械", "('第' & '17' & '机械')"),
        ("pump", "(('pump':* | '~pump':*))"),
        ("EXP-2026-0100", "('exp20260100':* | (('exp' | '~exp':*) & '2026' & '0100':*))"),
    ],
)
def test_only_what_may_go_on_is_asked_for_by_its_beginning(words, asked):
    assert search_terms.question(words) == f"({asked})"


# --- Two at once


@pytest.mark.django_db(transaction=True)
def test_a_change_committed_while_entries_are_made_is_never_lost(company, owner, today, actor_of):
    """The maker of entries has read nothing of a change that is not committed yet; the mark of it stays for the next."""
    money.open_year(today.year)
    category = money.leaf_category(name_zh="差旅费")
    draft = make.draft_claim(owner, make.claim_line(category, expense_date=today), title="旧题", at=timezone.now())
    search_index.refresh_all()
    changed, made = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                Claim.objects.filter(pk=draft.pk).update(title="新题")
                changed.set()
                made.wait(10)
        finally:
            connection.close()

    rival = threading.Thread(target=change)
    rival.start()
    assert changed.wait(10)
    SearchMark.objects.create(subject_kind=Claim.kind, subject_id=draft.pk)
    search_index.refresh_all()
    assert SearchEntry.objects.get(subject_id=draft.pk).title == "旧题"
    made.set()
    rival.join()

    assert found(owner, "新题", actor_of) == {"expense_claim": [draft.pk]}
    assert found(owner, "旧题", actor_of) == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_entries_the_later_reading_stays(company, owner, today, actor_of):
    """The lock is held from reading to writing: without it the second, who reads the newer title, could write first."""
    money.open_year(today.year)
    category = money.leaf_category(name_zh="差旅费")
    draft = make.draft_claim(owner, make.claim_line(category, expense_date=today), title="旧题", at=timezone.now())
    second_done = threading.Event()

    def second() -> None:
        try:
            search_index.refresh_all()
        finally:
            second_done.set()
            connection.close()

    with transaction.atomic():
        search_index.refresh(limit=10)
        rival = threading.Thread(target=second)
        SearchMark.objects.create(subject_kind=Claim.kind, subject_id=draft.pk)
        rival.start()
    rival.join(10)

    assert second_done.is_set()
    assert SearchEntry.objects.get(subject_id=draft.pk).title == "旧题"


def test_every_kind_that_is_searched_marks_its_documents():
    """A kind added later has a trigger on its table, or what changes would never be found."""
    from core import kinds

    for source in search_index.sources().values():
        names = {trigger.name for trigger in kinds.get(source.kind).model._meta.triggers}
        assert "marks_search" in names, source.kind
    assert set(search_index.sources()) == {kind.code for kind in kinds.registered()}
