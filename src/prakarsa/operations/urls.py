"""Addresses of the installation itself."""

from django.urls import path

from prakarsa.operations import views

app_name = "operations"
urlpatterns = [
    path("operasi/", views.home, name="home"),
    path("operasi/periksa/", views.examine, name="examine"),
    # For machines: no slash at the end, because a probe follows no redirect.
    path("sehat/hidup", views.live, name="live"),
    path("sehat/siap", views.ready, name="ready"),
    path("metrik", views.metrics, name="metrics"),
]
