"""A person with an account, what proves that it is them, and the letters and devices they use."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Credential(models.TextChoices):
    """What somebody last proved with that the account is theirs."""

    PASSWORD = "password", _("kata sandi")
    APPLICATION = "application", _("aplikasi autentikator")
    PASSKEY = "passkey", _("kunci sandi")
    RECOVERY = "recovery", _("kode pemulihan")
    IDENTITY = "identity", _("akun lembaga")


class PersonManager(BaseUserManager["Person"]):
    """Look people up by their address, without regard to case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """One human being, one account. The key is opaque: the audit chain knows only it."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("Ikuti perangkat")
        LIGHT = "light", _("Terang")
        DARK = "dark", _("Gelap")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("alamat surel"), unique=True)
    name = models.CharField(_("nama"), max_length=200)
    nip = models.CharField("NIP", max_length=18, blank=True)
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="id")
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    # Kept by the acts on factors, so that asking it costs no query on each request.
    has_second_factor = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name


# How `devices.describe_device` ends for what is held in the hand.
HANDHELD = ("Android", "iPhone", "iPad")


class Letter(models.Model):
    """A one-time letter: works once, expires, and only for its own purpose."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation"
        RESET = "reset"
        ADDRESS = "address"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    token_digest = models.CharField(max_length=64, unique=True)
    # A changed password or address changes the stamp, and the letter is dead.
    account_stamp = models.CharField(max_length=64)
    # Only a letter that confirms an address has one.
    new_email = models.EmailField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class DeviceSession(models.Model):
    """One signed-in device, so that its person can see it and end it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=120, blank=True)
    proof = models.CharField(max_length=12, choices=Credential.choices, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"])]

    def __str__(self) -> str:
        return f"device {self.pk}"

    @property
    def is_handheld(self) -> bool:
        """Say whether it is a telephone or a tablet, from the words that describe it."""
        return self.device.endswith(HANDHELD)


class Factor(models.Model):
    """A second factor: an authenticator application, or the passkey of a device or a key."""

    class Kind(models.TextChoices):
        APPLICATION = "application", _("Aplikasi autentikator")
        PASSKEY = "passkey", _("Kunci sandi")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=60, blank=True)
    # An application's secret is sealed; of a passkey we know only the public half.
    sealed_secret = models.TextField(blank=True)
    credential = models.TextField(blank=True)
    credential_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # The step or signature counter of the last use: an older one is a replay or a copy.
    last_counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(kind="application"),
                name="one_application_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="application", credential="", credential_digest=None)
                | models.Q(kind="passkey", sealed_secret="", credential_digest__isnull=False),
                name="factor_holds_what_its_kind_needs",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class RecoveryCode(models.Model):
    """A code for the day the phone is lost; works once, and only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="one_recovery_code")
        ]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Identity(models.Model):
    """A person's account at an identity provider: issuer and subject, never an address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_identity"),
            models.UniqueConstraint(fields=["person", "issuer"], name="one_identity_per_issuer"),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"
