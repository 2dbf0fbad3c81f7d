"""The small marks that a list draws by the hundred: icons, badges, moments, limits.

They are put together here and not by templates: rendering a template costs ten times what one of these does.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from huiyin.lib.times import Translate, clock_words, due_words
from huiyin.lib.words import gettext_noop as _
from huiyin.web.kit import badges
from huiyin.web.kit.icons import drawings
from huiyin.web.kit.moments import due_state, past_words, percent_left
from huiyin.web.kit.shapes import Badge, Chip

HIDDEN = SafeString('aria-hidden="true"')
CURRENT = SafeString(' aria-current="true"')
NOTHING = SafeString("")
RING = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle class="track" cx="12" cy="12" r="9"/>'
    '<circle class="left" cx="12" cy="12" r="9" pathLength="100" stroke-dasharray="{} 100"/></svg>'
)


def put(shape: str, *values: object, **named: object) -> SafeString:
    """A piece of HTML with values in the places of its braces, escaped unless they are HTML themselves.

    What `format_html` does; that one asks of every value first whether it is a promise, two of five ms for fifty rows.
    """
    told = {name: _escaped(value) for name, value in named.items()}
    return SafeString(shape.format(*map(_escaped, values), **told))


def _escaped(value: object) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))


def translator() -> Translate:
    """How to say a moment in the language of this page. Chinese stands in the source: a list that says hundreds of
    moments asks no catalogue for them.
    """
    return str if get_language() == settings.LANGUAGE_CODE else gettext


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", *, big: bool = False) -> SafeString:
    """Draw one icon. Without a label it is decoration beside a word. Raises ValueError."""
    drawing = drawings().get(name)
    if drawing is None:
        raise ValueError(f"no icon is called {name!r}")
    kind = "icon big" if big else "icon"
    meaning = put('role="img" aria-label="{}"', label) if label else HIDDEN
    return put('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', kind, meaning, drawing)


def badge(word: str | Badge, icon_name: str = "info", tone: str = "") -> SafeString:
    """A word with its icon; also takes a ready Badge. Nothing for no word."""
    if isinstance(word, Badge):
        return badge(word.word, word.icon, word.tone)
    if not word:
        return NOTHING
    kind = f"badge tone-{tone}" if tone else "badge"
    return put('<span class="{}">{}{}</span>', kind, icon(icon_name), word)


def state_badge(state: str, audience: str = "staff") -> SafeString:
    """The state of a case, in the words of staff or (audience="resident") of its reporter."""
    return badge(badges.of_state(state, audience=audience))


def urgency_badge(urgency: str) -> SafeString:
    """加急 or 紧急; nothing for an ordinary matter."""
    made = badges.of_urgency(urgency)
    return badge(made) if made else NOTHING


def chip(
    url: str, label: str, *, is_on: bool = False, count: int | str | None = None
) -> SafeString:
    """A filter: a link that is on or off, with how many it would show."""
    is_current, check = (CURRENT, icon("check")) if is_on else (NOTHING, NOTHING)
    figure = NOTHING if count is None else put(' <span class="figures">{}</span>', count)
    return put('<a class="chip" href="{}"{}>{}{}{}</a>', url, is_current, check, label, figure)


def chips(filters: Iterable[Chip]) -> SafeString:
    """Filters in a row."""
    return SafeString(
        "".join(chip(each.url, each.label, is_on=each.is_on, count=each.count) for each in filters)
    )


def when(moment: datetime, now: datetime) -> SafeString:
    """A past or coming moment: 3 小时前，今天 09:12."""
    words = due_words(moment, now, gettext) if moment > now else past_words(moment, now)
    return _time(moment, words)


def clock(
    moment: datetime,
    now: datetime,
    translate: Translate,
    *,
    is_limit: bool = False,
    is_start: bool = False,
) -> SafeString:
    """A moment by day and clock alone, where space is short: 今天 09:12. is_limit: a due time, whose midnight is 24:00."""
    words = clock_words(moment, now, translate, is_limit=is_limit, is_start=is_start)
    return _time(moment, words)


def due(
    due_at: datetime,
    warn_at: datetime | None,
    now: datetime,
    translate: Translate,
    *,
    is_provisional: bool = False,
) -> SafeString:
    """Time left, as a ring and as words. warn_at: from when it is urgent (three quarters of the limit)."""
    state = due_state(due_at, warn_at, now)
    soon = translate(_("快到期：")) if state == "soon" else ""
    unsure = translate(_("（暂定）")) if is_provisional else ""
    words = f"{soon}{due_words(due_at, now, translate)}{unsure}"
    ring = put(RING, percent_left(due_at, warn_at, now))
    return put('<span class="due {}">{}{}</span>', state, ring, _time(due_at, words))


def paused() -> SafeString:
    """In the place of the time left, while the clock stands still."""
    return said("pause", gettext("时限已暂停"))


def said(icon_name: str, words: str) -> SafeString:
    """In the place of the time left, where none is."""
    return put('<span class="due">{}{}</span>', icon(icon_name), words)


def _time(moment: datetime, words: str) -> SafeString:
    return put('<time datetime="{}">{}</time>', moment.isoformat(), words)
