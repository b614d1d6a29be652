"""Chinese text is read as pypinyin reads it, with its phrases kept small (QLT-12, decision 0149)."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import pytest

from core import pinyin, readings

PHRASES = [entry["phrase"] for entry in readings._ENTRY.finditer(readings.FILE.read_text(encoding="utf-8"))]
WRITTEN = (
    "", "abc 12", "售后服务部", "重庆银行行长（长沙）", "A中B国，C", "〇一二", "行", "一行", "厦门大厦", "朝阳朝夕", "M2600 主轴返修",
    "曾国藩", "单于", "重重", "银行",
)  # fmt: skip


def as_the_library(texts):
    """What pypinyin says, with all its phrases, in a process of its own."""
    program = (
        "import json, sys, pypinyin\n"
        "assert pypinyin.constants.PHRASES_DICT\n"
        "print(json.dumps([pypinyin.lazy_pinyin(text) for text in json.load(sys.stdin)]))"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYPINYIN")}
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(texts), env=plain, text=True, capture_output=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.rule("QLT-12")
def test_every_phrase_and_what_stands_between_them_is_read_as_the_library_reads_it():
    chance = random.Random(12)
    mixed = ["".join(chance.choice(phrase) for phrase in chance.sample(PHRASES, 6)) for _ in range(2_000)]
    joined = ["".join(chance.sample(PHRASES, 2)) for _ in range(2_000)]
    texts = [*WRITTEN, *PHRASES, *mixed, *joined]

    differ = [
        (text, read, expected)
        for text, expected in zip(texts, as_the_library(texts), strict=True)
        if (read := readings.readings_of(text)) != expected
    ]

    assert len(PHRASES) > 40_000
    assert differ == []


@pytest.mark.rule("QLT-12")
def test_the_phrases_take_little_room():
    table = readings._phrases()
    strings = (table._phrases, table._readings)

    taken = sum(sys.getsizeof(one._text) + sys.getsizeof(one._ends) for one in strings) + sys.getsizeof(table._firsts)

    assert taken < 4 * 1024 * 1024


def test_a_name_is_found_by_every_reading_of_its_first_character():
    assert pinyin.fits("zgf", "曾国藩")
    assert pinyin.fits("cgf", "曾国藩")
    assert pinyin.fits("chongqing", "重庆")
    assert not pinyin.fits("zhongqing", "重庆")
