"""Addresses of the installation itself."""

from django.urls import path

from prakarsa.operations import views

app_name = "operations"
urlpatterns = [
    path("operasi/", views.home, name="home"),
    path("operasi/periksa/", views.examine, name="examine"),
    path("operasi/permintaan/", views.request_list, name="requests"),
    path("operasi/permintaan/<int:number>/", views.request_detail, name="request"),
    path("operasi/permintaan/<int:number>/salinan/", views.request_copy, name="request-copy"),
    # For machines: no slash at the end, because a probe follows no redirect.
    path("sehat/hidup", views.live, name="live"),
    path("sehat/siap", views.ready, name="ready"),
    path("metrik", views.metrics, name="metrics"),
]
