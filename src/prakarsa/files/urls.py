"""Addresses of files."""

from django.urls import path

from prakarsa.files import views

app_name = "files"
urlpatterns = [
    path("berkas/<slug:key>/", views.download, name="download"),
    path("unggahan/", views.uploads, name="uploads"),
    path("unggahan/<slug:key>/", views.upload, name="upload"),
]
