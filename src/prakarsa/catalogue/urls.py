"""Addresses of the public side."""

from django.urls import path

from prakarsa.catalogue.views import pages, reported

app_name = "catalogue"
urlpatterns = [
    path("", pages.home, name="home"),
    path("katalog/", pages.old_home, name="old-home"),
    path("katalog/<slug:key>/<slug:slug>/", pages.detail, name="detail"),
    path("katalog/peta-situs-<int:number>.xml", pages.sitemap_piece, name="sitemap-piece"),
    path("sitemap.xml", pages.sitemap_index, name="sitemap"),
    path("target-daerah/", reported.reported_list, name="reported-list"),
    path("target-daerah/<slug:key>/", reported.reported, name="reported"),
    path("data-terbuka/", pages.data, name="data"),
    path("data-terbuka/inovasi.<str:kind>", pages.data_file, name="data-file"),
]
