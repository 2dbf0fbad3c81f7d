"""Exports as who asks and who approves see them."""

from django.db.models import Q

from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Viewer
from huiyin.trust.models import Export
from huiyin.trust.rules.exporting import ExportKind, ExportState

PAGE = 50


def own(viewer: Viewer) -> list[Export]:
    """What the viewer asked for, newest first."""
    asked = Export.objects.filter(by_person_id=viewer.person_id)
    return list(asked.select_related("decided_by_post").order_by("-id")[:PAGE])


def waiting(viewer: Viewer) -> list[Export]:
    """What the viewer may approve: of the kinds that their posts approve, and nobody's own."""
    asked = Export.objects.filter(_approved_by(viewer), state=ExportState.WAITING)
    return list(
        asked.exclude(by_person_id=viewer.person_id)
        .select_related("by_person", "by_post")
        .order_by("id")[:PAGE]
    )


def to_decide(viewer: Viewer, export_id: int) -> Export:
    """One that the viewer's posts approve. Raises NotThere."""
    found = Export.objects.filter(_approved_by(viewer), pk=export_id)
    if one := found.select_related("by_person", "by_post").first():
        return one
    raise NotThere("没有找到这次导出。")


def _approved_by(viewer: Viewer) -> Q:
    """Narrowed first; nothing for anybody else."""
    return Q(kind__in=[kind.value for kind in ExportKind if kind.approves in viewer.verbs])
