"""What is typed in the room: an offer with its files, an acceptance by its number, a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.auctions.actions.negotiation import OfferTerms
from prakarsa.formats.kinds import Kind
from prakarsa.foundation.forms import ActMixin, DayField, NumberField
from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import version_field

LONGEST_REASON, MOST_FILES = 1000, 5
KINDS = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.CSV})
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.xlsx,.csv"


class FilesInput(forms.FileInput):
    """One input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, or none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that came, each checked by itself; raise ValidationError."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise ValidationError(_("Paling banyak %d berkas per tawaran.") % MOST_FILES)
        return [super(FilesField, self).clean(each, initial) for each in given]


class RoomForm(CleanTextMixin, ActMixin, forms.Form):
    """A form of the room knows which lot its page showed."""

    version = version_field()

    def go_on_from(self, version: int) -> None:
        """Show the lot as it is now, with what was typed: sending it again is meant for that."""
        self.data = {**dict(self.data.items()), "version": str(version)}


class TermsForm(RoomForm):
    """A value, a day and a reason."""

    value = NumberField(label=gettext_lazy("Nilai"))
    day = DayField(label=gettext_lazy("Tanggal tercapai"))
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Dibaca kedua pihak dan tersimpan bersama tawaran."),
    )

    def __init__(self, *arguments: Any, unit: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["value"].label = _("Nilai (%s)") % unit

    def terms(self) -> OfferTerms:
        """Return value, day and reason as the act takes them."""
        names = ("value", "day", "reason")
        return OfferTerms(**{name: self.cleaned_data[name] for name in names})


class OfferForm(TermsForm):
    """An offer of either side, with files that support it."""

    attachments = FilesField(
        label=gettext_lazy("Lampiran"),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )


class ReasonForm(RoomForm):
    """Why a lot is not ready, or ends without a promise."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Dibaca kedua pihak dan tidak dapat diubah kemudian."),
    )

    def terms(self) -> str:
        """Return the reason."""
        return str(self.cleaned_data["reason"])


class AcceptForm(RoomForm):
    """Which offer the page showed."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput())

    def terms(self) -> int:
        """Return the number of the offer."""
        return int(self.cleaned_data["number"])
