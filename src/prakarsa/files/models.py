"""Files people gave us or we made: bytes by hash in the store, one row per reference."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency, Region


class StoredFile(models.Model):
    """One reference to stored bytes. The hash gives no right; the owner package decides."""

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
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty")
        ]

    def __str__(self) -> str:
        return self.name
