"""A period of the auction: missions, rounds, and the panel with its ties."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.models import ENDS_AFTER_START, Agency, Region


class AuctionPeriod(models.Model):
    """The years in which what is promised must be reached, and how the auction is held."""

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="auction_periods")
    name = models.CharField(_("nama periode"), max_length=200)
    starts_on = models.DateField(_("hari pertama"))
    ends_on = models.DateField(_("hari terakhir"))
    round_count = models.PositiveSmallIntegerField(_("jumlah putaran"), default=2)
    quorum = models.PositiveSmallIntegerField(_("kuorum panel"), default=3)
    turn_minutes = models.PositiveSmallIntegerField(_("menit per giliran"), default=10)
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    basis = models.CharField(_("dasar"), max_length=600)
    # The rulebook of `rules.contract` by which its contracts are judged.
    book = models.CharField(_("buku aturan"), max_length=40)
    # Taken from public sources: it has no lots, and everybody may see it.
    is_reported = models.BooleanField(_("diberitakan sumber publik"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="auction_has_length"
            ),
            models.CheckConstraint(
                condition=models.Q(round_count__gte=1, round_count__lte=9, quorum__gte=1),
                name="auction_has_rounds_and_quorum",
            ),
            models.UniqueConstraint(fields=["region", "name"], name="one_auction_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Mission(models.Model):
    """A mission of the RPJMD that lots belong to."""

    period = models.ForeignKey(AuctionPeriod, on_delete=models.CASCADE, related_name="missions")
    number = models.PositiveSmallIntegerField(_("nomor misi"))
    text = models.CharField(_("misi"), max_length=400)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="one_mission_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Round(models.Model):
    """A sitting of the panel: one day in the calendar of the period."""

    period = models.ForeignKey(AuctionPeriod, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("putaran"))
    held_on = models.DateField(_("hari"))
    starts_at = models.TimeField(_("mulai pukul"), null=True, blank=True)
    place = models.CharField(_("tempat"), max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="one_round_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.number}"


class PanelMember(models.Model):
    """Somebody who sits on the panel of a period."""

    class Capacity(models.TextChoices):
        MAYOR = "mayor", _("Kepala daerah, ketua")
        SECRETARY = "secretary", _("Sekretaris daerah")
        ACADEMIC = "academic", _("Akademisi")
        OTHER = "other", _("Anggota lain")

    key = key_field()
    period = models.ForeignKey(AuctionPeriod, on_delete=models.CASCADE, related_name="panel")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="panels")
    capacity = models.CharField(_("sebagai"), max_length=9, choices=Capacity.choices)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "person"], name="one_seat_on_a_panel")
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.person_id}"


class Tie(models.Model):
    """What binds a member of the panel to an agency, from one day until (not including) another.

    Who is tied on the day does not answer that agency. What memberships say is a tie by itself
    (`queries.panel`); here stand those that only people know. Being everybody's superior by
    office is none: the regional head would then answer nobody.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("bekerja di sana")
        FORMER_POST = "former_post", _("pernah menjabat di sana")
        SUPERIOR = "superior", _("atasan atau bawahan")
        COACH = "coach", _("pendamping")
        RELATIVE = "relative", _("hubungan keluarga")
        OTHER = "other", _("kepentingan lain")

    key = key_field()
    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="ties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("hubungan"), max_length=11, choices=Kind.choices)
    valid_from = models.DateField(_("sejak"), null=True, blank=True)
    valid_until = models.DateField(_("sampai"), null=True, blank=True)
    recorded_by_key = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="tie_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.agency_id} {self.kind}"


class Presence(models.Model):
    """Whether a member of the panel is there in a round; the last word counts."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="presences")
    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="presences")
    is_present = models.BooleanField(_("hadir"))
    recorded_by_key = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "member"], name="one_presence_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.member_id}"


class ReportedFact(models.Model):
    """What a public source reports of an auction that was held before there was a system."""

    class Kind(models.TextChoices):
        ROUND = "round", _("Putaran")
        SIGNING = "signing", _("Penandatanganan")
        AGREEMENT = "agreement", _("Perjanjian kinerja")
        MISSION = "mission", _("Misi")
        SIGNATORY = "signatory", _("Penanda tangan")
        REORGANISATION = "reorganisation", _("Penataan perangkat daerah")

    period = models.ForeignKey(AuctionPeriod, on_delete=models.CASCADE, related_name="reported")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=200)
    happened_on = models.DateField(null=True, blank=True)
    detail = models.CharField(max_length=600, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "kind", "name"], name="one_reported_fact")
        ]

    def __str__(self) -> str:
        return self.name
