"""The sitemap: an index, and pieces of some thousand addresses each; examples are left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify

from prakarsa.catalogue.models import Entry
from prakarsa.catalogue.publishing import split_name, without_contacts
from prakarsa.foundation.addresses import full_address
from prakarsa.registry.queries import as_published, is_public

PIECE = 5000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
COLUMNS = (
    "innovation__key", "innovation__name", "innovation__published_at", "innovation__state",
    "innovation__public_revision__snapshot",
)  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def listed() -> QuerySet[Entry]:
    """Return the entries search engines may know: real, and public at this moment."""
    return Entry.objects.filter(is_public("innovation__"), is_example=False).order_by("pk")


def piece_count() -> int:
    """Return how many pieces there are, at least one."""
    return max(1, -(-listed().count() // PIECE))


def index_text() -> str:
    """Return the index of all pieces."""
    addresses = (
        reverse("catalogue:sitemap-piece", args=[number]) for number in range(1, piece_count() + 1)
    )
    lines = "\n".join(f"<sitemap><loc>{full_address(each)}</loc></sitemap>" for each in addresses)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{lines}\n</sitemapindex>\n'


def piece_lines(number: int) -> Iterator[str]:
    """Give one piece line by line; the first begins with the pages that are always there."""
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">\n'
    if number == 1:
        for name in ("catalogue:home", "catalogue:data"):
            yield f"<url><loc>{full_address(reverse(name))}</loc></url>\n"
    rows = listed()[(number - 1) * PIECE : number * PIECE]
    related = rows.select_related("innovation__public_revision").only(*COLUMNS)
    for innovation in [as_published(row.innovation) for row in related]:
        yield _line(innovation.key, innovation.name, innovation.published_at)
    yield "</urlset>\n"


def _line(key: str, name: str, published_at: datetime | None) -> str:
    slug = slugify(split_name(without_contacts(name))[0])[:60] or "inovasi"
    address = full_address(reverse("catalogue:detail", args=[key, slug]))
    day = f"<lastmod>{published_at.date().isoformat()}</lastmod>" if published_at else ""
    return f"<url><loc>{address}</loc>{day}</url>\n"
