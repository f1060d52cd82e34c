"""The filters of the auditor's page: closed lists and two days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.audit.wording import act_choices, kind_choices
from prakarsa.foundation.filters import asked, one_of
from prakarsa.foundation.forms import DayField


class FilterForm(forms.Form):
    """What to show; the names stand in the address."""

    tindakan = forms.ChoiceField(label=_("Tindakan"), required=False)
    jenis = forms.ChoiceField(label=_("Jenis catatan"), required=False)
    sejak = DayField(label=_("Sejak"), required=False)
    sampai = DayField(label=_("Sampai"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Semua"))]
        self.fields["tindakan"] = forms.ChoiceField(
            label=_("Tindakan"), required=False, choices=[*everything, *act_choices()]
        )
        self.fields["jenis"] = forms.ChoiceField(
            label=_("Jenis catatan"), required=False, choices=[*everything, *kind_choices()]
        )

    def refuse_unknown(self) -> None:
        """Raise BadRequest for a name or a value that the form does not offer."""
        words = asked(self.data, self.fields)
        one_of(words["tindakan"], [act for _group, acts in act_choices() for act, _label in acts])
        one_of(words["jenis"], [value for value, _label in kind_choices()])

    def criteria(self) -> dict[str, Any]:
        """Return the filters as `entries_of` takes them; raise KeyError before validation."""
        values = self.cleaned_data
        return {
            "act": values["tindakan"],
            "kind": values["jenis"],
            "since": values["sejak"],
            "until": values["sampai"],
        }
