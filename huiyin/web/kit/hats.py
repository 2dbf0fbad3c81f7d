"""One person, several posts: as which one they work now is kept in the session, and leads what acts write down.

It changes the order of the viewer's posts and nothing else: what somebody may see and do comes from all of them, as before.
"""

from django.http import HttpRequest

from huiyin.people.rules import Viewer

KEY = "hat"


def worn(request: HttpRequest, viewer: Viewer) -> Viewer:
    """The viewer with the chosen post first. A post they do not hold any more is no hat."""
    return viewer.wearing(request.session.get(KEY))


def put_on(request: HttpRequest, post_id: int) -> None:
    request.session[KEY] = post_id
