"""The forms of acts: a new innovation, a return with notes, an end with its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.organisations.models import Agency
from prakarsa.organisations.queries import visible_agencies
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import Note
from prakarsa.registry.parts import Part


class NewForm(CleanTextMixin, forms.Form):
    """The one thing needed to begin: a name, and whose it is when that is not clear."""

    name = forms.CharField(
        label=_("Apa nama inovasinya?"),
        max_length=250,
        help_text=_("Nama dan, bila ada, kepanjangannya. Masih dapat diubah nanti."),
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Milik siapa?"))
    is_separate = forms.BooleanField(
        label=_("Ini inovasi lain, bukan yang sudah tercatat"), required=False
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = visible_agencies(seat)
        choice = self.fields["agency"]
        if not isinstance(choice, forms.ModelChoiceField):
            raise TypeError(choice)
        if seat.role in AGENCY_ROLES:
            choice.queryset = rows.filter(pk__in=seat.agency_ids)
            choice.initial = seat.agency
            if len(seat.agency_ids) == 1:
                choice.widget = forms.HiddenInput()
        else:
            choice.queryset = rows
            choice.required = False
            choice.empty_label = _("Daerah secara keseluruhan")


class ReturnForm(CleanTextMixin, forms.Form):
    """What has to be mended: a note for the whole and one for each part that needs it."""

    whole = forms.CharField(
        label=_("Catatan untuk keseluruhan"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            self.fields[part.value] = forms.CharField(
                label=str(part.label),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one note."""
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            self.add_error(
                "whole", _("Tulis paling sedikit satu catatan agar jelas apa yang perlu.")
            )
        return values

    def notes(self) -> list[Note]:
        """Return the notes that were written."""
        values = self.cleaned_data
        notes = [Note(values["whole"])] if values["whole"] else []
        return notes + [Note(values[part], part) for part in Part if values[part]]


class ReasonForm(CleanTextMixin, forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
