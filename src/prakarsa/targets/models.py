"""A campaign, its quota per kind of unit, and the reminders that were sent."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import Agency, Region


class Campaign(models.Model):
    """A target for the units of a region in a period, with the document that sets it."""

    class Counts(models.TextChoices):
        SUBMITTED = "submitted", _("Diajukan")
        VERIFIED = "verified", _("Terverifikasi")
        PUBLISHED = "published", _("Terbit")

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(_("nama target"), max_length=200)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir"))
    counts = models.CharField(_("yang dihitung"), max_length=9, choices=Counts.choices)
    only_new = models.BooleanField(_("hanya inovasi baru dalam periode"), default=True)
    source = models.CharField(_("dasar"), max_length=600)
    source_link = models.URLField(_("tautan dasar"), max_length=500, blank=True)
    is_confirmed = models.BooleanField(_("dasar sudah dikonfirmasi"), default=False)
    remark = models.CharField(_("catatan"), max_length=600, blank=True)
    # Taken from public sources, and counted from the public catalogue: everybody may see it.
    is_reported = models.BooleanField(_("diberitakan sumber publik"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="campaign_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(is_reported=False) | models.Q(counts="published"),
                name="reported_campaign_counts_published",
            ),
            models.UniqueConstraint(
                fields=["region", "name", "starts_on"], name="one_campaign_per_name_and_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Quota(models.Model):
    """How many innovations each unit of a kind owes, or each of its services."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="quotas")
    agency_kind = models.CharField(_("jenis unit"), max_length=12, choices=Agency.Kind.choices)
    needed = models.PositiveSmallIntegerField(_("jumlah"))
    per_service = models.BooleanField(_("per layanan"), default=False)

    class Meta:
        ordering = ["agency_kind"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "agency_kind"], name="one_quota_per_kind"),
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="quota_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_kind}: {self.needed}"


class Reminder(models.Model):
    """A reminder that went to a unit, so that nobody is asked twice a day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reminders")
    text = models.CharField(max_length=1000, blank=True)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by_key = models.CharField(max_length=64)
    people = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "agency", "sent_on"], name="one_reminder_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.agency_id}"
