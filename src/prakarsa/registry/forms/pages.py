"""One page of the profile, whatever kind of part it is: a form of fields, or a list of rows."""

from __future__ import annotations

from copy import copy
from typing import Any

from prakarsa.registry.forms.parts import FORMS, PartForm
from prakarsa.registry.forms.rows import FormSet, row_set, rows_of
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import CONTENTS, Part


class PartPage:
    """The bound or filled page of a part; `fields` or `rows` is what the template draws."""

    def __init__(self, part: Part, innovation: Innovation, data: Any = None) -> None:
        self.part = part
        self.fields: PartForm | None = None
        self.rows: FormSet | None = None
        if part in FORMS:
            # The form writes into its instance before anything is decided.
            self.fields = FORMS[part](data, instance=copy(innovation))
        else:
            rows = list(getattr(innovation, CONTENTS[part].rows).all())
            self.rows = row_set(part, rows=rows, data=data)

    def is_valid(self) -> bool:
        """Say whether everything that was sent may be saved."""
        form = self.fields or self.rows
        return form is not None and form.is_valid()

    @property
    def has_errors(self) -> bool:
        """Say whether the page comes back with something to mend."""
        if self.rows is not None:
            return self.rows.is_bound and self.rows.total_error_count() > 0
        return self.fields is not None and bool(self.fields.errors)

    def values(self) -> dict[str, Any]:
        """Return what the part holds now: its columns, or its list of rows."""
        if self.rows is not None:
            return {CONTENTS[self.part].rows: rows_of(self.rows)}
        return dict(self.fields.cleaned_data) if self.fields is not None else {}

    def refuse(self, field: str, text: str) -> None:
        """Put what an act refused beside its field."""
        if self.fields is not None:
            self.fields.add_error(field, text)
