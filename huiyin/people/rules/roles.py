"""Roles of posts and the verbs that come with them. Source: domain handbook, section 3.5."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop


class Verb(StrEnum):
    """One thing a post may do. `sentence` says it to the person who reads the list of rights."""

    CAPTURE = "capture"
    PATROL = "patrol"
    VISIT = "visit"
    RELAY = "relay"
    ANSWER = "answer"
    HANDLE = "handle"
    HAND_UP = "hand_up"
    RUN_GROUPS = "run_groups"
    BROADCAST = "broadcast"
    STAND_IN = "stand_in"
    APPROVE = "approve"
    WATCH_GROUPS = "watch_groups"
    SEE_COVERAGE = "see_coverage"
    WHISTLE = "whistle"
    DISPATCH = "dispatch"
    SUPERVISE = "supervise"
    LEAD_CAMPAIGN = "lead_campaign"
    LEAD_EMERGENCY = "lead_emergency"
    CONFIGURE = "configure"
    ADVISE = "advise"
    ANSWER_CALL = "answer_call"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_RIGHTS = "manage_rights"
    READ_AUDIT = "read_audit"

    @property
    def sentence(self) -> str:
        return VERB_SENTENCES[self]


VERB_SENTENCES = {
    Verb.CAPTURE: gettext_noop("登记居民反映的事项。"),
    Verb.PATROL: gettext_noop("开展巡查并记录发现的问题。"),
    Verb.VISIT: gettext_noop("走访居民和单位。"),
    Verb.RELAY: gettext_noop("在群里转发寻人寻物信息。"),
    Verb.ANSWER: gettext_noop("答复并告知居民。"),
    Verb.HANDLE: gettext_noop("承办交到本岗位的事项。"),
    Verb.HAND_UP: gettext_noop("把本级解决不了的事项上交。"),
    Verb.RUN_GROUPS: gettext_noop("管理本岗位的群。"),
    Verb.BROADCAST: gettext_noop("向辖区内的群播发消息。"),
    Verb.STAND_IN: gettext_noop("顶替片区内不在岗的网格员。"),
    Verb.APPROVE: gettext_noop("审批下级的答复、延期和退回。"),
    Verb.WATCH_GROUPS: gettext_noop("查看辖区内群的活跃情况并提出监督意见。"),
    Verb.SEE_COVERAGE: gettext_noop("查看辖区内住户的入群情况。"),
    Verb.WHISTLE: gettext_noop("召集职能部门到场处置。"),
    Verb.DISPATCH: gettext_noop("裁定由谁承办有争议的事项。"),
    Verb.SUPERVISE: gettext_noop("督办辖区内的事项。"),
    Verb.LEAD_CAMPAIGN: gettext_noop("发起辖区内的专项行动。"),
    Verb.LEAD_EMERGENCY: gettext_noop("指挥辖区内的突发事件处置。"),
    Verb.CONFIGURE: gettext_noop("维护事项类别、办理时限和工作日历。"),
    Verb.ADVISE: gettext_noop("以专业身份在群里答疑。"),
    Verb.ANSWER_CALL: gettext_noop("在群里被点名时回应居民。"),
    Verb.MANAGE_SETTINGS: gettext_noop("维护系统设置，不因此看到事项内容。"),
    Verb.MANAGE_RIGHTS: gettext_noop("管理账号和岗位，不因此看到事项内容。"),
    Verb.READ_AUDIT: gettext_noop("查阅操作记录，不因此看到事项内容。"),
}


class Role(StrEnum):
    """What a post is. A resident is a person without a post."""

    OFFICER = "officer"
    AREA_CADRE = "area_cadre"
    SECRETARY = "secretary"
    STREET_GRID_CENTRE = "street_grid_centre"
    COUNTY_COMMAND = "county_command"
    GOVERNANCE_DEPUTY = "governance_deputy"
    STREET_LEAD = "street_lead"
    MICRO_GRID_HEAD = "micro_grid_head"
    ASSISTANT = "assistant"
    GRID_HEAD = "grid_head"
    BUILDING_HEAD = "building_head"
    PROFESSIONAL = "professional"
    PROPERTY_MANAGER = "property_manager"
    VOLUNTEER = "volunteer"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return DUTIES[self].label

    @property
    def verbs(self) -> frozenset[Verb]:
        return DUTIES[self].verbs

    @property
    def covered_by(self) -> "Role | None":
        """Whose posts stand in when this one is vacant; None where nobody may step in silently."""
        return DUTIES[self].covered_by

    @property
    def sees_its_area(self) -> bool:
        """Whether the post sees the cases of its area, and not only what it holds itself."""
        return DUTIES[self].sees_its_area

    @property
    def is_staff(self) -> bool:
        """Whether the post is work for the service. Building heads and volunteers remain residents."""
        return self not in {Role.BUILDING_HEAD, Role.VOLUNTEER}

    @property
    def is_single(self) -> bool:
        """Whether a place has at most one such post: one accountable, never two."""
        return DUTIES[self].is_single

    @property
    def is_exclusive(self) -> bool:
        """Whether one person at a time holds such a post: 一员一格."""
        return self in {Role.OFFICER, Role.SECRETARY, Role.MICRO_GRID_HEAD, Role.GRID_HEAD}


@dataclass(frozen=True)
class Duty:
    label: str
    verbs: frozenset[Verb]
    covered_by: Role | None
    sees_its_area: bool
    is_single: bool


def _duty(
    label: str,
    *verbs: Verb,
    covered_by: Role | None = None,
    sees_its_area: bool = True,
    is_single: bool = True,
) -> Duty:
    return Duty(label, frozenset(verbs), covered_by, sees_its_area, is_single)


_FIELD = (Verb.CAPTURE, Verb.PATROL, Verb.VISIT, Verb.RELAY)
_RUNG = (Verb.CAPTURE, Verb.ANSWER, Verb.HANDLE, Verb.HAND_UP, Verb.RUN_GROUPS, Verb.BROADCAST)
_HEAD = (Verb.APPROVE, Verb.WATCH_GROUPS, Verb.SEE_COVERAGE, Verb.WHISTLE)
_CENTRE = (*_HEAD, Verb.DISPATCH, Verb.SUPERVISE, Verb.LEAD_CAMPAIGN)

DUTIES = {
    Role.OFFICER: _duty(gettext_noop("网格员"), *_FIELD, *_RUNG, covered_by=Role.AREA_CADRE),
    Role.AREA_CADRE: _duty(
        gettext_noop("片区干部"),
        *_RUNG,
        Verb.STAND_IN,
        Verb.APPROVE,
        covered_by=Role.SECRETARY,
        is_single=False,
    ),
    Role.SECRETARY: _duty(
        gettext_noop("社区书记"), *_RUNG, *_HEAD, covered_by=Role.STREET_GRID_CENTRE
    ),
    Role.STREET_GRID_CENTRE: _duty(
        gettext_noop("街道网格中心"), *_RUNG, *_CENTRE, covered_by=Role.GOVERNANCE_DEPUTY
    ),
    Role.GOVERNANCE_DEPUTY: _duty(
        gettext_noop("综治办专职副主任"),
        *_CENTRE,
        Verb.HANDLE,
        Verb.HAND_UP,
        covered_by=Role.COUNTY_COMMAND,
    ),
    Role.STREET_LEAD: _duty(
        gettext_noop("镇街政法委员"), *_CENTRE, Verb.RUN_GROUPS, covered_by=Role.COUNTY_COMMAND
    ),
    Role.COUNTY_COMMAND: _duty(
        gettext_noop("县级指挥部"), *_RUNG, *_CENTRE, Verb.LEAD_EMERGENCY, Verb.CONFIGURE
    ),
    Role.MICRO_GRID_HEAD: _duty(
        gettext_noop("微网格长"), *_FIELD, Verb.RUN_GROUPS, covered_by=Role.OFFICER
    ),
    Role.ASSISTANT: _duty(
        gettext_noop("网格协管员"), *_FIELD, covered_by=Role.OFFICER, is_single=False
    ),
    Role.GRID_HEAD: _duty(
        gettext_noop("网格长"), Verb.WATCH_GROUPS, Verb.SEE_COVERAGE, covered_by=Role.SECRETARY
    ),
    Role.BUILDING_HEAD: _duty(
        gettext_noop("楼栋长"),
        Verb.RELAY,
        Verb.ANSWER_CALL,
        covered_by=Role.OFFICER,
        sees_its_area=False,
        is_single=False,
    ),
    # A vacant lawyer or doctor is not played by a cadre, nor one administrator by another.
    Role.PROFESSIONAL: _duty(
        gettext_noop("专业人员"),
        Verb.ADVISE,
        Verb.ANSWER_CALL,
        sees_its_area=False,
        is_single=False,
    ),
    Role.PROPERTY_MANAGER: _duty(
        gettext_noop("物业经理"),
        Verb.ANSWER_CALL,
        Verb.HANDLE,
        sees_its_area=False,
        is_single=False,
    ),
    Role.VOLUNTEER: _duty(gettext_noop("志愿者"), Verb.RELAY, sees_its_area=False, is_single=False),
    Role.SYSTEM_ADMIN: _duty(
        gettext_noop("系统管理员"), Verb.MANAGE_SETTINGS, sees_its_area=False, is_single=False
    ),
    Role.SECURITY_ADMIN: _duty(
        gettext_noop("安全管理员"), Verb.MANAGE_RIGHTS, sees_its_area=False, is_single=False
    ),
    Role.AUDITOR: _duty(
        gettext_noop("审计员"), Verb.READ_AUDIT, sees_its_area=False, is_single=False
    ),
}


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


def check_administrators_apart(roles: Iterable[Role]) -> None:
    """Refuse that one person acts in two of the three administrators' roles: each watches the others."""
    if len(ADMINISTRATORS.intersection(roles)) > 1:
        raise Refused("系统管理员、安全管理员、审计员必须由不同的人担任。")
