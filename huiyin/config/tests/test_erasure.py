"""One person is put everywhere, then forgotten: nothing of them stands in any table or file, and the ledger verifies."""

import io
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from huiyin.cases import actions as cases
from huiyin.cases.actions.looking import look_at_phone
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import Outcome, TellChannel
from huiyin.conftest import Town
from huiyin.coverage.models import Verification
from huiyin.ground import jobs
from huiyin.ground.crypto import lookup_hash
from huiyin.ground.files.actions import store_upload
from huiyin.ground.files.tests import samples
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.actions import By
from huiyin.ground.ledger.models import Seal
from huiyin.ground.ledger.queries.sealing import verify
from huiyin.groups import actions as groups
from huiyin.lib.refusal import Refused
from huiyin.people.actions import change_phone
from huiyin.people.actions.forgetting import rename_person
from huiyin.people.models import Household
from huiyin.people.rules import Viewer
from huiyin.sign_in.actions.codes import ask_code
from huiyin.sign_in.models import HistoryLine
from huiyin.trust.actions import requests
from huiyin.trust.actions.consents import answer, publish_notice
from huiyin.trust.actions.erasing import erase_person
from huiyin.trust.models import Destruction, Original
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic
from huiyin.trust.rules.detecting import public
from huiyin.trust.rules.erasing import KEPT_MATTERS
from huiyin.trust.rules.requests import RequestKind
from huiyin.visits.actions import Found, ask_visit, finish_visit
from huiyin.visits.rules import Reason, Result

NAME, PHONE, HOME = "欧阳雨桐", "14000007788", "77号楼7单元777"
SAID = "蓝色保温桶不见了"
TOLD = "保温桶的事只跟您说"
USERNAME, DEVICE = "ouyang-yutong", "欧阳的手机"
PAPERS = "0103"


class Life:
    """The resident with this name, in every place that a site has for them."""

    def __init__(self, town: Town) -> None:
        self.town, self.me = town, town.persons["resident"].pk
        self.now = timezone.now()
        by = By(self.me, None)
        rename_person(person_id=self.me, name=NAME, now=self.now, by=by)
        change_phone(person_id=self.me, phone=PHONE, now=self.now)
        Household.objects.filter(pk=town.households["resident"].pk).update(label=HOME)
        self.group = groups.create_group(
            viewer=self.viewer("officer"),
            kind="resident",
            name="第一网格群",
            node_id=town.grid.pk,
            now=self.now,
        )
        for who in ("resident", "neighbour"):
            groups.add_member(
                viewer=self.viewer("officer"),
                group_id=self.group.pk,
                person_id=town.persons[who].pk,
                now=self.now,
            )
        self.photo = store_upload(
            stream=io.BytesIO(samples.jpeg(colour="orange")), person_id=self.me, now=self.now
        )

    def viewer(self, who: str) -> Viewer:
        return self.town.viewer(who, at=self.now)

    def say(self, who: str, text: str, group_id: int | None = None, **more: Any) -> int:
        said = groups.send_message(
            viewer=self.viewer(who),
            group_id=group_id or self.group.pk,
            text=text,
            client_key=uuid.uuid4(),
            now=self.now,
            **more,
        )
        return said.pk

    def talk_in_the_group(self) -> list[int]:
        first = self.say("resident", f"{SAID}，打我电话{PHONE}")
        photo = self.say("resident", "", file_id=self.photo.pk)
        self.say("neighbour", f"{NAME}家住{HOME}，我看见了", reply_to_id=first)
        edited = self.say("resident", f"原来写的{SAID}")
        groups.edit_message(
            viewer=self.viewer("resident"), message_id=edited, text=f"改过的{SAID}", now=self.now
        )
        gone = self.say("resident", f"撤回的{SAID}")
        groups.recall_message(viewer=self.viewer("resident"), message_id=gone, now=self.now)
        return [first, photo]

    def talk_alone(self) -> None:
        talk = groups.private_talk(
            viewer=self.viewer("resident"), post_id=self.town.posts["officer"].pk, now=self.now
        )
        self.say("resident", TOLD, talk.pk)
        self.say("officer", f"{NAME}您放心，{TOLD}", talk.pk)

    def have_a_matter(self, messages: list[int]) -> Case:
        case = groups.make_case(
            viewer=self.viewer("officer"),
            message_ids=messages,
            category=PAPERS,
            place=HOME,
            now=self.now,
        )
        of_it: dict[str, Any] = {"case_id": case.pk, "now": self.now}
        officer, me = self.viewer("officer"), self.viewer("resident")
        cases.accept(viewer=officer, **of_it)
        cases.note(viewer=officer, text=f"去了{HOME}，{NAME}不在家，电话{PHONE}", **of_it)
        cases.urge(viewer=me, text=f"{SAID}还没找到", **of_it)
        cases.ask_extension(
            viewer=officer,
            reason=f"{NAME}要出差",
            until=self.now + timedelta(days=30),
            **of_it,
        )
        cases.decide_extension(viewer=self.viewer("cadre"), approve=True, **of_it)
        cases.submit_result(
            viewer=officer, text=f"{NAME}，桶在门卫室。", outcome=Outcome.SOLVED, **of_it
        )
        cases.tell(
            viewer=officer,
            channel=TellChannel.GROUP_REPLY,
            proof=f"当面告诉{NAME}",
            **of_it,
        )
        cases.rate(viewer=me, solved=True, stars=3, text=f"找到{SAID}谢谢", **of_it)
        look_at_phone(
            party_id=Party.objects.get(case=case).pk,
            purpose="tell",
            words=f"告诉{NAME}桶找到了",
            viewer=officer,
            **of_it,
        )
        return case

    def is_called_on(self) -> None:
        officer, home = self.viewer("officer"), self.town.households["resident"].pk
        visit = ask_visit(
            viewer=officer,
            reason=Reason.CARE,
            household_id=home,
            note=f"看看{NAME}",
            now=self.now,
        )
        found = Found(Result.FINE, words=f"{NAME}都好，电话{PHONE}")
        finish_visit(viewer=officer, visit_id=visit.pk, found=found, now=self.now)
        Verification.objects.create(
            household_id=home, person_id=self.me, asked_at=self.now - timedelta(days=9)
        )

    def sign_in(self) -> None:
        account = self.town.persons["resident"].account
        account.username = USERNAME
        account.save()
        ask_code(phone=PHONE, address="198.51.100.7", now=self.now)
        HistoryLine.objects.create(account=account, kind="entered", at=self.now, device=DEVICE)
        AccessAttempt.objects.create(username=USERNAME, user_agent=DEVICE, failures_since_start=1)

    def decide_about_data(self) -> None:
        publish_notice(topic=Topic.PHONE, text="用手机号联系您。", now=self.now)
        notice = consents.notices()[Topic.PHONE]
        for is_given in (True, False):
            answer(person_id=self.me, notice_id=notice.pk, is_given=is_given, now=self.now)
        requests.ask(
            person_id=self.me,
            kind=RequestKind.CORRECT,
            text=f"我叫{NAME}，不叫欧阳雨",
            now=self.now,
        )


# as others read them in the group
MASKED = (public(PHONE), public(HOME))
TRACES = (NAME, PHONE, HOME, SAID, TOLD, "保温桶", lookup_hash(PHONE), USERNAME, DEVICE, *MASKED)


def found(traces: tuple[str, ...]) -> list[str]:
    """In which tables and files these words stand: every row of every table is read as text."""
    places = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names of tables
            rows = [row for (row,) in cursor.fetchall()]
            # what is encrypted is read as well: it is held, whoever has the key
            if table == "trust_original":
                rows = [f"{each.person_id} {each.text}" for each in Original.objects.all()]
            places += [f"{table}: {row}" for row in rows if any(trace in row for trace in traces)]
    for path in Path(site.HUIYIN_HOME).rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            places += [str(path) for trace in traces if trace.encode() in held]
    return places


@pytest.fixture
def life(town: Town, tmp_path: Path, settings: Settings) -> Life:
    settings.HUIYIN_HOME, settings.HUIYIN_SMS = tmp_path, "console"
    lived = Life(town)
    lived.have_a_matter(lived.talk_in_the_group())
    lived.talk_alone()
    lived.is_called_on()
    lived.sign_in()
    lived.decide_about_data()
    jobs.run_pending()
    return lived


def forget(life: Life) -> Destruction:
    county = life.viewer("county")
    by = By(county.person_id, life.town.posts["county"].pk)
    return erase_person(person_id=life.me, by=by, now=life.now)


def seal(minutes: int) -> Seal | None:
    return ledger.seal(now=datetime.now(tz=timezone.now().tzinfo) + timedelta(minutes=minutes))


@pytest.mark.django_db
def test_the_person_stands_in_many_places_before(life: Life) -> None:
    tables = {place.split(":")[0].rstrip("0123456789_") for place in found(TRACES)}
    assert {
        "visits_visit",
        "groups_message",
        "groups_messagerevision",
        "groups_messagecase",
        "groups_member",
        "groups_group",
        "cases_case",
        "cases_answer",
        "cases_application",
        "cases_notice",
        "cases_told",
        "ledger_words",
        "people_person",
        "people_household",
        "axes_accessattempt",
        "sign_in_historyline",
        "sign_in_phonecode",
        "trust_look",
        "trust_datarequest",
        "trust_original",
    } <= tables
    assert all(any(trace in place for place in found((trace,))) for trace in MASKED)


@pytest.mark.django_db
def test_a_forgotten_person_stands_nowhere_and_the_ledger_verifies(
    life: Life, django_capture_on_commit_callbacks: Any
) -> None:
    assert seal(10)  # up to this moment
    files = [path for path in Path(site.HUIYIN_HOME, "files").glob("??/??/*") if path.is_file()]
    assert files
    with django_capture_on_commit_callbacks(execute=True):
        forget(life)
    # the household is an address of the place: nobody is a member of it any more
    Household.objects.filter(label=HOME, members=None).update(label="空户")
    assert found(TRACES) == []
    assert [path for path in files if path.exists()] == []
    seal(60)
    assert verify().fault is None


@pytest.mark.django_db
def test_originals_that_an_erasure_forgot_would_be_found(
    life: Life, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """A seeded fault: the originals are left, the person's own and the neighbour's words about them."""
    monkeypatch.setattr("huiyin.trust.actions.erasing._let_originals_go", lambda _subject: 0)
    with django_capture_on_commit_callbacks(execute=True):
        forget(life)
    Household.objects.filter(label=HOME, members=None).update(label="空户")
    left = found(TRACES)
    assert len(left) == 2
    assert all(place.startswith("trust_original: ") for place in left)


@pytest.mark.django_db
def test_what_was_kept_is_told_with_its_rule(life: Life) -> None:
    parts = {what: (count, rule) for what, count, rule in forget(life).parts}
    assert parts["事项"] == (1, KEPT_MATTERS)
    assert parts["照片、语音、视频"] == (1, "")
    assert all(rule == "" for what, (_count, rule) in parts.items() if "话" in what)
    kept = Case.objects.get(reporter_id=life.me)
    assert kept.is_ended
    assert kept.outcome == Outcome.SOLVED


@pytest.mark.django_db
def test_a_person_is_forgotten_once_and_comes_in_no_more(life: Life) -> None:
    first = forget(life)
    assert forget(life).pk == first.pk
    account = life.town.persons["resident"].account
    account.refresh_from_db()
    assert not account.is_active
    assert not account.has_usable_password()


@pytest.mark.django_db
def test_nobody_is_forgotten_while_a_matter_is_open_or_a_post_is_held(life: Life) -> None:
    county = life.viewer("county")
    by = By(county.person_id, life.town.posts["county"].pk)
    with pytest.raises(Refused, match="还在岗位上"):
        erase_person(person_id=life.town.persons["officer"].pk, by=by, now=life.now)
    groups.make_case(
        viewer=life.viewer("officer"),
        message_ids=[life.say("resident", "又丢了一个桶")],
        category=PAPERS,
        now=life.now,
    )
    with pytest.raises(Refused, match="没有办完"):
        forget(life)


@pytest.mark.django_db
def test_neighbours_keep_what_is_theirs(life: Life) -> None:
    mine = life.say("neighbour", "我家的绿色水桶还在")
    forget(life)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM groups_message WHERE id = %s", [mine])
        assert cursor.fetchone() == ("我家的绿色水桶还在",)
        cursor.execute("SELECT text FROM groups_message WHERE text LIKE '某居民家%'")
        assert cursor.fetchall() == [("某居民家住（住址），我看见了",)]
