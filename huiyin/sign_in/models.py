from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.ids import new_id
from huiyin.ground.privacy import Data, holds
from huiyin.people.models import Account


class SignedIn(models.Model):
    """A session of an account, from its beginning to its end. `session_key`: by which the browser is known.

    address, device: as much as the owner needs to recognise themselves.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=16)
    is_staff = models.BooleanField()
    began_at = models.DateTimeField()
    address = models.CharField(max_length=24, blank=True)
    device = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=16, blank=True)

    privacy = holds(
        "id way is_staff began_at ended_at ending",
        account=Data.SIGN_IN,
        session_key=Data.SIGN_IN,
        address=Data.SIGN_IN,
        device=Data.SIGN_IN,
    )

    class Meta:
        constraints: ClassVar = [
            # whoever comes back is told why
            CheckConstraint(
                condition=Q(ended_at=None, ending="") | ~Q(ending="") & Q(ended_at__isnull=False),
                name="signed_in_end_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.began_at}"


class HistoryLine(models.Model):
    """One line of 登录记录: what happened to an account, for its owner to read.

    reason, by_title: of an administrator's act. told_at: when the owner was shown it at sign-in; None for what they
    still have to be told, a moment for what needs no telling.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="history", db_index=False)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    way = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=24, blank=True)
    device = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by_title = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True)

    privacy = holds(
        "id kind at way by_title told_at",
        account=Data.SIGN_IN,
        address=Data.SIGN_IN,
        device=Data.SIGN_IN,
        reason=Data.SIGN_IN,
    )

    class Meta:
        indexes: ClassVar = [
            # the owner reads the newest first
            Index(fields=["account", "-id"], name="history_line_account"),
            # each sign-in asks what is still to be told: mostly nothing
            Index(fields=["account"], condition=Q(told_at=None), name="history_line_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind}"


class PhoneCode(models.Model):
    """A one-time code that was asked for, whether or not anybody has the number.

    code: to be sent, empty once it is. phone_hash, address_hash: by which askings are counted.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    phone = EncryptedTextField()
    phone_hash = models.CharField(max_length=64)
    address_hash = models.CharField(max_length=64)
    code = EncryptedTextField(blank=True, default="")
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    privacy = holds(
        "id code code_hash asked_at expires_at tries used_at",
        phone=Data.PHONE,
        phone_hash=Data.PHONE,
        address_hash=Data.SIGN_IN,
    )

    class Meta:
        indexes: ClassVar = [
            # askings of the last hour are counted by number and by address
            Index(fields=["phone_hash", "asked_at"], name="phone_code_phone"),
            Index(fields=["address_hash", "asked_at"], name="phone_code_address"),
        ]

    def __str__(self) -> str:
        return f"{self.id}"


class PasswordState(models.Model):
    """Since when a password stands, and whether somebody else chose it."""

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="password_state"
    )
    changed_at = models.DateTimeField()
    is_initial = models.BooleanField(default=False)

    privacy = holds("changed_at is_initial", account=Data.SIGN_IN)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.changed_at}"


class FormerPassword(models.Model):
    """A password that is not to come back, as the hash it was kept by."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    privacy = holds("id at", account=Data.SIGN_IN, password=Data.SIGN_IN)

    class Meta:
        constraints: ClassVar = [
            # kept once, so that the oldest can go
            UniqueConstraint(fields=["account", "password"], name="former_password_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.at}"
