"""What is typed about the panel: a new member, a tie, who is there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.auctions.actions.panel import TieTerms
from prakarsa.auctions.models import PanelMember, Tie
from prakarsa.foundation.forms import ActMixin, DayField
from prakarsa.organisations.models import Agency


class MemberForm(ActMixin, forms.Form):
    """Who joins the panel, and as what."""

    person = forms.ModelChoiceField(
        label=_("Orang"),
        queryset=Person.objects.none(),
        to_field_name="key",
        help_text=_("Yang punya peran kepala daerah, sekretaris daerah, atau panel di daerah ini."),
    )
    capacity = forms.ChoiceField(label=_("Sebagai"), choices=PanelMember.Capacity.choices)

    def __init__(self, *arguments: Any, people: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class TieForm(ActMixin, forms.Form):
    """What ties a member to an agency."""

    agency = forms.ModelChoiceField(
        label=_("Perangkat daerah"), queryset=Agency.objects.none(), to_field_name="key"
    )
    kind = forms.ChoiceField(
        label=_("Hubungan"), choices=Tie.Kind.choices, widget=forms.RadioSelect
    )
    valid_from = DayField(
        label=_("Sejak"), required=False, help_text=_("Kosongkan bila tidak diketahui.")
    )
    valid_until = DayField(
        label=_("Sampai"),
        required=False,
        help_text=_("Hari pertama anggota boleh menjawab lagi. Kosongkan bila belum tentu."),
    )

    def __init__(self, *arguments: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies

    def terms(self) -> TieTerms:
        """Return the tie as the act takes it."""
        return TieTerms(**self.cleaned_data)


class PresenceForm(forms.Form):
    """Which button was pressed: there or not, in which round, and where to go back to."""

    round = forms.IntegerField(min_value=1, max_value=99)
    present = forms.TypedChoiceField(
        choices=[("1", _("Hadir")), ("0", _("Tidak hadir"))], coerce=lambda value: value == "1"
    )
    back = forms.CharField(required=False, max_length=200)
