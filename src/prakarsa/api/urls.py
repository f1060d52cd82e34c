"""Addresses of the interface for programs."""

from django.urls import path

from prakarsa.api.views import contracts, delivery, lots, planning
from prakarsa.api.views.schema import Schema
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.contracts.permissions import FOLLOWERS as CONTRACT_FOLLOWERS
from prakarsa.contracts.permissions import SIGNERS
from prakarsa.organisations.access import asks_again, public, roles

app_name = "api"
_followers, _readers = roles(*FOLLOWERS), roles(*CONTRACT_FOLLOWERS)
LOT, CONTRACT = "api/v1/lots/<slug:key>/", "api/v1/contracts/<slug:key>/"
QUARTER = f"{CONTRACT}quarters/<int:year>/<int:quarter>/"
urlpatterns = [
    path("api/v1/openapi.json", public(Schema.as_view()), name="schema"),
    path("api/v1/lots/", _followers(lots.Lots.as_view()), name="lots"),
    path(LOT, _followers(lots.OneLot.as_view()), name="lot"),
    path(f"{LOT}offers/", _followers(lots.Offers.as_view()), name="offers"),
    path(f"{LOT}acceptance/", _followers(lots.Acceptance.as_view()), name="acceptance"),
    path(f"{LOT}imposition/", _followers(lots.Imposition.as_view()), name="imposition"),
    path(f"{LOT}lapse/", _followers(lots.Lapse.as_view()), name="lapse"),
    path(f"{LOT}postponement/", _followers(lots.Postponement.as_view()), name="postponement"),
    path("api/v1/periods/", _followers(planning.Periods.as_view()), name="periods"),
    path("api/v1/periods/<slug:key>/lots/", _followers(planning.NewLots.as_view()), name="new-lot"),
    path(f"{LOT}draft/", _followers(planning.Draft.as_view()), name="draft"),
    path(f"{LOT}submission/", _followers(planning.Submission.as_view()), name="lot-submission"),
    path(f"{LOT}test/", _followers(planning.DataTests.as_view()), name="lot-test"),
    path(f"{LOT}schedule/", _followers(planning.Schedule.as_view()), name="schedule"),
    path(f"{LOT}withdrawal/", _followers(planning.Withdrawal.as_view()), name="withdrawal"),
    path("api/v1/contracts/", _readers(contracts.Contracts.as_view()), name="contracts"),
    path(CONTRACT, _readers(contracts.OneContract.as_view()), name="contract"),
    path(f"{CONTRACT}versions/", _readers(contracts.Versions.as_view()), name="versions"),
    path(
        f"{CONTRACT}signatures/",
        asks_again(roles(*SIGNERS)(contracts.Signatures.as_view())),
        name="signatures",
    ),
    path(f"{CONTRACT}quarters/", _readers(delivery.Targets.as_view()), name="quarters"),
    path(
        f"{CONTRACT}quarters/<int:year>/", _readers(delivery.YearTargets.as_view()), name="targets"
    ),
    path(QUARTER, _readers(delivery.OneQuarter.as_view()), name="quarter"),
    path(f"{QUARTER}submission/", _readers(delivery.Submission.as_view()), name="submission"),
    path(f"{QUARTER}verdict/", _readers(delivery.Verdict.as_view()), name="verdict"),
]
