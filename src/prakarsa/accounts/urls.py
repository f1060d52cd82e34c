"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from prakarsa.accounts.views import identities, kept, letters, security, settings, sign_in, steps

app_name = "accounts"
urlpatterns = [
    path("masuk/", sign_in.sign_in, name="sign-in"),
    path("masuk/langkah-kedua/", steps.second_step, name="second-step"),
    path("masuk/akun-lembaga/", identities.start, name="identity-start"),
    path("masuk/akun-lembaga/kembali/", identities.answered, name="identity-answered"),
    path("masuk/akun-lembaga/terima/", identities.accept, name="identity-accept"),
    path("keluar/", sign_in.sign_out, name="sign-out"),
    path("isian/", kept.overview, name="kept"),
    path("isian/<int:place>/kirim/", kept.send, name="kept-send"),
    path("isian/<int:place>/buang/", kept.discard, name="kept-discard"),
    path("kata-sandi/lupa/", letters.reset, name="reset"),
    path("kata-sandi/terkirim/", letters.reset_sent, name="reset-sent"),
    path("kata-sandi/baru/<str:token>/", letters.reset_confirm, name="reset-confirm"),
    path("undangan/<str:token>/", letters.invitation, name="invitation"),
    path(
        "undangan/<str:token>/akun-lembaga/",
        identities.start_invitation,
        name="identity-invitation",
    ),
    path("alamat/<str:token>/", letters.address_confirm, name="address-confirm"),
    path("akun/", settings.own_settings, name="settings"),
    path("akun/kata-sandi/", settings.password, name="password"),
    path("akun/alamat/", settings.address, name="address"),
    path("akun/keamanan/", security.overview, name="security"),
    path("akun/keamanan/aplikasi/", security.application, name="application"),
    path("akun/keamanan/kunci-sandi/", security.passkey_new, name="passkey-new"),
    path("akun/keamanan/kode-pemulihan/", security.recovery, name="recovery"),
    path("akun/keamanan/kode-pemulihan/unduh/", security.recovery_file, name="recovery-file"),
    path("akun/keamanan/akun-lembaga/", identities.start_link, name="identity-start-link"),
    path("akun/keamanan/akun-lembaga/hubungkan/", identities.link, name="identity-link"),
    path("akun/keamanan/akun-lembaga/<int:pk>/putus/", identities.unlink, name="identity-unlink"),
    path("akun/keamanan/<int:pk>/hapus/", security.factor_remove, name="factor-remove"),
    path("akun/perangkat/", settings.devices, name="sessions"),
    path("akun/perangkat/akhiri/", settings.devices_end, name="sessions-end"),
    path("akun/perangkat/<int:pk>/akhiri/", settings.device_end, name="session-end"),
]
