"""What people type about agencies, services and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.foundation.forms import ActMixin, DayField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import VersionedMixin, version_field
from prakarsa.organisations.actions.people import refuse_wrong_agency
from prakarsa.organisations.models import Agency, Membership, RegionCluster, Service
from prakarsa.organisations.permissions import grantable_roles
from prakarsa.organisations.queries import managed_regions, visible_agencies, visible_people
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class AgencyForm(VersionedMixin, CleanTextMixin, ModelForm):
    """An agency's facts; its parent is looked up in the seat's own region."""

    version = version_field()

    class Meta:
        model = Agency
        fields = ["name", "kind", "parent", "valid_from", "valid_until"]
        field_classes = {"valid_from": DayField, "valid_until": DayField}
        help_texts = {
            "valid_from": _("Kosongkan bila tidak diketahui."),
            "valid_until": _("Hari pertama unit tidak lagi ada. Kosongkan bila masih berlaku."),
        }

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version
        parents = visible_agencies(seat).exclude(pk=self.instance.pk)
        self.fields["parent"] = forms.ModelChoiceField(
            parents, required=False, label=_("Induk"), empty_label=_("Tanpa induk")
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("Tanggal berakhir harus setelah tanggal mulai."))
        return values


class SuccessionForm(ActMixin, CleanTextMixin, forms.Form):
    """Which agencies end, which carry on, from which day, by which document."""

    predecessors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("Unit asal"))
    successors = forms.ModelMultipleChoiceField(Agency.objects.none(), label=_("Unit penerus"))
    effective_on = DayField(label=_("Berlaku sejak"))
    source = forms.CharField(label=_("Dasar hukum"), max_length=400)

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessors", "successors"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = visible_agencies(seat)


class ServiceForm(ActMixin, CleanTextMixin, ModelForm):
    """A service by the name citizens know it by."""

    class Meta:
        model = Service
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class ClusterForm(VersionedMixin, CleanTextMixin, ModelForm):
    """A region's cluster for one year, where nobody has stated one meanwhile."""

    version = version_field()

    class Meta:
        model = RegionCluster
        fields = ["year", "cluster", "source"]
        labels = {"year": _("Tahun"), "cluster": _("Klaster"), "source": _("Sumber")}


class InviteForm(ActMixin, CleanTextMixin, ModelForm):
    """A new member: address, name, role, where and from when."""

    email = forms.EmailField(label=_("Alamat surel"), max_length=254)
    person_name = forms.CharField(label=_("Nama lengkap"), max_length=200)

    class Meta:
        model = Membership
        fields = ["role", "region", "agency", "valid_from", "valid_until"]
        field_classes = {"valid_from": DayField, "valid_until": DayField}

    field_order = ["email", "person_name", "role", "region", "agency", "valid_from", "valid_until"]

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = grantable_roles(seat)
        choices = [(role.value, role.label) for role in Role if role in allowed]
        self.fields["role"] = forms.ChoiceField(choices=choices, label=_("Peran"))
        agencies = visible_agencies(seat)
        is_head = seat.role is Role.AGENCY_HEAD
        if is_head:
            agencies = agencies.filter(pk__in=seat.agency_ids)
        self.fields["agency"] = forms.ModelChoiceField(
            agencies,
            required=is_head,
            label=_("Unit kerja"),
            empty_label=None if is_head else _("Tingkat daerah"),
            initial=seat.agency,
        )
        self.fields["region"] = forms.ModelChoiceField(
            managed_regions(seat), required=False, label=_("Daerah"), empty_label=_("Tanpa daerah")
        )
        if seat.role is not Role.PLATFORM_ADMIN:
            del self.fields["region"]
        else:
            del self.fields["agency"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_until")
        if start and end and end <= start:
            self.add_error("valid_until", _("Tanggal berakhir harus setelah tanggal mulai."))
        role = values.get("role")
        if role and "agency" in values:
            self._refuse_wrong_agency(Role(role), values["agency"])
        if role == Role.SECRETARIAT and "region" in values and values["region"] is None:
            self.add_error("region", _("Peran ini memerlukan daerah. Pilih daerahnya."))
        return values

    def _refuse_wrong_agency(self, role: Role, agency: Agency | None) -> None:
        try:
            refuse_wrong_agency(role, agency)
        except ValidationError as problem:
            self.add_error(None, problem)


class ReasonForm(ActMixin, CleanTextMixin, forms.Form):
    """Why something ends."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(VersionedMixin, ReasonForm):
    """Why a membership ends that nobody has changed meanwhile."""

    version = version_field()


class DeactivateForm(ReasonForm):
    """Why an account closes, and who carries on with the drafts."""

    heir = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        label=_("Penerus draf"),
        help_text=_("Pilih bila orang ini satu-satunya operator di unitnya."),
        empty_label=_("Belum dipilih"),
    )

    def __init__(self, *args: Any, seat: Seat, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["heir"]
        assert isinstance(field, forms.ModelChoiceField)
        agencies = Agency.objects.filter(memberships__person=person)
        own = Membership.objects.filter(agency__in=agencies).values("person")
        people = visible_people(seat).filter(is_active=True, pk__in=own)
        field.queryset = people.exclude(pk=person.pk)


class SuperiorForm(VersionedMixin, CleanTextMixin, forms.Form):
    """Who the direct superior is from a day on, where nobody has named one meanwhile."""

    version = version_field()
    superior = forms.ModelChoiceField(
        Person.objects.none(), label=_("Atasan langsung"), empty_label=_("Belum dipilih")
    )
    valid_from = DayField(label=_("Berlaku sejak"))

    def __init__(self, *args: Any, seat: Seat, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["superior"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = visible_people(seat).filter(is_active=True).exclude(pk=person.pk)


class UploadForm(CleanTextMixin, forms.Form):
    """A table to import."""

    file = forms.FileField(label=_("Berkas CSV atau XLSX"))
