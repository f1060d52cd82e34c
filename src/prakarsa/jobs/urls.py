"""Addresses of one's own jobs."""

from django.urls import path

from prakarsa.jobs import views

app_name = "jobs"
urlpatterns = [
    path("pekerjaan/", views.job_list, name="list"),
    path("pekerjaan/unduh/<str:kind>/", views.export, name="export"),
    path("pekerjaan/<slug:key>/", views.detail, name="detail"),
    path("pekerjaan/<slug:key>/kemajuan/", views.progress, name="progress"),
    path("pekerjaan/<slug:key>/batalkan/", views.cancel, name="cancel"),
    path("pekerjaan/<slug:key>/ulangi/", views.retry, name="retry"),
    path("pekerjaan/<slug:key>/unduh/", views.download, name="download"),
]
