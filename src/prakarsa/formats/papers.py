"""Makes the papers people print and sign: PDF from a template of ours and values as data."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

_PACKAGES = Path(__file__).resolve().parent.parent
_FONTS = Path(__file__).resolve().parent / "documents" / "fonts"


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """Render `package/name`, the template `<package>/documents/<name>.typ`, as tagged PDF.

    The template reads the values from `data` of `/formats/documents/letter.typ`; they are never
    markup. `at` is the moment written into the file: the same values then give the same bytes.
    """
    import typst

    package, _, name = template.partition("/")
    path = _PACKAGES / package / "documents" / f"{name}.typ"
    return typst.compile(
        path,
        root=_PACKAGES,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        # The paper tells the second; the library refuses anything finer.
        timestamp=at.replace(microsecond=0) if at else None,
    )


@cache
def _fonts() -> "typst.Fonts":
    """The fonts we ship, read once; what the machine happens to have is left out."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[_FONTS])
