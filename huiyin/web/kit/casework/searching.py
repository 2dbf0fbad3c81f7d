"""What a page says of a search that does not look at everything."""

from django.utils.translation import gettext

from huiyin.cases.queries.filters import SEARCHED, CaseFilters, looks_at_newest


def search_note(filters: CaseFilters) -> str:
    """A sentence when older cases may be left out, else nothing. No query."""
    if not looks_at_newest(filters):
        return ""
    return gettext(
        "按词查找只看最近的 %(most)d 件；要找更早的，请先筛选得窄一些，或者直接输入编号。"
    ) % {"most": SEARCHED}
