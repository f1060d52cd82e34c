"""Pages of agencies and their services."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.foundation.time import now
from prakarsa.organisations import actions, permissions
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.organisations.filters import NAMES, AgencyFilter, agency_chips
from prakarsa.organisations.forms import AgencyForm, ServiceForm, SuccessionForm
from prakarsa.organisations.models import Service
from prakarsa.organisations.queries import services_of, visible_agencies
from prakarsa.organisations.roles import Role


@require_safe
@roles(*SIGNED_IN)
@limited(SEARCHES, parameter="cari")
def agency_list(request: SeatedRequest) -> HttpResponse:
    """List the agencies of the seat's region."""
    chosen = AgencyFilter.from_query(request.GET)
    visible = visible_agencies(request.seat)
    rows = chosen.apply(visible).select_related("parent", "region")
    context = {
        "page": page_of(rows, request.GET, NAMES),
        "chosen": chosen,
        "chips": agency_chips(visible, chosen),
        "can_manage": request.seat.role is Role.SECRETARIAT,
    }
    return render(request, "organisations/agencies.html", context)


@require_safe
@roles(*SIGNED_IN)
def agency_detail(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one agency: facts, services, units below, what it was and became."""
    rows = visible_agencies(request.seat).select_related("parent", "region")
    agency = get_object_or_404(rows, key=key)
    context = {
        "agency": agency,
        "services": services_of(agency),
        "children": agency.children.order_by("name"),
        "heirs": agency.heirs.select_related("successor"),
        "ancestors": agency.ancestors.select_related("predecessor"),
        "can_manage": permissions.can_manage_agency(request.seat, agency),
        "can_manage_services": permissions.can_manage_services(request.seat, agency),
        "form": ServiceForm(),
    }
    return render(request, "organisations/agency.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def agency_new(request: SeatedRequest) -> HttpResponse:
    """Make an agency."""
    form = AgencyForm(request.POST or None, seat=request.seat)
    region, at = request.seat.region, now()
    assert region is not None
    if form.runs(
        lambda values: actions.create_agency(
            seat=request.seat, region=region, values=values, at=at)
    ):  # fmt: skip
        messages.success(request, _("%s ditambahkan.") % form.cleaned_data["name"])
        return redirect("organisations:agencies")
    context = {"form": form, "title": _("Tambah unit")}
    context |= {"back_url": reverse("organisations:agencies")}
    return render(request, "organisations/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def agency_edit(request: SeatedRequest, key: str) -> HttpResponse:
    """Change an agency."""
    agency = get_object_or_404(visible_agencies(request.seat), key=key)
    name = agency.name
    form = AgencyForm(request.POST or None, instance=agency, seat=request.seat)
    at = now()
    if form.runs(
        lambda values: actions.change_agency(
            seat=request.seat, agency=agency, version=values.pop("version"), values=values, at=at)
    ):  # fmt: skip
        messages.success(request, _("%s diperbarui.") % form.cleaned_data["name"])
        return redirect("organisations:agency", key=key)
    context = {"form": form, "title": _("Ubah unit"), "lead": name, "button": _("Simpan")}
    context |= {"back_url": reverse("organisations:agency", args=[key])}
    return render(request, "organisations/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def succession(request: SeatedRequest) -> HttpResponse:
    """Merge, split or rename agencies on a day."""
    form, at = SuccessionForm(request.POST or None, seat=request.seat), now()
    if form.runs(
        lambda values: actions.succeed_agencies(seat=request.seat, at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("Pergantian unit dicatat."))
        return redirect("organisations:agencies")
    context = {
        "form": form,
        "title": _("Gabung, pecah, atau ganti nama unit"),
        "lead": _("Unit asal berakhir pada tanggal itu. Inovasi dan riwayatnya ikut penerusnya."),
        "button": _("Catat pergantian"),
        "back_url": reverse("organisations:agencies"),
    }
    return render(request, "organisations/form.html", context)


@require_POST
@roles(Role.SECRETARIAT, Role.OPERATOR)
def service_new(request: SeatedRequest, key: str) -> HttpResponse:
    """Add a service to an agency's catalogue."""
    agency = get_object_or_404(visible_agencies(request.seat), key=key)
    if not permissions.can_manage_services(request.seat, agency):
        raise PermissionDenied
    form, at = ServiceForm(request.POST), now()
    if form.runs(
        lambda values: actions.add_service(seat=request.seat, agency=agency, at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("%s ditambahkan ke katalog.") % form.cleaned_data["name"])
        return redirect("organisations:agency", key=key)
    context = {"form": form, "title": _("Tambah layanan"), "lead": agency.name}
    context |= {"back_url": reverse("organisations:agency", args=[key])}
    return render(request, "organisations/form.html", context)


@require_POST
@roles(Role.SECRETARIAT, Role.OPERATOR)
def service_end(request: SeatedRequest, key: str) -> HttpResponse:
    """End a service today."""
    rows = Service.objects.filter(agency__in=visible_agencies(request.seat))
    service = get_object_or_404(rows.select_related("agency__region"), key=key)
    at = now()
    actions.end_service(seat=request.seat, service=service, on=request.seat.today(at), at=at)
    messages.success(request, _("%s diakhiri.") % service.name)
    return redirect("organisations:agency", key=service.agency.key)
