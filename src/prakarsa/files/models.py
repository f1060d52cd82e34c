"""Files people gave us or we made, and uploads that are still under way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency, Membership, Region


class StoredFile(models.Model):
    """One reference to bytes of its own in the store, found there by its key.

    Neither key nor hash gives a right: the package that owns the page decides who may read it.
    """

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", _("Bukti")
        ATTACHMENT = "attachment", _("Lampiran")
        EXPORT = "export", _("Ekspor")
        SOURCE = "source", _("Berkas sumber")

    key = key_field()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("nama berkas"), max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True)
    # The seat an export was made in: when that ends, so does the right to fetch it.
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(expires_at__isnull=True)
                | models.Q(expires_at__gt=models.F("created_at")),
                name="file_expires_after_creation",
            ),
            models.CheckConstraint(
                condition=~models.Q(purpose="export")
                | models.Q(owner__isnull=False, expires_at__isnull=False),
                name="export_has_owner_and_end",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "created_at"]),
            models.Index(fields=["expires_at"]),
        ]

    def __str__(self) -> str:
        return self.name


class UploadSession(models.Model):
    """A file that arrives in pieces, for one person and one form, resumed where it stopped."""

    key = key_field()
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    # The path of the form it is for; another form does not take it.
    target = models.CharField(max_length=200)
    # The same file chosen again for the same form goes on where it stopped.
    fingerprint = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    # Known once the whole was received and inspected; empty before.
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(length__gt=0, offset__lte=models.F("length")),
                name="upload_within_length",
            ),
            models.UniqueConstraint(
                fields=["person", "fingerprint"], name="one_upload_per_person_and_file"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return self.key

    @property
    def is_ready(self) -> bool:
        """Say whether all bytes are there and were found acceptable."""
        return bool(self.sha256)
