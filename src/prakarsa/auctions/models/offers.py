"""Offers on a lot and the one decision that ends its negotiation: written once, never changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prakarsa.auctions.models.lots import VALUE, Lot
from prakarsa.auctions.models.periods import Round
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import key_field


class Offer(models.Model):
    """A value and a day that one side names, and why."""

    class Side(models.TextChoices):
        BIDDER = "bidder", pgettext_lazy("one", "Perangkat daerah")
        PANEL = "panel", _("Panel")

    key = key_field()
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveSmallIntegerField(_("nomor tawaran"))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    side = models.CharField(max_length=6, choices=Side.choices)
    value = models.DecimalField(_("nilai"), **VALUE)
    day = models.DateField(_("tanggal tercapai"))
    reason = models.CharField(_("alasan"), max_length=1000)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="one_offer_per_number"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="offer_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.number}"


class OfferFile(models.Model):
    """A file that supports an offer."""

    key = key_field()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class Decision(models.Model):
    """How a negotiation ended: one per lot, whoever acts at the same moment."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Tawaran diterima")
        IMPOSED = "imposed", _("Ditetapkan kepala daerah")
        LAPSED = "lapsed", _("Gugur tanpa kesepakatan")

    lot = models.OneToOneField(Lot, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    offer = models.OneToOneField(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )
    # What was decided: as the accepted offer says, or as the mayor imposes; empty when it lapsed.
    value = models.DecimalField(**VALUE, null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=1000, blank=True)
    actor_key = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind="accepted", offer__isnull=False, value__isnull=False, day__isnull=False
                )
                | models.Q(
                    ~models.Q(reason=""),
                    kind="imposed",
                    offer__isnull=True,
                    value__isnull=False,
                    day__isnull=False,
                )
                | models.Q(
                    ~models.Q(reason=""),
                    kind="lapsed",
                    offer__isnull=True,
                    value__isnull=True,
                    day__isnull=True,
                ),
                name="decision_fits_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.kind}"
