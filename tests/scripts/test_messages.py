"""Translations: found in the sources, checked, merged."""

import gettext

import polib
import pytest

from scripts import messages

PAGE = """{% load i18n %}
<p class="it's">{% translate "Year" %}</p>
  {% blocktranslate trimmed count n=3 %}
    {{ n }} line
  {% plural %}
    {{ n }} lines
  {% endblocktranslate %}
{% translate "Open" context "a claim" %} {{ a|default:_("none") }}
"""
MODULE = """
from django.utils.translation import gettext_lazy as _, ngettext
first = _("Only %(left)s is left.")
second = ngettext("%(n)d day", "%(n)d days", 3)
"""


@pytest.fixture
def project(tmp_path):
    """Two sources: one page of budgets, one module of core."""
    (tmp_path / "core").mkdir()
    (tmp_path / "core/errors.py").write_text(MODULE)
    (tmp_path / "templates/budgets").mkdir(parents=True)
    (tmp_path / "templates/budgets/list.html").write_text(PAGE)
    return tmp_path


def catalogue(project, area, *entries):
    folder = messages.catalogue_folder(project, "zh_Hans")
    folder.mkdir(parents=True, exist_ok=True)
    written = polib.POFile()
    written.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    written.extend(entries)
    written.save(str(folder / f"{area}.po"))


def test_texts_are_found_in_modules_and_templates_with_their_area(project):
    found = messages.sources(project)

    assert {key: message.area for key, message in found.items()} == {
        (None, "Only %(left)s is left."): "core",
        (None, "%(n)d day"): "core",
        (None, "Year"): "budgets",
        (None, "%(n)s line"): "budgets",
        ("a claim", "Open"): "budgets",
        (None, "none"): "budgets",
    }
    assert found[None, "%(n)s line"].plural == "%(n)s lines"


def test_extracting_puts_each_text_into_the_catalogue_of_its_app_once(project):
    wanted = messages.sources(project).values()

    assert messages.add_missing(project, "zh_Hans", wanted) == 6
    assert messages.add_missing(project, "zh_Hans", wanted) == 0

    kinds = {line.split(": ")[1] for line in messages.check(project)}
    assert kinds == {"untranslated"}
    assert sorted(messages.catalogues(messages.catalogue_folder(project, "zh_Hans"))) == ["budgets", "core"]


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (polib.POEntry(msgid="Year", msgstr=""), "untranslated"),
        (polib.POEntry(msgid="Year", msgstr="年度", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="Gone", msgstr="没了"), "unused"),
        (polib.POEntry(msgid="Only %(left)s is left.", msgstr="仅剩。"), "other placeholders"),
        (polib.POEntry(msgid="Only %(left)s is left.", msgstr="仅剩 %(rest)s。"), "other placeholders"),
        (polib.POEntry(msgid="%(n)d day", msgstr="%(n)d 天"), "plural missing"),
    ],
)
def test_the_check_names_what_is_wrong(project, entry, kind):
    catalogue(project, "core", entry)

    assert any(f": {kind}: {entry.msgid!r}" in line for line in messages.check(project))


def test_two_areas_may_not_translate_one_text_differently(project):
    catalogue(project, "core", polib.POEntry(msgid="Year", msgstr="年度"))
    catalogue(project, "budgets", polib.POEntry(msgid="Year", msgstr="年份"))

    assert any("contradictory" in line for line in messages.check(project))


def test_pruning_drops_only_what_nothing_uses(project):
    catalogue(project, "core", polib.POEntry(msgid="Year", msgstr="年度"), polib.POEntry(msgid="Gone", msgstr="没了"))

    assert messages.prune(project, "zh_Hans") == 1

    (kept,) = messages.catalogues(messages.catalogue_folder(project, "zh_Hans"))["core"]
    assert kept.msgid == "Year"


def test_the_compiled_catalogue_holds_every_translated_text(project):
    catalogue(
        project, "core", polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "%(n)d 天"})
    )
    catalogue(project, "budgets", polib.POEntry(msgid="Open", msgctxt="a claim", msgstr="未结"))
    folder = messages.catalogue_folder(project, "zh_Hans")

    assert messages.compile_language(folder, plural_forms="nplurals=1; plural=0;") == 2

    with (folder / "django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)
    assert read.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d 天"
    assert read.pgettext("a claim", "Open") == "未结"
