"""Kinds of groups and of messages (domain handbook 3.3), and what follows from a kind."""

from huiyin.cases.rules.words import Word
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Role


class GroupKind(Word):
    RESIDENT = "resident", _("网格服务群")
    MICRO = "micro", _("微网格群")
    COMMUNITY_WIDE = "community_wide", _("社区大群")
    DEDICATED = "dedicated", _("专属网格群")
    LIAISON = "liaison", _("工作联络群")
    COMMAND = "command", _("指挥部群")
    TASK = "task", _("临时工作群")
    MEDIATION_ROOM = "mediation_room", _("调解室")
    PRIVATE_TALK = "private_talk", _("私下沟通")


# read and supervised by the offices of the area; the other kinds are read by their members alone
OPEN_KINDS = frozenset(
    {GroupKind.RESIDENT, GroupKind.MICRO, GroupKind.COMMUNITY_WIDE, GroupKind.DEDICATED}
)
# a neighbour belongs to these with the household, not only as a person
HOUSEHOLD_KINDS = frozenset({GroupKind.RESIDENT, GroupKind.MICRO, GroupKind.COMMUNITY_WIDE})
# staff and residents are never mixed here: members are posts
STAFF_KINDS = frozenset({GroupKind.LIAISON, GroupKind.COMMAND})
# joined by the code on the poster in the stairway
JOINED_BY_CODE = frozenset({*HOUSEHOLD_KINDS, GroupKind.DEDICATED})

# who owns a group of the kind by default; the owner answers for it
OWNER_ROLE: dict[GroupKind, Role] = {
    GroupKind.RESIDENT: Role.OFFICER,
    GroupKind.MICRO: Role.MICRO_GRID_HEAD,
    GroupKind.COMMUNITY_WIDE: Role.SECRETARY,
    GroupKind.DEDICATED: Role.OFFICER,
    GroupKind.LIAISON: Role.SECRETARY,
    GroupKind.COMMAND: Role.COUNTY_COMMAND,
}


class MessageKind(Word):
    TEXT = "text", _("文字")
    PICTURE = "picture", _("图片")
    VOICE = "voice", _("语音")
    VIDEO = "video", _("视频")
    CARD = "card", _("事项")  # a case, under the words that raised it
    NOTICE = "notice", _("提示")  # said by the service, not by a person


class RevisionKind(Word):
    """Why words in a group are no longer what they were."""

    EDITED = "edited", _("已修改")
    RECALLED = "recalled", _("已撤回")
    REMOVED = "removed", _("已由网格员撤下")
    MOVED_ASIDE = "moved_aside", _("已转为私下沟通")
