"""Groups, their members and what is said in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.ids import new_id
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind, RevisionKind


class Group(models.Model):
    """A place where people talk, with one accountable post. `last_seq` counts its messages without a gap.

    talk_person: the resident of a private talk. join_code: on the poster in the stairway; none where one is invited.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=60, null=True, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in GroupKind])
    name = models.CharField(max_length=100)
    node = models.ForeignKey("territory.Node", models.PROTECT, related_name="groups")
    owner_post = models.ForeignKey("people.Post", models.PROTECT, related_name="owned_groups")
    talk_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="private_talks", db_index=False
    )
    purpose = models.CharField(max_length=500, blank=True)
    rules_text = models.TextField(blank=True)
    last_seq = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    join_code = models.CharField(max_length=16, null=True, unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            # one talk between a resident and a post, whoever opens it first
            UniqueConstraint(fields=["talk_person", "owner_post"], name="group_one_talk"),
            # a private talk has its resident, and nothing else has
            CheckConstraint(
                condition=Q(kind=GroupKind.PRIVATE_TALK.value, talk_person__isnull=False)
                | (~Q(kind=GroupKind.PRIVATE_TALK.value) & Q(talk_person=None)),
                name="group_talk_has_person",
            ),
            # the numbers of messages only grow
            CheckConstraint(condition=Q(last_seq__gte=0), name="group_last_seq"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Who belongs to a group: a person with the household, or a post whoever holds it.

    label: shown in the place of the name. A row that has ended stays: who was there when something was said.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="memberships", db_index=False
    )
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, related_name="memberships", db_index=False
    )
    household = models.ForeignKey(
        "people.Household", models.PROTECT, null=True, related_name="memberships"
    )
    label = models.CharField(max_length=60, blank=True)
    read_seq = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    is_removed = models.BooleanField(default=False)
    muted_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # the groups of a person and of a post: first question of every page
            Index(fields=["person"], condition=Q(left_at=None), name="member_of_person"),
            Index(fields=["post"], condition=Q(left_at=None), name="member_of_post"),
        ]
        constraints = [
            # a member is a person or a post, never both or neither
            CheckConstraint(
                condition=Q(person=None, post__isnull=False) | Q(person__isnull=False, post=None),
                name="member_person_or_post",
            ),
            # a household comes with the person who speaks for it
            CheckConstraint(
                condition=Q(household=None) | Q(person__isnull=False), name="member_household"
            ),
            # nobody is in a group twice at once
            UniqueConstraint(
                fields=["group", "person"], condition=Q(left_at=None), name="member_person_once"
            ),
            UniqueConstraint(
                fields=["group", "post"], condition=Q(left_at=None), name="member_post_once"
            ),
            # who was removed has left
            CheckConstraint(
                condition=Q(is_removed=False) | Q(left_at__isnull=False), name="member_removed_left"
            ),
            CheckConstraint(condition=Q(read_seq__gte=0), name="member_read_seq"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.person or self.post)


class Message(models.Model):
    """One thing said. Split by month of the id; no foreign key points here.

    seq: the number in its group. sent_at: the phone's clock, kept beside ours (`at`), never judged by.
    Text of a recalled message is empty: the words lie in its revision, for those who may see a case that cites them.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="messages", db_index=False)
    seq = models.BigIntegerField()
    author_person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", db_index=False
    )
    author_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, related_name="+", db_index=False
    )
    author_label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(k.value, k.label) for k in MessageKind])
    text = models.TextField(blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reply_to_id = models.BigIntegerField(null=True)
    mentions = ArrayField(models.BigIntegerField(), default=list)
    message_class = models.CharField(
        max_length=16, null=True, choices=[(c.value, c.label) for c in MessageClass]
    )
    classed_by_id = models.BigIntegerField(null=True)
    classed_at = models.DateTimeField(null=True)
    client_key = models.UUIDField()
    sent_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            # a page of a group, the messages after a number for the live process
            Index(fields=["group", "seq"], name="message_seq"),
            # the repeat of a send, asked under the group's lock
            Index(fields=["group", "client_key"], name="message_key"),
            # "said but not answered", oldest first
            Index(
                fields=["group", "at"],
                condition=Q(message_class=MessageClass.UNANSWERED.value, recalled_at=None),
                name="message_unanswered",
            ),
            # whether a picture stands in words that may be read
            Index(fields=["file"], condition=Q(file__isnull=False), name="message_file"),
            # the figures of a group over the last month
            Index(fields=["group", "at"], name="message_at"),
        ]
        constraints = [
            # numbers begin at 1
            CheckConstraint(condition=Q(seq__gte=1), name="message_seq_from_1"),
            # 事事有回音: what a resident says has a class from the first moment, until taken back unanswered;
            # what an office or the service says has none
            CheckConstraint(
                condition=Q(author_post=None, author_person__isnull=False)
                & (Q(message_class__isnull=False) | Q(recalled_at__isnull=False))
                | (Q(author_post__isnull=False) | Q(author_person=None)) & Q(message_class=None),
                name="message_residents_are_classed",
            ),
            # words taken back wait for nobody
            CheckConstraint(
                condition=Q(recalled_at=None)
                | Q(message_class=None)
                | ~Q(message_class=MessageClass.UNANSWERED.value),
                name="message_recalled_waits_not",
            ),
            # who classed it and when, together or not at all; unanswered is nobody's word
            CheckConstraint(
                condition=Q(classed_by_id=None, classed_at=None)
                | Q(classed_by_id__isnull=False, classed_at__isnull=False),
                name="message_classed_pair",
            ),
            CheckConstraint(
                condition=~Q(message_class=MessageClass.UNANSWERED.value) | Q(classed_at=None),
                name="message_unanswered_by_nobody",
            ),
            # something was said: words, a file, or the trace of what was taken back
            CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False) | Q(recalled_at__isnull=False),
                name="message_says_something",
            ),
            # taken back means gone from here: the evidence lies in the revision
            CheckConstraint(
                condition=Q(recalled_at=None) | Q(text="", file=None),
                name="message_recalled_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}/{self.seq}"


class MessageRevision(models.Model):
    """What a message said before it was changed, with who changed it and why."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message_id = models.BigIntegerField(db_index=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=[(k.value, k.label) for k in RevisionKind])
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    by_person_id = models.BigIntegerField()
    by_post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # whoever takes another's words away says why
            CheckConstraint(
                condition=~Q(kind=RevisionKind.REMOVED.value) | ~Q(reason=""),
                name="revision_removed_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"


class MessageCase(models.Model):
    """Words that a case was made of or cites, copied so that they outlive the month they were said in."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    message_id = models.BigIntegerField(db_index=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="words", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    seq = models.BigIntegerField()
    author_person_id = models.BigIntegerField(null=True)
    author_label = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    linked_at = models.DateTimeField()
    linked_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # a message is cited once by a case, whatever is tapped twice; also serves the words of a case
            UniqueConstraint(fields=["case", "message_id"], name="message_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.case_id}"


class CaseCard(models.Model):
    """Where the card of a case stands: once in each group that has words of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="cards", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    message_id = models.BigIntegerField()
    words_id = models.BigIntegerField()  # the first words of the case in this group

    class Meta:
        constraints = [
            UniqueConstraint(fields=["case", "group"], name="card_once_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.group_id}"


class GroupSettings(models.Model):
    """The limits of a place, one row a version; the newest counts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=40, unique=True)
    recall_minutes = models.PositiveIntegerField()
    edit_minutes = models.PositiveIntegerField()
    unanswered_minutes = models.PositiveIntegerField()
    silent_days = models.PositiveIntegerField()
    officer_silent_days = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class KindText(models.Model):
    """What a new group of a kind is given to begin with: its purpose and rules, in the words of the place."""

    kind = models.CharField(
        max_length=20, primary_key=True, choices=[(k.value, k.label) for k in GroupKind]
    )
    purpose = models.CharField(max_length=500, blank=True)
    rules_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.kind
