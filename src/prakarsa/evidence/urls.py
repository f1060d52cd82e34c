"""Addresses of proof and verification."""

from django.urls import path

from prakarsa.evidence.views import answers, carrying, detail, files, finals, packs, queues

app_name = "evidence"
urlpatterns = [
    path("inovasi/<slug:key>/bukti/", detail.detail, name="detail"),
    path("inovasi/<slug:key>/bukti/ajukan/", detail.submit, name="submit"),
    path("inovasi/<slug:key>/bukti/konfirmasi/", carrying.confirm, name="confirm"),
    path("inovasi/<slug:key>/bukti/bawa/", carrying.bring, name="bring"),
    path("inovasi/<slug:key>/lanjutkan/", carrying.carry, name="carry-over"),
    path("inovasi/<slug:key>/batalkan-draf/", carrying.withdraw, name="withdraw"),
    path("bukti/berkas/<slug:key>/", files.proof, name="proof"),
    path("bukti/berkas/<slug:key>/gambar/", files.preview, name="preview"),
    path("bukti/berkas/<slug:key>/cabut/", answers.remove_proof, name="remove-proof"),
    path("bukti/paket/", packs.pack, name="pack"),
    path("bukti/nilai-akhir/", finals.upload, name="finals"),
    path("bukti/nilai-akhir/<int:year>/<slug:key>/", finals.preview, name="finals-preview"),
    path("bukti/nilai-akhir/<int:year>/<slug:key>/kesalahan/", finals.errors, name="finals-errors"),
    path("bukti/<str:key>/<slug:indicator>/", answers.answer, name="answer"),
    path("bukti/<str:key>/<slug:indicator>/berkas/", answers.add_proof, name="add-proof"),
    path("antrean/", queues.queue, name="queue"),
    path("antrean/<str:key>/<slug:indicator>/", queues.verify, name="verify"),
]
