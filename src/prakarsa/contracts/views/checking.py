"""The public page that tells of a contract by its hash, and no more than it must."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from prakarsa.contracts.forms.contracts import HASH, HashForm
from prakarsa.contracts.queries.checking import check_hash
from prakarsa.contracts.showing.versions import public_answer
from prakarsa.foundation.limits import CHECKS, limited
from prakarsa.organisations.access import public


@require_safe
@public
def check(request: HttpRequest) -> HttpResponse:
    """Ask for the hash that stands on a paper, and lead to its page."""
    form = HashForm(request.GET if "sidik" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("contracts:checked", sha256=form.cleaned_data["sidik"])
    return render(request, "contracts/check.html", {"form": form})


@require_safe
@public
@limited(CHECKS)
def checked(request: HttpRequest, sha256: str) -> HttpResponse:
    """Say whether a text with this hash is in force, replaced, taken back, or none of ours."""
    if not HASH.fullmatch(sha256):
        raise Http404
    found = check_hash(sha256)
    answer = public_answer(found) if found else None
    context = {"sha256": sha256, "answer": answer}
    return render(request, "contracts/checked.html", context, status=200 if answer else 404)
