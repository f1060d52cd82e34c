"""Addresses of performance contracts."""

from django.urls import path

from prakarsa.contracts.views import (
    board,
    changing,
    checking,
    contracts,
    delivery,
    lists,
    outcome,
    queue,
    realisations,
    signing,
    versions,
    watching,
)
from prakarsa.contracts.views import (
    path as path_views,
)

app_name = "contracts"
urlpatterns = [
    path("kontrak/isyarat/", watching.watching, name="watching"),
    path("kontrak/papan/", board.board, name="board"),
    path("kontrak/papan/unduh/<str:kind>/", board.board_table, name="board-table"),
    path("kontrak/papan/cetak/", board.board_print, name="board-print"),
    path("kontrak/antrean/", queue.queue, name="queue"),
    path("kontrak/antrean/<slug:key>/", queue.verify, name="verify"),
    path("kontrak/bukti/<slug:key>/", realisations.proof_file, name="proof"),
    path("kontrak/bukti/<slug:key>/gambar/", realisations.proof_preview, name="proof-preview"),
    path("kontrak/bukti/<slug:key>/cabut/", realisations.take_proof, name="take-proof"),
    path("kontrak/<slug:key>/capaian/", delivery.delivery, name="delivery"),
    path(
        "kontrak/<slug:key>/capaian/unduh/<str:kind>/", board.quarters_table, name="quarters-table"
    ),
    path("kontrak/<slug:key>/capaian/cetak/", board.quarters_print, name="quarters-print"),
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
    path("periksa-kontrak/", checking.check, name="check"),
    path("periksa-kontrak/<slug:sha256>/", checking.checked, name="checked"),
    path("kontrak/", lists.contract_list, name="list"),
    path("kontrak/unduh/<str:kind>/", lists.export, name="export"),
    path("kontrak/baru/<slug:key>/", changing.new, name="new"),
    path("kontrak/<slug:key>/adendum/", changing.amend, name="amend"),
    path("kontrak/<slug:key>/alihkan/", changing.transfer, name="transfer"),
    path("kontrak/<slug:key>/batalkan/", changing.take_back, name="take-back"),
    path("kontrak/<slug:key>/bandingkan/", versions.compare, name="compare"),
    path("kontrak/<slug:key>/versi/<int:number>/", versions.version, name="version"),
    path("kontrak/<slug:key>/versi/<int:number>/cetak/", versions.paper, name="paper"),
    path("kontrak/<slug:key>/versi/<int:number>/naskah/", versions.content, name="content"),
    path("kontrak/<slug:key>/versi/<int:number>/berkas/", versions.attach, name="attach"),
    path("kontrak/<slug:key>/berkas/<slug:file_key>/", versions.external, name="external"),
    path("kontrak/<slug:key>/jejak/", path_views.path, name="path"),
    path("kontrak/<slug:key>/jejak/unduh/<str:kind>/", path_views.path_table, name="path-table"),
    path("kontrak/<slug:key>/jejak/cetak/", path_views.path_print, name="path-print"),
    path("kontrak/<slug:key>/hasil/", outcome.outcome, name="outcome"),
    path("kontrak/<slug:key>/hasil/lapor/", outcome.measure, name="measure"),
    path("kontrak/<slug:key>/hasil/putus/", outcome.judge, name="judge"),
    path("kontrak/<slug:key>/hasil/gagal-jujur/", outcome.shield, name="shield"),
    path("kontrak/<slug:key>/hasil/tutup/", outcome.close, name="close"),
    path("kontrak/<slug:key>/", contracts.contract, name="detail"),
    path("kontrak/<slug:key>/tanda-tangan/", signing.sign, name="sign"),
]
