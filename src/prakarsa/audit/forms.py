"""The filters of the auditor's page: closed lists and two days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.audit.wording import act_choices, kind_choices
from prakarsa.foundation.filters import asked, one_of
from prakarsa.foundation.forms import DayField

# What the filters are called in the address, which people read.
IN_ADDRESS = {"act": "tindakan", "kind": "jenis", "since": "sejak", "until": "sampai"}


class FilterForm(forms.Form):
    """What to show."""

    act = forms.ChoiceField(label=_("Tindakan"), required=False)
    kind = forms.ChoiceField(label=_("Jenis catatan"), required=False)
    since = DayField(label=_("Sejak"), required=False)
    until = DayField(label=_("Sampai"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Semua"))]
        self.fields["act"] = forms.ChoiceField(
            label=_("Tindakan"), required=False, choices=[*everything, *act_choices()]
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Jenis catatan"), required=False, choices=[*everything, *kind_choices()]
        )

    def add_prefix(self, field_name: str) -> str:
        """Return the name of a field as it stands in the address."""
        return IN_ADDRESS.get(field_name, field_name)

    def refuse_unknown(self) -> None:
        """Raise BadRequest for a name or a value that the form does not offer."""
        words = asked(self.data, IN_ADDRESS.values())
        one_of(words["tindakan"], [act for _group, acts in act_choices() for act, _label in acts])
        one_of(words["jenis"], [value for value, _label in kind_choices()])

    def criteria(self) -> dict[str, Any]:
        """Return the filters as `entries_of` takes them; raise KeyError before validation."""
        return {name: self.cleaned_data[name] for name in IN_ADDRESS}

    def as_asked(self) -> dict[str, Any]:
        """Return the filters by their names in the address, as a reading is recorded."""
        return {IN_ADDRESS[name]: value for name, value in self.cleaned_data.items()}
