"""What a page says of a search that did not look at everything."""

from datetime import datetime

from django.utils.translation import gettext

from huiyin.cases.queries.filters import SEARCHED, CaseFilters, leaves_older_out
from huiyin.people.rules import Viewer


def search_note(viewer: Viewer, filters: CaseFilters, *, now: datetime) -> str:
    """A sentence when older cases were left out, else nothing."""
    if not leaves_older_out(viewer, filters, now=now):
        return ""
    return gettext(
        "这里只找了最近的 %(most)d 件；要找更早的，请先筛选得窄一些，或者直接输入编号。"
    ) % {"most": SEARCHED}
