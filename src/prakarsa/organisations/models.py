"""Regions, the tree of agencies, services, memberships and superiors, all with dates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.keys import key_field
from prakarsa.organisations.roles import Role

# A membership that was taken back before it began counts on no day at all.
ENDS_NOT_BEFORE_START = models.Q(valid_until__isnull=True) | models.Q(
    valid_until__gte=models.F("valid_from")
)
ENDS_AFTER_START = models.Q(valid_until__isnull=True) | models.Q(
    valid_until__gt=models.F("valid_from")
)


class Region(models.Model):
    """A province, kabupaten or kota with its Kemendagri code, such as 35.73."""

    class Kind(models.TextChoices):
        PROVINCE = "provinsi", _("Provinsi")
        REGENCY = "kabupaten", _("Kabupaten")
        CITY = "kota", _("Kota")

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    zone = models.CharField(max_length=32)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RegionCluster(models.Model):
    """The cluster the ministry puts a region in for one year."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="clusters")
    year = models.PositiveSmallIntegerField()
    cluster = models.CharField(max_length=60)
    source = models.CharField(max_length=400)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="one_cluster_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.year}"


class Agency(models.Model):
    """A unit of a region, valid from one day until (not including) another."""

    class Kind(models.TextChoices):
        OPD = "opd", _("Perangkat daerah")
        DISTRICT = "kecamatan", _("Kecamatan")
        WARD = "kelurahan", _("Kelurahan")
        VILLAGE = "desa", _("Desa")
        HEALTH_CENTRE = "puskesmas", _("Puskesmas")
        HOSPITAL = "rumah_sakit", _("Rumah sakit")
        SCHOOL = "sekolah", _("Sekolah")
        ENTERPRISE = "bumd", _("BUMD")
        OTHER = "lainnya", _("Lainnya")

    key = key_field()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(_("nama"), max_length=200)
    normalised_name = models.CharField(max_length=200, editable=False)
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    source = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["region_id", "name"]
        constraints = [
            # Two halves: SQLite makes no constraint that takes an empty column for a value.
            models.UniqueConstraint(
                fields=["region", "normalised_name", "valid_from"],
                condition=models.Q(valid_from__isnull=False),
                name="one_agency_per_start",
            ),
            models.UniqueConstraint(
                fields=["region", "normalised_name"],
                condition=models.Q(valid_from__isnull=True),
                name="one_agency_since_ever",
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="agency_ends_after_start"),
        ]
        indexes = [models.Index(fields=["region", "kind"])]

    def __str__(self) -> str:
        return self.name


class AgencySuccession(models.Model):
    """One agency became another on a day: by merging, splitting or being renamed."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Digabung")
        SPLIT = "split", _("Dipecah")
        RENAME = "rename", _("Berganti nama")

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="heirs")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="ancestors")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    effective_on = models.DateField()
    source = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="not_own_heir"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class Service(models.Model):
    """A service an agency gives, such as the birth certificate."""

    key = key_field()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(_("nama layanan"), max_length=200)
    normalised_name = models.CharField(max_length=200, editable=False)
    description = models.TextField(_("keterangan"), max_length=2000, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "normalised_name"], name="one_service_name")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in one role, in a region or one of its agencies, between two days."""

    key = key_field()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    ended_because = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-valid_from", "pk"]
        indexes = [models.Index(fields=["region", "role"])]
        constraints = [
            models.CheckConstraint(
                condition=ENDS_NOT_BEFORE_START, name="membership_ends_not_before_start"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.PLATFORM_ADMIN) | models.Q(region__isnull=False),
                name="membership_has_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"


class Invitation(models.Model):
    """A role offered to whoever reads an address; it counts, and names them, once they accept."""

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu jawaban")
        ACCEPTED = "accepted", _("Diterima")
        DECLINED = "declined", _("Ditolak")
        WITHDRAWN = "withdrawn", _("Ditarik")

    key = key_field()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    # As the inviter typed them: all that the inviter sees of the person until then.
    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(_("peran"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    valid_from = models.DateField(_("berlaku sejak"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    # In which seat it was offered: when that ends, nobody stands behind the offer any more.
    offered_in = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["region", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "agency"],
                condition=models.Q(state="open", agency__isnull=False),
                name="one_open_for_an_agency",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "region"],
                condition=models.Q(state="open", agency__isnull=True, region__isnull=False),
                name="one_open_for_a_region",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(state="open", agency__isnull=True, region__isnull=True),
                name="one_open_for_all_regions",
            ),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="invitation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.key}"


class Supervision(models.Model):
    """Who reports to whom, between two days; a person has one direct superior at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="superiors")
    superior = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subordinates")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ENDS_AFTER_START, name="supervision_ends_after_start"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("superior")), name="not_own_superior"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(valid_until__isnull=True),
                name="one_superior_now",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} -> {self.superior_id}"
