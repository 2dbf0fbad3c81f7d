"""Words as they were written, before they were masked for others."""

from collections.abc import Collection

from huiyin.trust.models import Original


def originals_of(subject_ids: Collection[int]) -> dict[int, str]:
    """The whole of those that are kept, by the id of what they are masked in.

    For acts that carry words on to where they stand whole anyway; who only reads goes by `actions.looks`, with a purpose.
    """
    kept = Original.objects.filter(pk__in=subject_ids).only("text")
    return {each.pk: each.text for each in kept}
