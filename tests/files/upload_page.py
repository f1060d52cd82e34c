"""A page with one file field, for the browser test of uploads in pieces."""

from __future__ import annotations

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import path

from prakarsa.files import actions
from prakarsa.files.models import StoredFile
from prakarsa.formats import kinds
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles
from prakarsa.site.urls import urlpatterns as ours

PAGE = """{% extends "base.html" %}{% load static %}
{% block scripts %}<script src="{% static 'prakarsa/upload.js' %}" defer></script>{% endblock %}
{% block main %}<h1>Tambah bukti</h1>
<form method="post" enctype="multipart/form-data" data-upload-url="{% url 'files:uploads' %}">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<input type="hidden" name="upload">
<div class="field"><label class="lb" for="file">Berkas</label>
<input class="form-control" id="file" type="file" name="file"></div>
{% include "files/_upload_progress.html" %}
<p class="mt4"><button class="btn btn-primary" name="step" value="keep">Simpan</button></p>
</form>{% endblock %}"""


@roles(*SIGNED_IN)
def page(request: SeatedRequest) -> HttpResponse:
    """Show the form, or keep what it brings and say its hash."""
    if request.method == "GET":
        template = engines["django"].from_string(PAGE)
        return HttpResponse(template.render({"token": get_token(request)}, request))
    try:
        prepared = actions.prepare_from_form(
            seat=request.seat, upload=request.FILES.get("file"),
            upload_key=request.POST.get("upload", ""), target=request.path,
            allowed=kinds.EVIDENCE, limit_bytes=64 * kinds.MEGABYTE, at=now(),
        )  # fmt: skip
    except Refused as refusal:
        return HttpResponse(explain(refusal), content_type="text/plain; charset=utf-8")
    stored = actions.keep_prepared(
        seat=request.seat, prepared=prepared, purpose=StoredFile.Purpose.EVIDENCE,
        region=request.seat.region, agency=request.seat.agency, at=now(),
    )  # fmt: skip
    ways = "file" if request.FILES else "pieces"
    return HttpResponse(f"{stored.sha256} {ways} {request.POST['step']}", content_type="text/plain")


urlpatterns = [path("uji-unggah/", page), *ours]
