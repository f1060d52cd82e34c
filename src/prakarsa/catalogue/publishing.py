"""What everybody may see of an innovation: one closed list, and how its texts are shown.

Everything public is made from `PUBLIC_COLUMNS` and nothing else: the pages, the search, the
sitemap and open data. Who adds a column here publishes it; a test compares the list with the
privacy register.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Read of an innovation and of what belongs to it; names of people and of partners are not here.
CARD_COLUMNS = (
    "key", "region__code", "region__name", "region__slug", "region__is_example", "agency__key",
    "agency__name", "name", "summary", "summary_en", "initiator", "year",
)  # fmt: skip
PUBLIC_COLUMNS = (
    *CARD_COLUMNS, "stage", "kind", "form", "origin", "replicated_from", "main_affair", "theme",
    "trial_on", "implemented_on", "developed_on", "purpose", "benefit", "result", "source",
    "published_at",
)  # fmt: skip
PUBLIC_AFFAIR = ("affair",)
PUBLIC_AWARD = ("name", "year", "source")
PUBLIC_BENEFIT = (
    "measure", "unit", "direction", "baseline", "baseline_on", "result", "result_on", "method",
    "source",
)  # fmt: skip

# Numbers of mobile phones, of people (NIK 16 digits, NIP 18), and addresses of mail: people write
# them into texts that were not meant for everybody.
_CONTACTS = re.compile(
    r"(?<![\w+])(?:\+62[ .-]?|0)8\d{1,2}(?:[ .-]?\d){6,9}(?!\d)"
    r"|(?<!\d)628\d{8,10}(?!\d)"
    r"|(?<!\d)(?:\d{16,18}|\d{8} \d{6} \d \d{3})(?!\d)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
HIDDEN = "[…]"
# How two of the shipped lists write a source that is no address: "seed:001_… (HARIAN X, 2023)".
_NAMED_SOURCE = re.compile(r"seed:\S+ \((?P<name>.+)\)")
_EXPLAINED_NAME = re.compile(r"(?P<short>[^()]+?) \((?P<long>[^()]{6,})\)")


def without_contacts(text: str) -> str:
    """Return a text without numbers of phones and people and without addresses of mail."""
    return _CONTACTS.sub(HIDDEN, text)


def split_name(name: str) -> tuple[str, str]:
    """Return a name and its explanation: "BREXIT (Braille E-Ticket)" holds both."""
    match = _EXPLAINED_NAME.fullmatch(name)
    return (match["short"], match["long"]) if match else (name, "")


def link_of(source: str) -> str:
    """Return a source when it is an address one may follow, else nothing."""
    return source if urlsplit(source).scheme in {"http", "https"} else ""


def name_of_source(source: str) -> str:
    """Return a source in short: the host of an address, the name of a paper."""
    if link_of(source):
        return (urlsplit(source).hostname or source).removeprefix("www.")
    match = _NAMED_SOURCE.fullmatch(source)
    return match["name"] if match else source
