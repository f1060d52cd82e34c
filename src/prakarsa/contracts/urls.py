"""Addresses of performance contracts."""

from django.urls import path

from prakarsa.contracts.views import contracts, delivery, queue, realisations, signing

app_name = "contracts"
urlpatterns = [
    path("kontrak/antrean/", queue.queue, name="queue"),
    path("kontrak/antrean/<slug:key>/", queue.verify, name="verify"),
    path("kontrak/bukti/<slug:key>/", realisations.proof_file, name="proof"),
    path("kontrak/bukti/<slug:key>/gambar/", realisations.proof_preview, name="proof-preview"),
    path("kontrak/bukti/<slug:key>/cabut/", realisations.take_proof, name="take-proof"),
    path("kontrak/<slug:key>/capaian/", delivery.delivery, name="delivery"),
    path("kontrak/<slug:key>/capaian/<int:year>/perjanjian/", delivery.year_link, name="year"),
    path("kontrak/<slug:key>/capaian/<int:year>/target/", delivery.targets, name="targets"),
    path(
        "kontrak/<slug:key>/capaian/<int:year>/<int:quarter>/",
        realisations.realisation,
        name="realisation",
    ),
    path(
        "kontrak/<slug:key>/capaian/<int:year>/<int:quarter>/bukti/",
        realisations.report_proof,
        name="report-proof",
    ),
    path(
        "kontrak/<slug:key>/capaian/<int:year>/<int:quarter>/ajukan/",
        realisations.submit,
        name="submit",
    ),
    path("kontrak/<slug:key>/", contracts.contract, name="detail"),
    path("kontrak/<slug:key>/tanda-tangan/", signing.sign, name="sign"),
]
