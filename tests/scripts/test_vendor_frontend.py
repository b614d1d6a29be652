"""Front-end files as they are served."""

import gzip
import re
from pathlib import Path

import pytest

from scripts import vendor_frontend

ROOT = Path(__file__).resolve().parents[2]
STATIC_NAME = re.compile(r"""\{%\s*static\s+["']([^"']+)["']\s*%\}""")
ICON = re.compile(r"""\{%\s*icon\s+["']([^"']+)["']""")
DRAWING = '<!-- tags: [house] -->\n<svg\n  width="24"\n>\n  <path d="M5 12" />\n</svg>'


def test_a_copy_does_not_point_to_a_source_map(tmp_path):
    (tmp_path / "a.css").write_text("a{b:c}\n/*# sourceMappingURL=a.css.map */")
    (tmp_path / "a.js").write_text("run()\n//# sourceMappingURL=a.js.map")

    for name in ("a.css", "a.js"):
        vendor_frontend.copy_file(tmp_path / name, tmp_path / "served" / name)

    assert (tmp_path / "served/a.css").read_text() == "a{b:c}\n"
    assert (tmp_path / "served/a.js").read_text() == "run()\n"


def test_rules_that_look_through_the_page_for_navigation_bars_are_left_out():
    css = (
        "@media (min-width:1px){.page:has(> [class*=navbar-expand],.x) .a{b:c}.d{e:f}}"
        ".navbar-vertical:has(:focus-visible) a,.navbar:hover,.g:is(.h,.i){j:k}.alert:has(> .icon){l:m}"
    )

    kept = vendor_frontend.without_navbar_has(css)

    assert kept == "@media (min-width:1px){.d{e:f}}.navbar:hover,.g:is(.h,.i){j:k}.alert:has(> .icon){l:m}"


def test_the_served_style_sheet_has_none_of_them_and_is_whole():
    served = (ROOT / "static/vendor/tabler/tabler.min.css").read_text()

    assert not re.search(r"navbar[^{},]*:has\(|:has\([^{}]*navbar", served)
    assert served.count("{") == served.count("}")
    assert ".btn-primary" in served


def test_rules_for_classes_that_nobody_names_are_left_out():
    css = (
        ".btn,.carousel{a:b}.card:not(.carousel) .btn-sm{c:d}@media (min-width:1px){.carousel .btn{e:f}}"
        "@supports (x:y){@media print{.w-1\\.5{g:h}}}.text-red{i:j}@font-face{k:l}@keyframes in{0%{m:n}12.5%{o:p}}"
    )

    kept = vendor_frontend.only_used(
        css, vendor_frontend.words_of(['class="btn card btn-{{ size }}"', "'text-' + colour"])
    )

    assert kept == (
        ".btn{a:b}.card:not(.carousel) .btn-sm{c:d}.text-red{i:j}@font-face{k:l}@keyframes in{0%{m:n}12.5%{o:p}}"
    )


@pytest.mark.rule("QLT-08")
def test_the_served_styles_and_charts_are_what_pages_use_of_them():
    served = (ROOT / "static/vendor/tabler/tabler.min.css").read_text()
    charts = (ROOT / "static/vendor/echarts/charts.min.js").read_text()
    scripts = [path for path in (ROOT / "static/vendor").rglob("*.js") if path.name != "axe.min.js"]
    words = vendor_frontend.words_of(path.read_text() for path in (*vendor_frontend.sources(), *scripts))

    assert vendor_frontend.only_used(served, words) == served, "run scripts/vendor_frontend.py"
    assert len(gzip.compress(served.encode())) < 30 * 1024
    assert len(gzip.compress(charts.encode())) < 200 * 1024
    assert all(f".{name}" in served for name in ("btn-primary", "card-body", "form-control", "table"))


def test_a_package_that_is_not_installed_is_named(tmp_path):
    with pytest.raises(vendor_frontend.VendorError, match="@tabler/core"):
        vendor_frontend.copy_packages(modules=tmp_path, vendor=tmp_path / "served")


def test_icon_names_are_one_a_line():
    assert vendor_frontend.icon_names("# of the menu\nhome\n\nsearch # of the top bar\nhome\n") == ["home", "search"]


def test_the_sprite_draws_each_icon_once(tmp_path):
    (tmp_path / "home.svg").write_text(DRAWING)

    drawn = vendor_frontend.sprite(["home"], outline=tmp_path)

    assert drawn.count("<symbol") == 1
    assert 'id="home"' in drawn
    assert '<path d="M5 12" />' in drawn


def test_an_icon_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(vendor_frontend.VendorError, match="hovercraft"):
        vendor_frontend.sprite(["hovercraft"], outline=tmp_path)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def test_every_static_file_that_a_page_names_is_there():
    named = {name for path in templates() for name in STATIC_NAME.findall(path.read_text())}

    assert named
    assert sorted(name for name in named if not (ROOT / "static" / name).is_file()) == []


def test_every_icon_that_a_page_names_is_in_the_sprite():
    known = set(vendor_frontend.icon_names((ROOT / "static/icons.txt").read_text()))
    named = {name for path in templates() for name in ICON.findall(path.read_text())}

    assert named
    assert sorted(named - known) == []
