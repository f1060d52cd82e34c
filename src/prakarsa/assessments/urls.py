"""Addresses of the index."""

from django.urls import path

from prakarsa.assessments.views import editions, index, rows, what_if

app_name = "assessments"
urlpatterns = [
    path("indeks/", index.own_index, name="index"),
    path("indeks/edisi/<int:year>/", editions.edition, name="edition"),
    path("indeks/<slug:slug>/", index.region_index, name="region"),
    path("indeks/<slug:slug>/tidak-dihitung/", index.excluded, name="excluded"),
    path(
        "indeks/<slug:slug>/tidak-dihitung/unduh/<str:kind>/",
        index.export_excluded,
        name="excluded-export",
    ),
    path("indeks/<slug:slug>/baris-daerah/", rows.rows, name="rows"),
    path(
        "indeks/<slug:slug>/baris-daerah/unduh/<str:kind>/",
        rows.export_rows,
        name="rows-export",
    ),
    path("indeks/<slug:slug>/pengandaian/", what_if.what_if, name="what-if"),
    path("indeks/<slug:slug>/unduh/<str:kind>/", index.export_working, name="export"),
]
