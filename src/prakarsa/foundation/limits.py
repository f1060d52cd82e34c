"""How often one visitor may ask for what is dear: fixed windows, per person or network address.

Somebody who is signed in is counted as themselves, so that an office behind one address shares
nothing; a stranger is counted by address. What the machine feels is counted in a table that all
web processes share; a search, which must stay cheap, by each process for itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.models import Tally
from prakarsa.foundation.time import now

View = TypeVar("View", bound=Callable[..., Any])
MINUTE, TEN_MINUTES = 60, 600
# A household or an office holds so many leading bits of an IPv6 address.
HOUSE_BITS = 64
MOST_REMEMBERED = 50_000
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of dear work; the number comes from the setting PRAKARSA_LIMIT_<name>."""

    name: str
    seconds: int
    is_shared: bool = True

    @property
    def most(self) -> int:
        """Return how often one visitor may ask in one window."""
        limits: dict[str, int] = settings.PRAKARSA_LIMITS
        return limits[self.name]


SEARCHES = Rule("SEARCHES", MINUTE, is_shared=False)
EXPORTS = Rule("EXPORTS", TEN_MINUTES)
PAPERS = Rule("PAPERS", TEN_MINUTES)
UPLOADS = Rule("UPLOADS", TEN_MINUTES)
OPEN_DATA = Rule("OPEN_DATA", TEN_MINUTES)
LETTERS = Rule("LETTERS", TEN_MINUTES)
# Ways to an institution's account and back: a sign-in there takes two.
IDENTITIES = Rule("IDENTITIES", TEN_MINUTES)
# Requests of programs.
API = Rule("API", MINUTE, is_shared=False)
# Looks at what is known only by its hash: so many, and no guessing.
CHECKS = Rule("CHECKS", TEN_MINUTES)
# How many refusals of one visitor are written down.
REFUSALS = Rule("REFUSALS", MINUTE)
RULES = (SEARCHES, EXPORTS, PAPERS, UPLOADS, OPEN_DATA, LETTERS, IDENTITIES, API, CHECKS, REFUSALS)


class TooMany(Exception):
    """The visitor asked too often; says after how many seconds to come back."""

    def __init__(self, *, seconds: int, is_first: bool) -> None:
        super().__init__(seconds)
        self.seconds, self.is_first = seconds, is_first


def limited(rule: Rule, *, parameter: str = "", method: str = "") -> Callable[[View], View]:
    """Let a view be asked so often and no more; raise TooMany instead of calling it.

    With `parameter` only requests count that fill this field of the address, with `method` only
    requests of this method.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            is_asked = not parameter or request.GET.get(parameter, "").strip()
            if is_asked and method in ("", request.method):
                take(rule, visitor=visitor_of(request), at=now())
            return view(request, *arguments, **named)

        vars(counted)["limit"] = rule
        return cast("View", counted)

    return mark


def take(rule: Rule, *, visitor: str, at: datetime) -> None:
    """Count one asking; raise TooMany when it is one too many in this window."""
    start = int(at.timestamp()) // rule.seconds * rule.seconds
    bucket = salted_hmac("prakarsa.limits", f"{rule.name}\n{visitor}", algorithm="sha256")
    count = _counts.add(rule, bucket.hexdigest(), start)
    if count > rule.most:
        rest = start + rule.seconds - int(at.timestamp())
        raise TooMany(seconds=max(rest, 1), is_first=count == rule.most + 1)


def visitor_of(request: HttpRequest) -> str:
    """Return who is counted: the person, else the network address."""
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"address {house_of(client_address(request))}"


def house_of(address: str) -> str:
    """Return the address of one household: an IPv6 visitor changes the rest at will."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network((known, HOUSE_BITS), strict=False))
    return str(known)


def sweep_tallies(*, at: datetime) -> int:
    """Remove the counts of windows that are long over."""
    oldest = int((at - KEPT).timestamp())
    return Tally.objects.filter(started_at__lt=oldest).delete()[0]


class _Counts:
    """Counts of this process; it also remembers who is over a shared limit, to ask no more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._own: dict[tuple[str, int], int] = {}

    def add(self, rule: Rule, bucket: str, start: int) -> int:
        """Count one more in a window and return how many that makes."""
        own = self._add_own(bucket, start)
        if not rule.is_shared or own > rule.most + 1:
            return own
        return _add_shared(bucket, start)

    def _add_own(self, bucket: str, start: int) -> int:
        with self._lock:
            if len(self._own) >= MOST_REMEMBERED:
                self._forget(start)
            count = self._own.get((bucket, start), 0) + 1
            self._own[bucket, start] = count
            return count

    def _forget(self, start: int) -> None:
        kept = {key: count for key, count in self._own.items() if key[1] >= start}
        self._own = kept if len(kept) < MOST_REMEMBERED else {}


_counts = _Counts()


@transaction.atomic
def _add_shared(bucket: str, start: int) -> int:
    """Count one more for all processes; nobody counts between our writing and our reading."""
    row = Tally.objects.filter(bucket=bucket, started_at=start)
    if not row.update(count=F("count") + 1):
        Tally.objects.bulk_create([Tally(bucket=bucket, started_at=start)], ignore_conflicts=True)
        row.update(count=F("count") + 1)
    return row.values_list("count", flat=True).get()
