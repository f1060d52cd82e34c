"""The frame of every page: where the visitor may go, in the order of the guide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from prakarsa.accounts.models import Person
from prakarsa.foundation.time import now
from prakarsa.notices.queries import unread_count
from prakarsa.organisations.access import Access
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, memberships_of, public_seat

IN_BOTTOM_BAR = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: the name of its address, its words, its icon, what else belongs to it."""

    name: str
    label: str | Promise
    icon: str
    also: str = ""


HOME = Place("dashboards:home", _("Beranda"), "home")
SUMMARY = Place("dashboards:summary", _("Ringkasan"), "home")
INNOVATIONS = Place("registry:list", _("Inovasi"), "bulb", also="/bukti/")
QUEUE = Place("evidence:queue", _("Antrean"), "list-check")
INDEX = Place("assessments:index", _("Indeks"), "chart-bar")
TARGETS = Place("targets:list", _("Target"), "target")
AUCTIONS = Place("auctions:list", _("Lelang kinerja"), "gavel", also="/kontrak/")
CONTRACTS = Place("contracts:list", pgettext_lazy("many", "Kontrak"), "file-text")
CATALOGUE = Place("catalogue:home", _("Katalog"), "book", also="/katalog/")
OPEN_DATA = Place("catalogue:data", _("Data terbuka"), "database")
AGENCIES = Place("organisations:agencies", _("Perangkat daerah"), "building")
REGIONS = Place("organisations:regions", _("Daerah"), "map-2")
PEOPLE = Place("organisations:people", _("Orang"), "users")
CALENDAR = Place("calendars:home", _("Kalender"), "calendar")
RIGHTS = Place("organisations:rights", _("Hak akses"), "shield-check")
AUDIT = Place("audit:list", _("Jejak audit"), "history")
HEALTH = Place("operations:home", _("Kesehatan sistem"), "tool")
JOBS = Place("jobs:list", _("Pekerjaan"), "clipboard-list")
NOTICES = Place("notices:list", _("Pesan"), "bell")
MAILS = Place("notices:mails", _("Surel terkirim"), "mail")
OUTGOING = Place("notices:outgoing", _("Surel keluar"), "mail")

ACCOUNT = Place("accounts:settings", _("Akun dan kata sandi"), "user")
SECURITY = Place("accounts:security", _("Keamanan akun"), "shield-lock")
SESSIONS = Place("accounts:sessions", _("Perangkat yang masuk"), "devices")
OFFERS = Place("organisations:offers", _("Undangan peran"), "users")
PREFERENCES = Place("notices:preferences", _("Pilihan pesan"), "settings")

# Guide, section 4. Lomba, TPP and Karier join when they exist.
PLACES: dict[Role, tuple[Place, ...]] = {
    Role.PLATFORM_ADMIN: (HOME, PEOPLE, AGENCIES, HEALTH, JOBS),
    Role.SECRETARIAT: (HOME, INNOVATIONS, INDEX, TARGETS, AUCTIONS),
    Role.VERIFIER: (HOME, QUEUE, INNOVATIONS, INDEX),
    Role.OPERATOR: (HOME, INNOVATIONS, TARGETS),
    Role.EMPLOYEE: (HOME, INNOVATIONS, TARGETS),
    Role.AGENCY_HEAD: (HOME, INNOVATIONS, AUCTIONS, TARGETS),
    Role.MAYOR: (SUMMARY, INDEX, TARGETS, AUCTIONS),
    Role.SECRETARY: (SUMMARY, INDEX, TARGETS, AUCTIONS),
    Role.PANEL: (HOME, AUCTIONS, CONTRACTS),
    Role.HR: (HOME, INNOVATIONS),
    Role.FINANCE: (HOME,),
    Role.AUDITOR: (AUDIT, CONTRACTS, INDEX, INNOVATIONS, TARGETS),
    Role.PUBLIC: (CATALOGUE, OPEN_DATA),
}
ALL_PLACES = (
    HOME, SUMMARY, INNOVATIONS, QUEUE, INDEX, TARGETS, AUCTIONS, CONTRACTS, AGENCIES, REGIONS,
    PEOPLE, CALENDAR, RIGHTS, AUDIT, HEALTH, JOBS, OUTGOING, MAILS, CATALOGUE, OPEN_DATA,
)  # fmt: skip
PERSONAL = (ACCOUNT, SECURITY, SESSIONS, OFFERS, PREFERENCES)


@dataclass(frozen=True, slots=True)
class Link:
    """A place as one page shows it; a top place stands in the head of wide screens already."""

    url: str
    label: str | Promise
    icon: str
    is_current: bool = False
    is_top: bool = False


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
    def personal(self) -> list[Link]:
        """Return the pages of a person's own account."""
        return self._links(PERSONAL)

    @cached_property
    def other_seats(self) -> list[Membership]:
        """Return the memberships the person may change to today: one query, on the menu only."""
        seat = self.seat
        if seat.person is None or seat.membership is None:
            return []
        rows = memberships_of(seat.person, on=seat.today(now()))
        return list(rows.exclude(pk=seat.membership.pk))

    @cached_property
    def unread(self) -> int:
        """Count the person's unread notices: one indexed query, only where the bell is drawn."""
        return unread_count(self.seat.person) if self.seat.person else 0

    @cached_property
    def initials(self) -> str:
        """Return the first letters of the first and last name."""
        words = self.seat.person.name.split() if self.seat.person else []
        return "".join(word[0] for word in dict.fromkeys(words[:1] + words[-1:])).upper()

    @cached_property
    def theme(self) -> str:
        """Return light, dark, or nothing when the device decides."""
        cookie = self.request.COOKIES.get(settings.PRAKARSA_THEME_COOKIE, "")
        chosen = self.seat.person.theme if self.seat.person else cookie
        return chosen if chosen in {"light", "dark"} else ""

    @property
    def home_url(self) -> str:
        """Return where the name of the product leads."""
        return self.places[0].url if self.places else reverse("menu")

    @property
    def notices_url(self) -> str | None:
        """Return where the bell leads."""
        return self._address(NOTICES.name)

    @property
    def sign_in_url(self) -> str | None:
        """Return where a visitor signs in."""
        return self._address("accounts:sign-in")

    @property
    def sign_out_url(self) -> str | None:
        """Return where a person signs out."""
        return self._address("accounts:sign-out")

    @property
    def change_seat_url(self) -> str | None:
        """Return where a person sits in another membership."""
        return self._address("organisations:change-seat")

    @property
    def catalogue_url(self) -> str | None:
        """Return where everybody may search."""
        return self._address(CATALOGUE.name)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Return the languages of the switch."""
        return list(settings.LANGUAGES)

    @property
    def themes(self) -> list[tuple[str, str | Promise]]:
        """Return the themes of the switch."""
        return list(Person.Theme.choices)

    def _address(self, name: str) -> str | None:
        return _address_open_to(self.seat, name)

    def _links(self, places: tuple[Place, ...]) -> list[Link]:
        if self.seat.is_held:
            return []
        pairs = [(place, self._address(place.name)) for place in places]
        path = self.request.path
        inside = [url for place, url in pairs if url and _is_inside(path, url, place.also)]
        here = max(inside, key=len, default=None)
        top = PLACES[self.seat.role]
        return [
            Link(url, place.label, place.icon, url == here, place in top)
            for place, url in pairs
            if url
        ]


def _is_inside(path: str, url: str, also: str) -> bool:
    if also and path.startswith(also):
        return True
    return path == url or (url != "/" and path.startswith(url))


def _address_open_to(seat: Seat, name: str) -> str | None:
    """Return the address of a view that declares itself open to the visitor."""
    url, access = _declared(name)
    is_open = seat.role in access.roles and (seat.person is not None or not access.needs_account)
    return url if is_open else None


@cache
def _declared(name: str) -> tuple[str, Access]:
    """Return the address of a view and to whom it opens; to nobody when there is none."""
    nobody = Access(frozenset(), needs_account=True)
    try:
        url = reverse(name)
    except NoReverseMatch:
        return "", nobody
    return url, getattr(resolve(url).func, "access", nobody)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs."""
    seat: Seat = getattr(request, "seat", None) or public_seat()
    return {"seat": seat, "frame": Frame(request=request, seat=seat)}
