"""Addresses of the auction."""

from django.urls import URLPattern

app_name = "auctions"
urlpatterns: list[URLPattern] = []
