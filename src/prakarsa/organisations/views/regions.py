"""Pages of regions: the list, and the clusters of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.foundation.time import now
from prakarsa.organisations import actions
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.forms import ClusterForm
from prakarsa.organisations.queries import cluster_version, region_list
from prakarsa.organisations.roles import Role
from prakarsa.organisations.tables import region_columns, region_rows
from prakarsa.organisations.views.people import asked_text


@require_safe
@roles(*SIGNED_IN)
@limited(SEARCHES, parameter="cari")
def regions(request: SeatedRequest) -> HttpResponse:
    """List the regions with their codes."""
    text = asked_text(request)
    page = page_of(region_list(text), request.GET, ["cari"])
    return render(request, "organisations/regions.html", {"page": page, "text": text})


@require_safe
@roles(*SIGNED_IN)
def region_export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the regions of the list, found by the same words."""
    return export_table(
        request,
        kind,
        name=_("daerah"),
        title=_("Daerah"),
        columns=region_columns(),
        rows=region_rows(region_list(asked_text(request))),
        filters=["cari"],
    )


@require_http_methods(["GET", "POST"])
@roles(Role.SECRETARIAT)
def cluster(request: SeatedRequest) -> HttpResponse:
    """State the cluster of the own region for a year."""
    region, at = request.seat.region, now()
    assert region is not None
    form = ClusterForm(request.POST or None, initial={"version": cluster_version(region)})
    if form.runs(
        lambda values: actions.set_cluster(
            seat=request.seat, region=region, at=at, **values)
    ):  # fmt: skip
        messages.success(request, _("Klaster %s dicatat.") % region.name)
        return redirect("organisations:cluster")
    context = {"form": form, "region": region, "clusters": region.clusters.order_by("-year")}
    return render(request, "organisations/cluster.html", context)
