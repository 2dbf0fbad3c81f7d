"""One spelling for what is written in many: full-width and Chinese numerals, dashes, spaces, capitals."""

import re
from unicodedata import normalize

DIGITS = dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)) | {"两": 2, "幺": 1}
TENS = {"十": 10, "百": 100, "千": 1000}
SPOKEN = {"廿": "二十", "卅": "三十"} | dict(
    zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True)
)
_NUMERAL = re.compile(f"[{''.join(DIGITS)}{''.join(TENS)}]+")
_BETWEEN = r"(?<=[0-9a-z#])\s*[-‐‑‒–—―~_/\\.·・]+\s*(?=[0-9a-z])"
_DASH = re.compile(_BETWEEN)
_NUMBER_SIGN = re.compile(r"no\.?\s*(?=[0-9])")
_GAP = re.compile(r"(?<=[0-9])\s+(?=[0-9])")


def fold(text: str) -> str:
    """The text in one spelling: `３＃  二单元 五〇一` becomes `3#2单元501`. Names and what is searched for fold alike."""
    plain = _NUMBER_SIGN.sub("", normalize("NFKC", text).lower())
    for word, spelled in SPOKEN.items():
        plain = plain.replace(word, spelled)
    counted = _NUMERAL.sub(lambda run: _number(run[0]), plain)
    dashed = _DASH.sub("-", counted)
    return "".join(_GAP.sub("-", dashed).split())


def _number(run: str) -> str:
    """十七 is 17, 五零一 is 501; 百 and 千 without a number before them are part of a name."""
    if not any(sign in TENS for sign in run):
        return "".join(str(DIGITS[sign]) for sign in run)
    if run[0] in "百千":
        return run
    return str(_value(run))


def _value(run: str) -> int:
    """Of a numeral with places: 一百二十三, 十七, 一百零三. The figures behind the last place count as they stand."""
    total, digits = 0, ""
    for sign in run:
        if sign in TENS:
            total += int(digits or "1") * TENS[sign]
            digits = ""
        else:
            digits += str(DIGITS[sign])
    return total + int(digits or "0")
