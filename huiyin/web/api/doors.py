"""Who comes in: a key of a program, or the session of somebody's browser."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.utils import check_csrf

from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.actions import use_key
from huiyin.people.rules import KeyFacts, Scope, Viewer
from huiyin.web.kit.edges import SAFE

REALM = 'Bearer realm="huiyin"'


class NotKnown(Refused):
    """Nobody is signed in, or the key opens nothing."""

    status = 401
    slug = "not-signed-in"


@dataclass(frozen=True)
class Door:
    """Asked before an operation: leaves `request.viewer` and, for a program, `request.key`.

    Raises NotKnown, NotAllowed for a missing scope or a forged request, TooMany. Stands outside the transaction of the
    operation, because a counted request stays counted.
    """

    scope: Scope

    def __call__(self, request: HttpRequest) -> bool:
        given = request.headers.get("Authorization")
        if given is None:
            _demand_session(request)
        else:
            self._open(request, given)
        return True

    def _open(self, request: HttpRequest, given: str) -> None:
        kind, _space, secret = given.partition(" ")
        now = vars(request)["now"]
        key = use_key(secret.strip(), now=now) if kind.lower() == "bearer" else None
        if key is None:
            raise NotKnown(_("这个密钥无效、已过期或已作废，请向管理员要新的密钥。"))
        if self.scope not in key.scopes:
            raise NotAllowed(_("这个密钥没有“%(scope)s”权限。"), scope=self.scope.value)
        vars(request).update(viewer=people.viewer_of(key.person_id, at=now), key=key)


def _demand_session(request: HttpRequest) -> None:
    viewer: Viewer | None = vars(request).get("viewer")
    if viewer is None:
        raise NotKnown(_("请先登录，或在请求头 Authorization 中给出密钥。"))
    if request.method not in SAFE and check_csrf(request) is not None:
        raise NotAllowed(_("请求缺少防伪标记。请在 X-CSRFToken 请求头中给出它，或改用密钥。"))


def key_of(request: HttpRequest) -> KeyFacts | None:
    """The key a program came in with; None for a session."""
    found: KeyFacts | None = vars(request).get("key")
    return found
