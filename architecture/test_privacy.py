"""Every field of every model says whether it holds personal data, and what for."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

from architecture.source import PACKAGE
from huiyin.ground.privacy import TERMS, Data, faults, holdings, holds


def test_every_field_is_declared_personal_or_not() -> None:
    assert faults(apps.get_models()) == []


def test_every_kind_of_personal_data_is_held_by_some_field_and_has_its_terms() -> None:
    assert [holding.data for holding in holdings()] == list(Data) == list(TERMS)


def test_a_field_that_nobody_declared_is_found() -> None:
    class Meta:
        app_label = "seeded"

    def model(name: str, **more: object) -> type[models.Model]:
        fields = {"id": models.BigIntegerField(primary_key=True), "nickname": models.TextField()}
        return type(name, (models.Model,), {**fields, **more, "__module__": __name__, "Meta": Meta})

    try:
        silent, forgot = model("Silent"), model("Forgot", privacy=holds("id gone"))
        twice = model("Twice", privacy=holds("id nickname", nickname=Data.NAME))
        assert faults([silent, forgot, twice]) == [
            "seeded.silent: says nothing of its fields",
            "seeded.forgot.nickname: not declared",
            "seeded.forgot.gone: no such field",
            "seeded.twice.nickname: held and plain",
        ]
    finally:
        apps.all_models.pop("seeded", None)
        apps.clear_cache()


# pages that show a number of a person in full: after a purpose was said, and to the person themselves
SHOWN_IN_FULL = {"kit/phone.html", "resident/copying.py"}
PHONE_OF_A_PERSON = re.compile(r"\b(?:person|resident|party\.person|reporter|who)\.phone\b(?!_)")


def shown_numbers(folder: Path) -> list[str]:
    """Where pages and forms of the web take a person's number as it is, unmasked."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts:
            continue
        if any(path.as_posix().endswith(name) for name in SHOWN_IN_FULL):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if PHONE_OF_A_PERSON.search(line) and "mask" not in line:
                found.append(f"{path}:{number}")
    return found


def test_no_page_shows_a_number_that_was_not_asked_for() -> None:
    assert shown_numbers(PACKAGE / "web") == []


def test_a_page_that_shows_a_number_is_found(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text(
        "{{ person.phone }}\n{{ person.phone|mask_phone }}\n{{ post.phone }}\n"
    )
    (tmp_path / "views.py").write_text("line = party.person.phone\nurl = person.phone_url\n")
    assert shown_numbers(tmp_path) == [f"{tmp_path}/list.html:1", f"{tmp_path}/views.py:1"]
