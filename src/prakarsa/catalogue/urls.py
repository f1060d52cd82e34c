"""Addresses of the public side."""

from django.urls import path

from prakarsa.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    path("katalog/", views.old_home, name="old-home"),
    path("katalog/<slug:key>/<slug:slug>/", views.detail, name="detail"),
    path("katalog/peta-situs-<int:number>.xml", views.sitemap_piece, name="sitemap-piece"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("data-terbuka/", views.data, name="data"),
    path("data-terbuka/inovasi.<str:kind>", views.data_file, name="data-file"),
]
