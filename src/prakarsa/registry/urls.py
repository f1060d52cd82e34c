"""Addresses of the registry."""

from django.urls import path

from prakarsa.registry.views import attachments, importing, life, lists, profile, writing

app_name = "registry"
urlpatterns = [
    path("inovasi/", lists.innovation_list, name="list"),
    path("inovasi/ekspor.<str:kind>", lists.export, name="export"),
    path("inovasi/baru/", writing.new, name="new"),
    path("inovasi/impor/", importing.upload, name="import"),
    path("inovasi/impor/<str:key>/", importing.preview, name="import-preview"),
    path("inovasi/impor/<str:key>/galat.xlsx", importing.errors, name="import-errors"),
    path("inovasi/<str:key>/", profile.detail, name="detail"),
    path("inovasi/<str:key>/manfaat/", profile.benefits, name="benefits"),
    path("inovasi/<str:key>/riwayat/", profile.history, name="history"),
    path("inovasi/<str:key>/lampiran/<str:file_key>/", attachments.attachment, name="attachment"),
    path("inovasi/<str:key>/ubah/", writing.tasks, name="tasks"),
    path("inovasi/<str:key>/ubah/lampiran/", attachments.attachments, name="attachments"),
    path(
        "inovasi/<str:key>/lampiran/<str:file_key>/hapus/",
        attachments.remove,
        name="attachment-remove",
    ),
    path("inovasi/<str:key>/ubah/<str:part>/", writing.edit, name="edit"),
    path("inovasi/<str:key>/ajukan/", life.submit, name="submit"),
    path("inovasi/<str:key>/kembalikan/", life.give_back, name="return"),
    path("inovasi/<str:key>/verifikasi/", life.verify, name="verify"),
    path("inovasi/<str:key>/terbitkan/", life.publish, name="publish"),
    path("inovasi/<str:key>/akhiri/", life.retire, name="retire"),
]
