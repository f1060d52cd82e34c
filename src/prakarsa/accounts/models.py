"""A person with an account, and the one-time letters that open it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name


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
    address = models.GenericIPAddressField(null=True, blank=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_seen_at"])]

    def __str__(self) -> str:
        return f"device {self.pk}"
