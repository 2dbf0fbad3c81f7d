"""What people write, made safe to keep and to show beside other people's words."""

import re
import unicodedata

LONGEST = 5_000
_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
# They turn the direction of everything after them, or hide a file's real name: never needed in talk.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP_ISOLATE = "\u2069"
# control, lone half of a pair, not a character; a format character stays, emoji are joined by one
_REMOVED = frozenset({"Cc", "Cs"})
# Chinese, full-width signs and printable ASCII on one line: already composed, and nothing in it is to be taken out
_PLAIN = re.compile("[ -~\u4e00-\u9fff\u3000-\u3011\uff01-\uff5e“”‘’…—]*")
# show nothing by themselves: words made of these alone are no words
_BLANK = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc", "Cn"})


def normalise(text: str) -> str:
    """Return `text` as it is kept: composed (NFC), without control characters except the newline, without
    overrides of direction, isolates of direction closed on their line, no blank ends.

    Twice is the same as once. Words that would show nothing become the empty text.
    """
    return text.strip() if _PLAIN.fullmatch(text) else _normalise(text)


def _normalise(text: str) -> str:
    for end, newline in _LINE_ENDS.items():
        text = text.replace(end, newline)
    kept = "".join(_kept(character) for character in text)
    lines = [_close_isolates(line) for line in unicodedata.normalize("NFC", kept).split("\n")]
    whole = "\n".join(lines).strip()
    return whole if _shows_something(whole) else ""


def _kept(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    if character in _OVERRIDES or character == "\ufeff" or _is_no_character(character):
        return ""
    return "" if unicodedata.category(character) in _REMOVED else character


def _is_no_character(character: str) -> bool:
    point = ord(character)
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _close_isolates(line: str) -> str:
    """A line may not turn the direction of the next one: what it opens it closes, nothing else is closed."""
    opened = 0
    kept: list[str] = []
    for character in line.strip(" "):
        if character in _ISOLATES:
            opened += 1
        elif character == _POP_ISOLATE:
            if not opened:
                continue
            opened -= 1
        kept.append(character)
    # what stood before a blank may have gone
    return "".join(kept).strip(" ") + _POP_ISOLATE * opened


def _shows_something(text: str) -> bool:
    return any(unicodedata.category(character) not in _BLANK for character in text)


def excerpt(text: str, length: int = 60) -> str:
    """The beginning of words on one line, for a quotation or a list."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
