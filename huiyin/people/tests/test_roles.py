import pytest

from huiyin.lib.refusal import Refused
from huiyin.people.rules import (
    Role,
    Verb,
    check_administrators_apart,
    password_faults,
    roles_above,
    roles_below,
)
from huiyin.people.rules.privacy import masked_name, masked_phone, normal_name, normal_phone


def test_every_role_has_a_label_and_verbs_with_a_sentence_each() -> None:
    for role in Role:
        assert role.label
        assert role.verbs
    for verb in Verb:
        assert verb.sentence.endswith("。")
        assert any(verb in role.verbs for role in Role)


def test_the_line_of_an_officer_is_the_ladder() -> None:
    assert list(roles_above(Role.OFFICER)) == [
        Role.AREA_CADRE,
        Role.SECRETARY,
        Role.STREET_GRID_CENTRE,
        Role.GOVERNANCE_DEPUTY,
        Role.COUNTY_COMMAND,
    ]


def test_nobody_steps_in_silently_for_a_lawyer_or_an_administrator() -> None:
    for role in (Role.PROFESSIONAL, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        assert not list(roles_above(role))
        assert not role.sees_its_area


def test_below_is_above_seen_from_the_other_end() -> None:
    for role in Role:
        assert all(role in roles_above(below) for below in roles_below(role))


def test_one_person_is_never_two_of_the_three_administrators() -> None:
    check_administrators_apart([Role.SYSTEM_ADMIN, Role.OFFICER])
    with pytest.raises(Refused):
        check_administrators_apart([Role.SYSTEM_ADMIN, Role.AUDITOR])


@pytest.mark.parametrize(
    ("phone", "seen"),
    [
        ("13812345678", "138****5678"),
        ("05430000001", "054****0001"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_phone_is_masked(phone: str, seen: str) -> None:
    assert masked_phone(phone) == seen


@pytest.mark.parametrize(
    ("name", "seen"),
    [("王桂兰", "王**"), ("欧阳文静", "欧阳**"), ("欧阳", "欧*"), ("王", "*"), ("", "")],
)
def test_a_name_is_masked(name: str, seen: str) -> None:
    assert masked_name(name) == seen


@pytest.mark.parametrize("text", ["+86 138-1234-5678", "138 1234 5678", "008613812345678"])
def test_a_phone_is_stored_in_one_way(text: str) -> None:
    assert normal_phone(text) == "13812345678"


@pytest.mark.parametrize(
    "text", ["", "1381234567", "abc", "２３８１２３４５６７８", "138123456789"]
)
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        normal_phone(text)


def test_a_name_loses_blanks_and_nothing_else() -> None:
    assert normal_name("  王 桂兰\n") == "王 桂兰"
    for bad in ("", " \t", "王" * 33, "王\u202e兰", "王\x00"):
        with pytest.raises(Refused):
            normal_name(bad)


@pytest.mark.parametrize(
    ("password", "faults"),
    [("Abcdefgh12", 0), ("abcdefgh1!", 0), ("abcdefghi1", 1), ("Abc1!", 1), ("abc", 2), ("", 2)],
)
def test_a_password_has_ten_characters_of_three_classes(password: str, faults: int) -> None:
    assert len(password_faults(password)) == faults
