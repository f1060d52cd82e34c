"""Forms of several equal rows: missions, rounds, shares, segments, values known.

Rows are numbered fields of one form, so that everything wrong stands in one summary. A row left
empty is no row. Without scripts more rows come by a button that saves nothing but adds some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from prakarsa.foundation.hygiene import CleanTextMixin
from prakarsa.foundation.versions import VersionedMixin, version_field

MORE = "more"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """The fields of one row, with its number from 1 on."""

    number: int
    fields: tuple[BoundField, ...]

    @property
    def errors(self) -> list[str]:
        """Return everything wrong in this row."""
        return [str(error) for field in self.fields for error in field.errors]


class RowsForm(VersionedMixin, CleanTextMixin, forms.Form):
    """A form of rows; a kind of it names its `columns` and how many rows there may be."""

    most: ClassVar[int] = 60
    # How many empty rows stand ready.
    spare: ClassVar[int] = 3
    # Those that may stay empty in a row that has something.
    optional: ClassVar[frozenset[str]] = frozenset()

    # Those that need little room.
    short: ClassVar[frozenset[str]] = frozenset()

    version = version_field()
    rows = forms.IntegerField(min_value=0, max_value=500, widget=forms.HiddenInput())

    def __init__(
        self,
        posted: Mapping[str, Any] | None,
        *,
        stored: Sequence[Mapping[str, Any]],
        version: int,
        once: Mapping[str, Any] | None = None,
    ) -> None:
        self.count = self._count(posted, len(stored))
        self.asks_more = posted is not None and MORE in posted
        initial: dict[str, Any] = {"version": version, **(once or {})}
        for number, row in enumerate(stored):
            initial |= {f"{name}_{number}": value for name, value in row.items()}
        if self.asks_more and posted is not None:
            # What was typed so far stays, and is not judged yet.
            initial |= dict(posted.items())
        initial["rows"] = self.count
        super().__init__(None if self.asks_more else posted, initial=initial)
        for number in range(self.count):
            for name, field in self.columns().items():
                self._add(name, number, field)

    def columns(self) -> dict[str, forms.Field]:
        """Return new fields of one row by name, in order."""
        raise NotImplementedError

    def field_rows(self) -> Iterator[FieldRow]:
        """Yield the rows for the page."""
        names = list(self.columns())
        for number in range(self.count):
            fields = tuple(self[f"{name}_{number}"] for name in names)
            yield FieldRow(number + 1, fields)

    def other_fields(self) -> Iterator[BoundField]:
        """Yield the fields that stand once, below the rows."""
        own = set(RowsForm.base_fields)
        yield from (self[name] for name in self.base_fields if name not in own)

    def head(self) -> list[str]:
        """Return the labels of the columns."""
        return [str(field.label) for field in self.columns().values()]

    def values(self) -> list[dict[str, Any]]:
        """Return the rows that have something; call after validation."""
        found = (
            {name: self.cleaned_data.get(f"{name}_{number}") for name in self.columns()}
            for number in range(self.count)
        )
        return [row for row in found if not self.is_empty(row)]

    def is_empty(self, row: Mapping[str, Any]) -> bool:
        """Say whether a row says nothing."""
        return all(value in (None, "") for value in row.values())

    def clean(self) -> dict[str, Any]:
        """Ask for what a begun row lacks, beside its field."""
        values = super().clean() or {}
        for number in range(self.count):
            row = {name: values.get(f"{name}_{number}") for name in self.columns()}
            if self.is_empty(row):
                continue
            for name, value in row.items():
                key = f"{name}_{number}"
                if value in (None, "") and name not in self.optional and key not in self.errors:
                    self.add_error(key, self._missing(name, number))
        return values

    def _missing(self, name: str, number: int) -> str:
        words = {"number": number + 1, "field": str(self.columns()[name].label).lower()}
        return _("Baris %(number)s: isi %(field)s, atau kosongkan barisnya.") % words

    def _add(self, name: str, number: int, field: forms.Field) -> None:
        field.required = False
        vars(field).update(column_label=field.label, is_short=name in self.short)
        label = _("%(field)s, baris %(number)s") % {"field": field.label, "number": number + 1}
        field.widget.attrs["aria-label"] = field.label = label
        field.help_text = ""
        self.fields[f"{name}_{number}"] = field

    def _count(self, posted: Mapping[str, Any] | None, stored: int) -> int:
        """Return how many rows the page has: as it was sent, more when more were asked for."""
        if posted is None:
            return min(self.most, stored + self.spare)
        text = str(posted.get("rows", ""))
        sent = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        return min(self.most, sent + (self.spare if MORE in posted else 0))

    @property
    def has_room(self) -> bool:
        """Say whether more rows can be added."""
        return self.spare > 0 and self.count < self.most
