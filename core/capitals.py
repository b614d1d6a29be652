"""An amount in Chinese capitals (大写金额), as vouchers carry it so that no figure can be added to (GEN-11).

Written as the banks ask for it (支付结算办法, annex 1): digits and units in formal characters, 零 once for skipped
places, 整 after yuan or jiao, none after fen.
"""

from __future__ import annotations

from decimal import Decimal

from core.money import LARGEST, rounded

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capitals(amount: Decimal) -> str:
    """The amount in yuan, jiao and fen: 9,860.05 is 玖仟捌佰陆拾元零伍分.

    Raises ValueError for what no document carries.
    """
    exact = rounded(amount)
    if abs(exact) > LARGEST:
        raise ValueError("larger than any document carries")
    cents = int(abs(exact) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_whole(yuan)}元" if yuan else ""
    if jiao:
        # Where the yuan end in nought, the jiao are set off from them.
        text += f"{'零' if yuan and yuan % 10 == 0 else ''}{DIGITS[jiao]}角"
    if fen:
        text += f"{'零' if yuan and not jiao else ''}{DIGITS[fen]}分"
    else:
        text = f"{text or '零元'}整"
    return f"负{text}" if exact < 0 else text


def _whole(number: int) -> str:
    """A whole number above nought: groups of four digits, 零 between groups and places that are not adjacent."""
    groups = []
    while number:
        groups.append(number % 10_000)
        number //= 10_000
    text = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        if text and (group < 1000 or not groups[place + 1]):
            text += "零"
        text += _group(group) + _unit(place, groups)
    return text


def _unit(place: int, groups: list[int]) -> str:
    """万亿 is 万 before a group of 亿 that follows it: 壹万贰仟亿."""
    if place == 3 and groups[2]:
        return "万"
    return GROUPS[place]


def _group(group: int) -> str:
    text, skipped = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if not digit:
            skipped = True
            continue
        text += ("零" if skipped and text else "") + DIGITS[digit] + PLACES[place]
        skipped = False
    return text
