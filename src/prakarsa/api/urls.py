"""Addresses of the interface for programs."""

from django.urls import path

from prakarsa.api.views import lots
from prakarsa.api.views.schema import Schema
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.organisations.access import public, roles

app_name = "api"
_followers = roles(*FOLLOWERS)
LOT = "api/v1/lots/<slug:key>/"
urlpatterns = [
    path("api/v1/openapi.json", public(Schema.as_view()), name="schema"),
    path("api/v1/lots/", _followers(lots.Lots.as_view()), name="lots"),
    path(LOT, _followers(lots.OneLot.as_view()), name="lot"),
    path(f"{LOT}offers/", _followers(lots.Offers.as_view()), name="offers"),
    path(f"{LOT}acceptance/", _followers(lots.Acceptance.as_view()), name="acceptance"),
    path(f"{LOT}imposition/", _followers(lots.Imposition.as_view()), name="imposition"),
    path(f"{LOT}lapse/", _followers(lots.Lapse.as_view()), name="lapse"),
    path(f"{LOT}postponement/", _followers(lots.Postponement.as_view()), name="postponement"),
]
