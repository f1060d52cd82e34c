"""Pages around an institution's identity provider: signing in, confirming, linking."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.accounts import actions, flows, sessions, steps
from prakarsa.accounts.flows import Flow, Purpose
from prakarsa.accounts.lockout import answer_lockout, is_address_exhausted
from prakarsa.accounts.models import Credential, Letter, Person
from prakarsa.accounts.providers import (
    CallFailed,
    IdentityRefused,
    Proven,
    Provider,
    provider,
    redeem,
)
from prakarsa.accounts.queries import identity_of, living_letter
from prakarsa.accounts.views.settings import OwnRequest
from prakarsa.accounts.views.sign_in import after_first_step
from prakarsa.foundation.access import asks_again, open_to_held, public, signed_in
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.limits import IDENTITIES, limited
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now

CLOCKS_DIFFER_SECONDS = 60


@open_to_held
@public
@never_cache
@require_safe
@limited(IDENTITIES)
def start(request: HttpRequest) -> HttpResponse:
    """Go to the provider: to sign in, or to prove again who one is."""
    target = own_path(request.GET.get("next")) or ""
    if isinstance(request.user, Person):
        return _go(request, Purpose.CONFIRM, person=request.user.pk, target=target)
    return _go(request, Purpose.SIGN_IN, target=target)


@asks_again
@signed_in
@never_cache
@require_safe
@limited(IDENTITIES)
def start_link(request: OwnRequest) -> HttpResponse:
    """Go to the provider to link its account with one's own."""
    return _go(request, Purpose.LINK, person=request.user.pk)


@public
@never_cache
@require_safe
@limited(IDENTITIES)
def start_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Go to the provider to accept an invitation with its account."""
    if living_letter(token=token, purpose=Letter.Purpose.INVITATION, at=now()) is None:
        return render(request, "accounts/dead_letter.html", status=410)
    person = request.user.pk if isinstance(request.user, Person) else None
    return _go(request, Purpose.INVITATION, person=person, token=token)


@open_to_held
@public
@never_cache
@require_safe
@limited(IDENTITIES)
def answered(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer, for the purpose it was asked for and nothing else."""
    institution, at = _provider(), now()
    asked = flows.take(request, request.GET.get("state", ""), at=at)
    if asked is None or not request.GET.get("code"):
        return _refused(request, "no question" if asked is None else "no code")
    flow, question = asked
    try:
        proven = redeem(
            institution,
            question,
            code=request.GET["code"],
            callback=flows.callback_address(),
        )
    except (IdentityRefused, CallFailed) as problem:
        return _refused(request, str(problem), is_away=isinstance(problem, CallFailed))
    return _go_on(request, flow, proven)


@asks_again
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: OwnRequest) -> HttpResponse:
    """Ask whether to link the account that was proven, and do it."""
    at = now()
    waits = flows.held(request, at=at)
    if waits is None or waits.flow.purpose is not Purpose.LINK:
        return redirect("accounts:security")
    if request.method == "GET":
        return render(request, "accounts/identity_link.html", {"provider": _provider()})
    flows.forget(request)
    own = {"address": client_address(request), "keep": request.session.session_key or ""}
    try:
        actions.link_identity(
            person=request.user, issuer=waits.issuer, subject=waits.subject, at=at, **own
        )
        messages.success(request, _("Akun %s dihubungkan.") % _provider().name)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("accounts:security")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Ask whether to open the invited account to the one that was proven, and do it."""
    at = now()
    waits = flows.held(request, at=at)
    if waits is None or waits.flow.purpose is not Purpose.INVITATION:
        return redirect("accounts:sign-in")
    if request.method == "GET":
        return _ask_to_open(request, waits.flow.token)
    flows.forget(request)
    try:
        person = actions.accept_invitation_as(
            token=waits.flow.token, issuer=waits.issuer, subject=waits.subject, at=at,
            address=client_address(request),
        )  # fmt: skip
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("accounts:sign-in")
    return _enter(request, person) if person else _dead(request)


@asks_again
@signed_in
@require_POST
def unlink(request: OwnRequest, pk: int) -> HttpResponse:
    """Take one's own link to an institution's account away."""
    identity = get_object_or_404(request.user.identities, pk=pk)
    key = request.session.session_key or ""
    try:
        actions.unlink_identity(
            person=request.user, identity=identity, at=now(),
            address=client_address(request), keep=key,
        )  # fmt: skip
        messages.success(request, _("Hubungan dengan akun lembaga diputus."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("accounts:security")


def _ask_to_open(request: HttpRequest, token: str) -> HttpResponse:
    """Name the account that would open: the link may have been meant for somebody else."""
    letter = living_letter(token=token, purpose=Letter.Purpose.INVITATION, at=now())
    if letter is None:
        return _dead(request)
    context = {"provider": _provider(), "shown": letter.person}
    return render(request, "accounts/identity_accept.html", context)


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _go(
    request: HttpRequest, purpose: Purpose, *, person: int | None = None, target: str = "",
    token: str = "",
) -> HttpResponse:  # fmt: skip
    """Lead the browser to the provider; a tired network address waits as for passwords."""
    institution, at = _provider(), now()
    if is_address_exhausted(address=client_address(request), at=at):
        return answer_lockout(request)
    flow = Flow(purpose, at.timestamp(), person=person, target=target, token=token)
    try:
        return redirect(flows.start(request, institution, flow))
    except (IdentityRefused, CallFailed) as problem:
        return _refused(request, str(problem), is_away=True)


def _go_on(request: HttpRequest, flow: Flow, proven: Proven) -> HttpResponse:
    person = request.user.pk if isinstance(request.user, Person) else None
    if person != flow.person:
        return _refused(request, "another person is signed in")
    if flow.purpose in (Purpose.LINK, Purpose.INVITATION):
        flows.hold(request, flow, proven)
        is_link = flow.purpose is Purpose.LINK
        return redirect("accounts:identity-link" if is_link else "accounts:identity-accept")
    identity = identity_of(issuer=proven.issuer, subject=proven.subject)
    if identity is None:
        return _refused(request, "not linked", is_unknown=True)
    if flow.purpose is Purpose.CONFIRM:
        return _confirm(request, flow, proven, identity.person)
    actions.use_identity(identity=identity, at=now())
    return _enter(request, identity.person, flow.target)


def _enter(request: HttpRequest, person: Person, target: str = "") -> HttpResponse:
    """Take the first step as this person; a second factor is asked for as after a password."""
    steps.take_first_step(request, person, credential=Credential.IDENTITY, target=target, at=now())
    return after_first_step(request, person, target)


def _confirm(request: HttpRequest, flow: Flow, proven: Proven, person: Person) -> HttpResponse:
    """Take a fresh sign-in there as a proof here, from whoever has no second factor."""
    is_fresh = proven.proved_at >= flow.at - CLOCKS_DIFFER_SECONDS
    if person != request.user or person.has_second_factor or not is_fresh:
        return _refused(request, "no fresh proof")
    sessions.confirm(request, person, credential=Credential.IDENTITY, at=now())
    return redirect(flow.target or settings.LOGIN_REDIRECT_URL)


def _refused(
    request: HttpRequest, problem: str, *, is_away: bool = False, is_unknown: bool = False
) -> HttpResponse:
    """Say that it did not work and what else does; the reason is for the log and the audit."""
    structlog.get_logger(__name__).warning("identity refused", problem=problem)
    if problem != "no question":
        actions.refuse_identity(problem=problem, at=now(), address=client_address(request))
    context = {"provider": provider(), "is_away": is_away, "is_unknown": is_unknown}
    status = 503 if is_away else 403
    return render(request, "accounts/identity_refused.html", context, status=status)


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/dead_letter.html", status=410)
