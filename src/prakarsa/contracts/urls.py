"""Addresses of performance contracts."""

from django.urls import path

from prakarsa.contracts.views import contracts, signing

app_name = "contracts"
urlpatterns = [
    path("kontrak/<slug:key>/", contracts.contract, name="detail"),
    path("kontrak/<slug:key>/tanda-tangan/", signing.sign, name="sign"),
]
