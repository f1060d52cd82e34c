"""The frame of every page: where the visitor may go, in the order of the guide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.notices.models import Notice
from prakarsa.organisations.access import Access
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, public_seat

IN_BOTTOM_BAR = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: the name of its address, its words and its icon."""

    name: str
    label: str | Promise
    icon: str


HOME = Place("dashboards:home", _("Beranda"), "home")
SUMMARY = Place("dashboards:summary", _("Ringkasan"), "home")
INNOVATIONS = Place("registry:list", _("Inovasi"), "bulb")
QUEUE = Place("evidence:queue", _("Antrean"), "list-check")
INDEX = Place("assessments:index", _("Indeks"), "chart-bar")
TARGETS = Place("targets:list", _("Target"), "target")
CATALOGUE = Place("catalogue:home", _("Katalog"), "book")
OPEN_DATA = Place("catalogue:data", _("Data terbuka"), "database")
AGENCIES = Place("organisations:agencies", _("Perangkat daerah"), "building")
PEOPLE = Place("organisations:people", _("Orang"), "users")
CALENDAR = Place("calendars:home", _("Kalender"), "calendar")
RIGHTS = Place("organisations:rights", _("Hak akses"), "shield-check")
AUDIT = Place("audit:list", _("Jejak audit"), "history")
JOBS = Place("jobs:list", _("Pekerjaan"), "clipboard-list")
NOTICES = Place("notices:list", _("Pesan"), "bell")
MAILS = Place("notices:mails", _("Surel terkirim"), "mail")

# Guide, section 4. Lomba, Lelang kinerja, TPP and Karier join when they exist.
PLACES: dict[Role, tuple[Place, ...]] = {
    Role.PLATFORM_ADMIN: (HOME, PEOPLE, AGENCIES, JOBS),
    Role.SECRETARIAT: (HOME, INNOVATIONS, INDEX, TARGETS),
    Role.VERIFIER: (HOME, QUEUE, INNOVATIONS, INDEX),
    Role.OPERATOR: (HOME, INNOVATIONS, TARGETS),
    Role.EMPLOYEE: (HOME, INNOVATIONS, TARGETS),
    Role.AGENCY_HEAD: (HOME, INNOVATIONS, TARGETS),
    Role.MAYOR: (SUMMARY, INDEX, TARGETS),
    Role.SECRETARY: (SUMMARY, INDEX, TARGETS),
    Role.HR: (HOME, INNOVATIONS),
    Role.FINANCE: (HOME,),
    Role.AUDITOR: (AUDIT, INDEX, INNOVATIONS),
    Role.PUBLIC: (CATALOGUE, OPEN_DATA),
}
ALL_PLACES = (
    HOME, SUMMARY, INNOVATIONS, QUEUE, INDEX, TARGETS, CATALOGUE, OPEN_DATA, AGENCIES, PEOPLE,
    CALENDAR, RIGHTS, AUDIT, JOBS, NOTICES, MAILS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one page shows it."""

    url: str
    label: str | Promise
    icon: str
    is_current: bool = False


@dataclass(frozen=True)
class Frame:
    """What the base template asks for; nothing is read until it is asked."""

    request: HttpRequest
    seat: Seat

    @cached_property
    def places(self) -> list[Link]:
        """Return the places of the role, in the guide's order."""
        return self._links(PLACES[self.seat.role])

    @cached_property
    def bottom(self) -> list[Link]:
        """Return the places of the bottom bar of a phone."""
        return self.places[:IN_BOTTOM_BAR]

    @cached_property
    def others(self) -> list[Link]:
        """Return the places of the menu page: open to the seat, not in the bottom bar."""
        shown = {link.url for link in self.bottom}
        return [link for link in self._links(ALL_PLACES) if link.url not in shown]

    @cached_property
    def unread(self) -> int:
        """Count the person's unread notices: one indexed query, only where the bell is drawn."""
        return Notice.objects.filter(person=self.seat.person, read_at=None).count()

    @cached_property
    def initials(self) -> str:
        """Return the first letters of the first and last name."""
        words = self.seat.person.name.split() if self.seat.person else []
        return "".join(word[0] for word in dict.fromkeys(words[:1] + words[-1:])).upper()

    @cached_property
    def theme(self) -> str:
        """Return light, dark, or nothing when the device decides."""
        chosen = self.seat.person.theme if self.seat.person else self.request.COOKIES.get("theme")
        return chosen if chosen in {"light", "dark"} else ""

    @property
    def notices_url(self) -> str | None:
        """Return where the bell leads."""
        return _address_open_to(self.seat.role, NOTICES.name)

    @property
    def sign_in_url(self) -> str | None:
        """Return where a visitor signs in."""
        return _address_open_to(self.seat.role, "accounts:sign-in")

    @property
    def sign_out_url(self) -> str | None:
        """Return where a person signs out."""
        return _address_open_to(self.seat.role, "accounts:sign-out")

    @property
    def catalogue_url(self) -> str | None:
        """Return where everybody may search."""
        return _address_open_to(self.seat.role, CATALOGUE.name)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Return the languages of the switch."""
        return list(settings.LANGUAGES)

    @property
    def themes(self) -> list[tuple[str, str]]:
        """Return the themes of the switch."""
        return Person.Theme.choices

    def _links(self, places: tuple[Place, ...]) -> list[Link]:
        pairs = [(place, _address_open_to(self.seat.role, place.name)) for place in places]
        path = self.request.path
        inside = [url for _place, url in pairs if url and _is_inside(path, url)]
        here = max(inside, key=len, default=None)
        return [Link(url, place.label, place.icon, url == here) for place, url in pairs if url]


def _is_inside(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _address_open_to(role: Role, name: str) -> str | None:
    """Return the address of a view that declares itself open to the role."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    access: Access | None = getattr(resolve(url).func, "access", None)
    return url if access is not None and role in access.roles else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs."""
    seat: Seat = getattr(request, "seat", None) or public_seat()
    return {"seat": seat, "frame": Frame(request=request, seat=seat)}
