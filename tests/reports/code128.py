"""A reader of Code 128 for tests: the bars of a drawn page, and the number they say (PSL-35). It has the standard's own table,
not the drawing library's.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pypdf

WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122"
    "123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323"
    "131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131"
    "213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122"
    "141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112"
    "124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141"
    "411131211412211214211232"
)
SYMBOLS = [WIDTHS[at : at + 6] for at in range(0, len(WIDTHS), 6)]
"""What Code 128 says of bars and spaces, by value, as the standard has it: a reader of its own, not the one that draws."""
STOP, CODE_B, CODE_C, START_B, START_C = "2331112", 100, 99, 104, 105


def bars_on(sheet: pypdf.PageObject) -> list[tuple[float, float]]:
    """Place and width of each bar drawn on a page of the PDF, in points."""
    found = []

    def look(operator: bytes, given: list[Any], matrix: list[float], _text: list[float]) -> None:
        if operator == b"re":
            x, _y, width, height = (float(one) for one in given)
            if matrix[0] * width < abs(matrix[3] * height) / 2:  # bars stand upright; frames and grounds do not
                found.append((matrix[0] * x + matrix[4], matrix[0] * width))

    sheet.extract_text(visitor_operand_before=look)
    return sorted(found)


def read(bars: list[tuple[float, float]]) -> str:
    """The number the bars say; ValueError where they say none, or their check digit is wrong."""
    whole = bars[-1][0] + bars[-1][1] - bars[0][0]
    edges = [edge for place, width in bars for edge in (place, place + width)]
    steps = [after - before for before, after in pairwise(edges)]
    symbols = (len(steps) - 7) // 6
    module = whole / (symbols * 11 + 13)
    drawn = "".join(str(round(step / module)) for step in steps)
    if len(steps) != symbols * 6 + 7 or drawn[symbols * 6 :] != STOP:
        raise ValueError("no stop")
    values = [SYMBOLS.index(drawn[at * 6 : at * 6 + 6]) for at in range(symbols)]
    start, *inner, check = values
    if (start + sum(place * value for place, value in enumerate(inner, start=1))) % 103 != check:
        raise ValueError("the check digit is wrong")
    text, in_pairs = "", start == START_C
    for value in inner:
        if value in {CODE_B, CODE_C}:
            in_pairs = value == CODE_C
        else:
            text += f"{value:02}" if in_pairs else chr(value + 32)
    return text
