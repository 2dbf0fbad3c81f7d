"""Who may staff a post: its superiors in the area, who keeps the rights; for their own post, its holder."""

from huiyin.people.rules import ADMINISTRATORS, PostFacts, Role, Verb, Viewer, roles_above
from huiyin.territory.rules import is_within

# offices that answer for the people below them
HEADS = (
    Role.SECRETARY,
    Role.STREET_GRID_CENTRE,
    Role.GOVERNANCE_DEPUTY,
    Role.STREET_LEAD,
    Role.COUNTY_COMMAND,
)


def is_over(viewer: Viewer, post: PostFacts) -> bool:
    """Whether the viewer decides who holds `post`: as a head above it, or as who manages rights there.

    Posts of administrators are staffed by who manages rights alone. Nobody is over a post of their own.
    """
    return any(post_is_over(own, post) for own in viewer.posts)


def post_is_over(own: PostFacts, post: PostFacts) -> bool:
    if own.id == post.id or not is_within(post.path, own.path):
        return False
    if Verb.MANAGE_RIGHTS in own.role.verbs:
        return True
    if own.role not in HEADS or post.role in ADMINISTRATORS:
        return False
    if post.node_id != own.node_id:
        return True
    return own.role in roles_above(post.role) or Verb.APPROVE not in post.role.verbs


def may_staff(viewer: Viewer, post: PostFacts, person_id: int | None) -> bool:
    """Whether the viewer may hand over the post, or grant a leave from it, for one of its holders. None: it is vacant."""
    is_own = post.id in viewer.own_post_ids and viewer.person_id == person_id
    return is_own or is_over(viewer, post)


def may_manage(viewer: Viewer, post: PostFacts) -> bool:
    """Whether the viewer may open the page of a post at all."""
    return post.id in viewer.own_post_ids or is_over(viewer, post)
