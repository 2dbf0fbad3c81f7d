"""Words of sign-in for templates: {% load kit_door %}."""

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext

from huiyin.sign_in.rules import Factor, Kind, Way, device_words

if TYPE_CHECKING:
    from huiyin.sign_in.models import HistoryLine

register = template.Library()
SECOND = "+second"


@register.simple_tag
def device(kept: str) -> str:
    """微信 · 安卓手机."""
    return device_words(kept, gettext)


@register.simple_tag
def way(kept: str) -> str:
    """用户名和密码; with a second factor, both."""
    first = kept.removesuffix(SECOND)
    label = next((each(first).label for each in (Way, Factor) if first in set(each)), "")
    words = gettext(label) if label else ""
    return f"{words} + {gettext('第二验证方式')}" if kept != first else words


@register.simple_tag
def happening(kind: str) -> str:
    return gettext(Kind(kind).label)


@register.filter
def is_warning(line: "HistoryLine") -> bool:
    """Whether the owner should look twice."""
    return Kind(line.kind).is_warning
