"""Pages of people: who serves where, and ends of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.filters import asked, page_of, words_in
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.foundation.time import now
from prakarsa.organisations import actions, permissions
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, asks_again, roles, signed_in
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.forms import DeactivateForm, EndForm, SuperiorForm
from prakarsa.organisations.middleware import CHOSEN
from prakarsa.organisations.queries import (
    people_list,
    superior_version,
    visible_invitations,
    visible_memberships,
    visible_people,
)
from prakarsa.organisations.roles import RIGHTS, Role, is_second_factor_role
from prakarsa.organisations.seats import memberships_of
from prakarsa.organisations.tables import people_columns, people_rows

MANAGERS = (Role.PLATFORM_ADMIN, Role.SECRETARIAT, Role.AGENCY_HEAD)
READERS = (*MANAGERS, Role.HR, Role.AUDITOR)


@require_safe
@roles(*READERS)
@limited(SEARCHES, parameter="cari")
def person_list(request: SeatedRequest) -> HttpResponse:
    """List the people a seat may read."""
    text = asked_text(request)
    rows = people_list(request.seat, text=text)
    context = {
        "page": page_of(rows, request.GET, ["cari"]),
        "text": text,
        "can_invite": request.seat.role in MANAGERS,
        "invitations": visible_invitations(request.seat).count(),
    }
    return render(request, "organisations/people.html", context)


def asked_text(request: SeatedRequest) -> str:
    """Return what a list is searched for, where it has no other filter; raise BadRequest."""
    return words_in(asked(request.GET, ["cari"])["cari"])


@require_safe
@roles(*READERS)
def person_export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the people of the list, found by the same words, with their roles."""
    people = people_list(request.seat, text=asked_text(request))
    return export_table(
        request,
        kind,
        name=_("orang"),
        title=_("Orang"),
        columns=people_columns(),
        rows=people_rows(people),
        filters=["cari"],
    )


@require_safe
@roles(*READERS)
def person_detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one person's memberships, superior and subordinates."""
    person = get_object_or_404(visible_people(request.seat), key=key)
    memberships = person.memberships.select_related("region", "agency")
    if request.seat.region:
        memberships = memberships.filter(region=request.seat.region)
    context = {
        "shown": person,
        "memberships": [(row, permissions.can_end(request.seat, row)) for row in memberships],
        "superiors": person.superiors.select_related("superior").order_by("-valid_from"),
        "can_manage": request.seat.role in MANAGERS,
        "can_secure": permissions.can_secure(request.seat, person, on=request.seat.today(now())),
        "can_set_superior": request.seat.role in (Role.SECRETARIAT, Role.HR),
    }
    return render(request, "organisations/person.html", context)


@asks_again
@require_http_methods(["GET", "POST"])
@roles(*MANAGERS)
def membership_end(request: SeatedRequest, key: str) -> HttpResponse:
    """End a membership today, with a reason."""
    rows = visible_memberships(request.seat)
    row = get_object_or_404(rows.select_related("person", "region", "agency__region"), key=key)
    form, at = EndForm(request.POST or None, initial={"version": row.version}), now()
    if form.runs(
        lambda values: actions.end_membership(
            seat=request.seat, membership=row, on=request.seat.today(at), at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("Keanggotaan %s berakhir hari ini.") % row.person.name)
        return redirect("organisations:person", key=row.person.key)
    context = {"form": form, "title": _("Akhiri keanggotaan"), "lead": f"{row.person.name}: {row}"}
    context |= {"back_url": reverse("organisations:person", args=[row.person.key])}
    return render(request, "organisations/form.html", context)


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT, Role.PLATFORM_ADMIN)
def person_deactivate(request: SeatedRequest, key: str) -> HttpResponse:
    """Close an account and hand its drafts over."""
    person, at = get_object_or_404(visible_people(request.seat), key=key), now()
    form = DeactivateForm(request.POST or None, seat=request.seat, person=person)
    if form.runs(
        lambda values: actions.deactivate_person(
            seat=request.seat, person=person, on=request.seat.today(at), at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("Akun %s dinonaktifkan.") % person.name)
        return redirect("organisations:people")
    context = {"form": form, "title": _("Nonaktifkan akun"), "lead": person.name}
    context |= {"back_url": reverse("organisations:person", args=[key]), "closes_account": True}
    return render(request, "organisations/form.html", context)


@asks_again
@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT, Role.HR)
def superior(request: SeatedRequest, key: str) -> HttpResponse:
    """Set the direct superior from a day on."""
    person, at = get_object_or_404(visible_people(request.seat), key=key), now()
    initial = {"version": superior_version(person)}
    form = SuperiorForm(request.POST or None, seat=request.seat, person=person, initial=initial)
    if form.runs(
        lambda values: actions.set_superior(
            seat=request.seat, person=person, at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("Atasan langsung %s dicatat.") % person.name)
        return redirect("organisations:person", key=key)
    context = {"form": form, "title": _("Tetapkan atasan langsung"), "lead": person.name}
    context |= {"back_url": reverse("organisations:person", args=[key])}
    return render(request, "organisations/form.html", context)


@require_POST
@signed_in
def change_seat(request: SeatedRequest) -> HttpResponse:
    """Sit in another of one's own valid memberships."""
    person, at = request.seat.person, now()
    assert person is not None
    rows = memberships_of(person, on=request.seat.today(at))
    row = get_object_or_404(rows, key=request.POST.get("membership", ""))
    request.session[CHOSEN] = row.key
    messages.success(request, _("Anda sekarang bertindak sebagai %s.") % row.get_role_display())
    return redirect("dashboards:home")


@require_safe
@roles(*SIGNED_IN)
def rights(request: SeatedRequest) -> HttpResponse:
    """Show the table of roles and classes of data."""
    rows = [(role, list(RIGHTS[role].values()), _second_step(role)) for role in Role]
    context = {"rows": rows, "is_demanded": settings.PRAKARSA_SECOND_FACTOR}
    return render(request, "organisations/rights.html", context)


def _second_step(role: Role) -> str:
    """Say in a word whether a role signs in with a second factor."""
    if role is Role.PUBLIC:
        return _("tidak masuk")
    return _("wajib") if is_second_factor_role(role) else _("boleh")
