"""Addresses of the home pages."""

from django.urls import path

from prakarsa.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("beranda/", views.home, name="home"),
    path("ringkasan/", views.summary, name="summary"),
]
