"""Whether somebody may see a file: their own upload, and what stands in words or hangs on a case they may see now."""

from huiyin.cases.queries.files import may_see_file as hangs_on_a_case
from huiyin.ground.files import queries as files
from huiyin.groups.queries import may_see_file as stands_in_a_group
from huiyin.people.rules import Viewer


def may_see_file(viewer: Viewer, file_id: int) -> bool:
    """Asked before every byte, of programs and browsers alike: a link outlives the right it was made under."""
    own = files.files([file_id]).get(file_id)
    if own is not None and own.uploaded_by_id == viewer.person_id:
        return True
    return stands_in_a_group(viewer, file_id) or hangs_on_a_case(viewer, file_id)
