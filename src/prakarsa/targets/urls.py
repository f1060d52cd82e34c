"""Addresses of targets."""

from django.urls import path

from prakarsa.targets.views import boards, campaigns, reminders

app_name = "targets"
urlpatterns = [
    path("target/", campaigns.campaign_list, name="list"),
    path("target/baru/", campaigns.campaign_new, name="new"),
    path("target/unduh/<str:kind>/", campaigns.campaign_table, name="export"),
    path("target/<slug:key>/", boards.board, name="board"),
    path("target/<slug:key>/ubah/", campaigns.campaign_edit, name="edit"),
    path("target/<slug:key>/tutup/", campaigns.campaign_close, name="close"),
    path("target/<slug:key>/unit/", boards.units, name="units"),
    path("target/<slug:key>/unit/<slug:agency>/", boards.unit, name="unit"),
    path("target/<slug:key>/unduh/<str:what>/<str:kind>/", boards.table, name="table"),
    path("target/<slug:key>/cetak/", boards.paper, name="paper"),
    path("target/<slug:key>/ingatkan/", reminders.remind, name="remind"),
]
