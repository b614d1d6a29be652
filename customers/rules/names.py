"""When two names are the same company's: what is compared is the name without its legal form, width, case, blanks and
marks (CUS-01, docs/rules/customers.md). Pure.
"""

from __future__ import annotations

import re
import unicodedata

from core import pinyin

CHINESE_FORMS = (
    "有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "总公司", "分公司",
    "公司", "集团",
)  # fmt: skip
FOREIGN_FORMS = frozenset(
    [
        "co",
        "company",
        "ltd",
        "limited",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "llc",
        "llp",
        "plc",
        "gmbh",
        "ag",
        "kg",
        "kgaa",
        "mbh",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "ab",
        "as",
        "oy",
        "pty",
        "pte",
        "pvt",
        "private",
        "sdn",
        "bhd",
        "ooo",
        "jsc",
        "pjsc",
        "zao",
        "oao",
        "ltda",
        "cv",
        "kk",
        "jv",
        "group",
        "holding",
        "holdings",
        "the",
        "and",
    ]
)
SHORTEST = 2
"""A name shorter than this, without its legal form, is compared whole."""
_MARKS = re.compile(r"[^\w\u3400-\u9fff]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TAX = re.compile(r"[^0-9A-Z]+")


def name_key(name: str) -> str:
    """A name as it is compared: 「沈阳恒通机械有限公司」 and 「沈阳恒通机械（有限公司）」 are both 沈阳恒通机械."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    if _HAN.search(plain):
        whole = _MARKS.sub("", plain).replace("_", "")
        return _without_form(whole)
    words = [word for word in _MARKS.sub(" ", plain.replace(".", "")).replace("_", " ").split() if word]
    kept = [word for word in words if word not in FOREIGN_FORMS]
    return "".join(kept or words)


def keys_of(name_zh: str, name_en: str) -> list[str]:
    """All a company is compared by: both names, and the Chinese one as pinyin for who writes it so."""
    keys = [name_key(name) for name in (name_zh, name_en) if name.strip()]
    if _HAN.search(name_zh):
        keys.append(pinyin.spelled(name_key(name_zh)))
    return sorted({key for key in keys if key})


def tax_key(number: str) -> str:
    """A tax number as it is compared: full width as half, capitals, no blanks or dashes."""
    return _TAX.sub("", unicodedata.normalize("NFKC", number).upper())


def _without_form(whole: str) -> str:
    for form in CHINESE_FORMS:
        if whole.endswith(form) and len(whole) - len(form) >= SHORTEST:
            return _without_form(whole[: -len(form)])
    return whole
