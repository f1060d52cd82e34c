"""Addresses of the auction."""

from django.urls import URLPattern, path

from prakarsa.auctions.views import (
    attaching,
    files,
    lots,
    making,
    moving,
    periods,
    planning,
    reported,
    room,
)

app_name = "auctions"
urlpatterns: list[URLPattern] = [
    path("lelang/lot/<slug:key>/sidang/", room.room, name="room"),
    path("lelang/lot/<slug:key>/sidang/layar/", room.screen, name="room-screen"),
    path("lelang/lot/<slug:key>/sidang/tawar/", room.offer, name="room-offer"),
    path("lelang/lot/<slug:key>/sidang/terima/", room.accept, name="room-accept"),
    path("lelang/lot/<slug:key>/sidang/belum-siap/", room.postpone, name="room-postpone"),
    path("lelang/lot/<slug:key>/sidang/tetapkan/", room.impose_terms, name="room-impose"),
    path("lelang/lot/<slug:key>/sidang/gugur/", room.lapse, name="room-lapse"),
    path("lelang/tawaran/berkas/<slug:key>/", attaching.offer_file, name="offer-file"),
    path("lelang/", periods.period_list, name="list"),
    path("lelang/baru/", planning.period_new, name="period-new"),
    path("lelang/uji-data/", moving.tests, name="tests"),
    path("lelang/lot/<slug:key>/", lots.lot, name="lot"),
    path("lelang/lot/<slug:key>/ubah/", making.lot_edit, name="lot-edit"),
    path("lelang/lot/<slug:key>/perangkat-daerah/", making.lot_agencies, name="lot-agencies"),
    path("lelang/lot/<slug:key>/segmen/", making.lot_segments, name="lot-segments"),
    path("lelang/lot/<slug:key>/nilai/", making.lot_values, name="lot-values"),
    path("lelang/lot/<slug:key>/berkas/", files.lot_files, name="lot-files"),
    path("lelang/berkas/<slug:key>/", files.lot_file, name="lot-file"),
    path("lelang/berkas/<slug:key>/cabut/", files.lot_file_remove, name="lot-file-remove"),
    path("lelang/lot/<slug:key>/ajukan/", moving.lot_submit, name="lot-submit"),
    path("lelang/lot/<slug:key>/uji/", moving.lot_test, name="lot-test"),
    path("lelang/lot/<slug:key>/jadwal/", moving.lot_schedule, name="lot-schedule"),
    path("lelang/lot/<slug:key>/tarik/", moving.lot_withdraw, name="lot-withdraw"),
    path("lelang/<slug:key>/", periods.period, name="period"),
    path("lelang/<slug:key>/ubah/", planning.period_edit, name="period-edit"),
    path("lelang/<slug:key>/misi/", planning.missions, name="missions"),
    path("lelang/<slug:key>/kalender/", planning.rounds, name="rounds"),
    path("lelang/<slug:key>/tutup/", planning.period_close, name="period-close"),
    path("lelang/<slug:key>/lot/baru/", making.lot_new, name="lot-new"),
    path("lelang/<slug:key>/lot.pdf", periods.paper, name="paper"),
    path("lelang/<slug:key>/lot.<str:kind>", periods.table, name="table"),
    path("lelang-daerah/", reported.reported_list, name="reported-list"),
    path("lelang-daerah/<slug:key>/", reported.reported, name="reported"),
]
