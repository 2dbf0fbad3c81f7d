from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from huiyin.ground.bare import Bare
from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.rules import Role, masked_name, masked_phone
from huiyin.territory.models import Dwelling, Node


class Person(models.Model):
    """Somebody the service knows. `key`: their name in a pack; synthetic persons are marked as such."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=64, unique=True, null=True, blank=True)
    name = models.CharField(max_length=64)
    phone = EncryptedTextField(blank=True, default="", lookup="phone_hash")
    phone_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    born_on = models.DateField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)
    locale = models.CharField(max_length=16, default="zh-hans")
    elder_mode = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    privacy = holds(
        "id key is_synthetic created_at",
        name=Data.NAME,
        phone=Data.PHONE,
        phone_hash=Data.PHONE,
        born_on=Data.BIRTH,
        locale=Data.READING,
        elder_mode=Data.READING,
    )

    class Meta:
        indexes: ClassVar = [
            # whoever calls is found by the number they call from
            Index(fields=["phone_hash"], condition=~Q(phone_hash=""), name="person_phone"),
        ]
        constraints: ClassVar = [
            # a number without its hash would never be found again
            CheckConstraint(
                condition=Q(phone="", phone_hash="") | ~Q(phone_hash="") & ~Q(phone=""),
                name="person_phone_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name as other residents may see it."""
        return masked_name(self.name)

    @property
    def display_phone(self) -> str:
        return masked_phone(self.phone)


class Accounts(BaseUserManager["Account"]):
    """Every request reads the account of its session, and then who that is: one query for both."""

    def get_queryset(self) -> "models.QuerySet[Account]":
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser, PermissionsMixin):
    """What somebody signs in with. Rights come from posts, never from groups of permissions."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    privacy = holds(
        "id person is_active is_superuser",
        username=Data.SIGN_IN,
        password=Data.SIGN_IN,
        last_login=Data.SIGN_IN,
    )

    objects = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class ApiKey(models.Model):
    """With what a program signs in for a person. Only the hash of the secret is kept.

    prefix: what lists show, and the secret begins with. window_at, window_used: the minute that is being counted.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=64)
    prefix = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=32))
    per_minute = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    window_at = models.DateTimeField()
    window_used = models.PositiveIntegerField(default=0)
    privacy = holds(
        "id prefix secret_hash scopes per_minute created_at expires_at revoked_at last_used_at window_at window_used",
        person=Data.KEY,
        name=Data.KEY,
    )

    class Meta:
        constraints: ClassVar = [
            # a key that never ends is forgotten before it is revoked
            CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_key_ends"),
            # a key that opens nothing is a mistake
            CheckConstraint(condition=~Q(scopes=[]), name="api_key_has_scopes"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class Post(models.Model):
    """岗位: a role at one node. Posts hold work, persons hold posts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=64, unique=True)
    role = models.CharField(max_length=32)
    node = models.ForeignKey(Node, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=64)
    call_name = models.CharField(max_length=16, blank=True)
    areas: "models.ManyToManyField[Node, PostArea]" = models.ManyToManyField(
        Node, through="PostArea", related_name="+"
    )
    phone = models.CharField(max_length=32, blank=True)  # the office's: public
    privacy = holds("id key role node title call_name phone")

    class Meta:
        indexes: ClassVar = [
            # whether a number somebody says in a group is one that an office has published
            Index(Bare("phone"), condition=~Q(phone=""), name="post_published"),
        ]
        constraints: ClassVar = [
            # one accountable post of these roles at a place: groups and rungs without one failed (M)
            UniqueConstraint(
                fields=["node", "role"],
                condition=Q(role__in=[role.value for role in Role if role.is_single]),
                name="post_single",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PostArea(models.Model):
    """A place that one post looks after within its node: the grids of an area cadre."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="area_rows")
    # two cadres over one grid would both think the other answers
    node = models.OneToOneField(Node, models.PROTECT, related_name="+")
    privacy = holds("id post node")

    def __str__(self) -> str:
        return f"{self.post_id}: {self.node_id}"


class Incumbency(models.Model):
    """A person holds a post for a time."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="incumbencies")
    person = models.ForeignKey(Person, models.PROTECT, related_name="incumbencies")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    is_exclusive = models.BooleanField()
    privacy = holds("id post is_exclusive", person=Data.POST, from_at=Data.POST, to_at=Data.POST)

    class Meta:
        constraints: ClassVar = [
            # the same person does not hold one post twice at once
            UniqueConstraint(
                fields=["post", "person"], condition=Q(to_at=None), name="incumbency_once"
            ),
            # 一员一格: where one person is meant to answer, there is one
            UniqueConstraint(
                fields=["post"],
                condition=Q(to_at=None, is_exclusive=True),
                name="incumbency_exclusive",
            ),
            # an empty period would hide who was there
            CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gt=F("from_at")), name="incumbency_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"


class Substitute(models.Model):
    """替岗: the people of `by_post` act for `post` for a time."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="substitutes")
    by_post = models.ForeignKey(Post, models.PROTECT, related_name="stands_in")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    privacy = holds("id post by_post", from_at=Data.POST, to_at=Data.POST)

    class Meta:
        constraints: ClassVar = [
            # a leave has an end, and nobody stands in for themselves
            CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="substitute_period"),
            CheckConstraint(condition=~Q(post=F("by_post")), name="substitute_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.by_post_id}"


class Household(models.Model):
    """户: the unit of coverage, where people live; its grid is that of the dwelling."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, null=True, blank=True, related_name="households"
    )
    grid = models.ForeignKey(Node, models.PROTECT, related_name="households", db_index=False)
    micro_grid = models.ForeignKey(Node, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=64)
    privacy = holds("id grid micro_grid", dwelling=Data.HOME, label=Data.HOME)

    class Meta:
        constraints: ClassVar = [
            # households of one home are told apart by their label, village houses by it alone;
            # serves the list of a grid's households too
            UniqueConstraint(
                fields=["grid", "label", "dwelling"],
                name="household_label",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.label


class HouseholdMember(models.Model):
    """A person of a household: living there, registered there, or both."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    is_living_here = models.BooleanField(default=True)
    is_registered_here = models.BooleanField(default=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    privacy = holds(
        "id household from_at to_at",
        person=Data.HOME,
        is_living_here=Data.HOME,
        is_registered_here=Data.HOME,
    )

    class Meta:
        indexes: ClassVar = [
            # the members of a household, past ones too
            Index(fields=["household"], name="member_household"),
        ]
        constraints: ClassVar = [
            # counted once
            UniqueConstraint(
                fields=["household", "person"], condition=Q(to_at=None), name="member_once"
            ),
            # somebody who neither lives nor is registered here is no member
            CheckConstraint(
                condition=Q(is_living_here=True) | Q(is_registered_here=True),
                name="member_lives_or_is_registered",
            ),
            # an empty period would hide who was there
            CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gt=F("from_at")), name="member_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.person_id}"
