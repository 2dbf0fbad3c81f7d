"""Whether a file may be seen because it hangs on a case."""

from huiyin.cases.models import CaseFile
from huiyin.cases.queries import access
from huiyin.cases.rules.transitions import Relation
from huiyin.people.rules import Viewer


def may_see_file(viewer: Viewer, file_id: int) -> bool:
    """Whether a file hangs on a case within the viewer's scope; for its reporters, in the public part of it."""
    hanging = CaseFile.objects.filter(file_id=file_id, case__in=access.visible(viewer))
    return any(row.is_public or _is_staff(row, viewer) for row in hanging.select_related("case"))


def _is_staff(row: CaseFile, viewer: Viewer) -> bool:
    waiting = access.waiting_application(row.case)
    return bool(access.relations(row.case, viewer, waiting=waiting) - {Relation.REPORTER})
