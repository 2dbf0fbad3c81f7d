"""The words of this house for ways in, ways out, and what happened."""

from enum import StrEnum

from huiyin.lib.words import gettext_noop as _


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 - the name of a way
    PHONE_CODE = "phone_code"
    PASSKEY = "passkey"
    JOINED = "joined"
    DEMO = "demo"

    @property
    def label(self) -> str:
        return WAY_LABELS[self]


WAY_LABELS = {
    Way.PASSWORD: _("用户名和密码"),
    Way.PHONE_CODE: _("手机号和验证码"),
    Way.PASSKEY: _("通行密钥"),
    Way.JOINED: _("扫码加入"),
    Way.DEMO: _("演示入口"),
}


class Factor(StrEnum):
    """What somebody has besides a password. The values are those of the table that keeps them."""

    TOTP = "totp"
    PASSKEY = "webauthn"
    RECOVERY = "recovery_codes"

    @property
    def label(self) -> str:
        return FACTOR_LABELS[self]


FACTOR_LABELS = {
    Factor.TOTP: _("身份验证器"),
    Factor.PASSKEY: _("通行密钥"),
    Factor.RECOVERY: _("恢复码"),
}


class Kind(StrEnum):
    """What the history of an account tells its owner."""

    SIGNED_IN = "signed_in"
    FAILED = "failed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_RESET = "factor_reset"
    RECOVERY_USED = "recovery_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_GIVEN = "password_given"  # noqa: S105 - the name of an event
    SESSIONS_ENDED = "sessions_ended"
    NOT_ME = "not_me"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]

    @property
    def is_warning(self) -> bool:
        """Whether the owner should look twice."""
        return self in {
            Kind.FAILED,
            Kind.LOCKED,
            Kind.FACTOR_RESET,
            Kind.NOT_ME,
            Kind.RECOVERY_USED,
        }


KIND_LABELS = {
    Kind.SIGNED_IN: _("登录成功"),
    Kind.FAILED: _("登录失败"),
    Kind.LOCKED: _("多次失败，暂停登录"),
    Kind.UNLOCKED: _("管理员解除暂停"),
    Kind.FACTOR_ADDED: _("增加了第二验证方式"),
    Kind.FACTOR_REMOVED: _("去掉了第二验证方式"),
    Kind.FACTOR_RESET: _("管理员重置了第二验证方式"),
    Kind.RECOVERY_USED: _("用掉了一个恢复码"),
    Kind.PASSWORD_CHANGED: _("修改了密码"),
    Kind.PASSWORD_GIVEN: _("管理员设了初始密码"),
    Kind.SESSIONS_ENDED: _("在所有设备上退出"),
    Kind.NOT_ME: _("报告了不是本人的登录"),
}


class Ending(StrEnum):
    """Why a session is over. The sentence is read by whoever comes back with it."""

    SIGNED_OUT = "signed_out"
    ELSEWHERE = "elsewhere"
    EVERYWHERE = "everywhere"
    IDLE = "idle"
    TOO_LONG = "too_long"
    NOT_ME = "not_me"
    PASSWORD = "password"  # noqa: S105 - the name of a reason
    BY_ADMIN = "by_admin"
    NEW_POST = "new_post"

    @property
    def sentence(self) -> str:
        return ENDING_SENTENCES[self]


ENDING_SENTENCES = {
    Ending.SIGNED_OUT: _("您已退出登录。"),
    Ending.ELSEWHERE: _(
        "您的账号刚在另一台设备上登录，这里已退出。如果那不是您，请登录后到“登录记录”点“不是我”。"
    ),
    Ending.EVERYWHERE: _("您在另一台设备上选择了全部退出，请重新登录。"),
    Ending.IDLE: _("您有一段时间没有操作，为了安全已自动退出，请重新登录。"),
    Ending.TOO_LONG: _("这次登录的时间到了，请重新登录。"),
    Ending.NOT_ME: _("账号报告了不是本人的登录，所有设备都已退出。"),
    Ending.PASSWORD: _("密码已经修改，请用新密码登录。"),
    Ending.BY_ADMIN: _("安全管理员结束了这次登录，请重新登录。"),
    Ending.NEW_POST: _("您的岗位有变动，请重新登录。"),
}
