"""Addresses of the audit."""

from __future__ import annotations

from django.urls import path

from prakarsa.audit.views import entry_export, entry_list

app_name = "audit"
urlpatterns = [
    path("jejak-audit/", entry_list, name="list"),
    path("jejak-audit/unduh/<str:kind>/", entry_export, name="export"),
]
