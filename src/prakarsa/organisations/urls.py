"""Addresses of organisations and people."""

from django.urls import path

from prakarsa.organisations.views import agencies, invitations, people, regions, safety, tables

app_name = "organisations"
urlpatterns = [
    path("perangkat-daerah/", agencies.agency_list, name="agencies"),
    path("perangkat-daerah/baru/", agencies.agency_new, name="agency-new"),
    path("perangkat-daerah/pergantian/", agencies.succession, name="succession"),
    path("perangkat-daerah/impor/", tables.import_table, name="import"),
    path("perangkat-daerah/unduh/<str:kind>/", tables.export, name="export"),
    path("perangkat-daerah/<slug:key>/", agencies.agency_detail, name="agency"),
    path("perangkat-daerah/<slug:key>/ubah/", agencies.agency_edit, name="agency-edit"),
    path("perangkat-daerah/<slug:key>/layanan/", agencies.service_new, name="service-new"),
    path("layanan/<slug:key>/akhiri/", agencies.service_end, name="service-end"),
    path("orang/", people.person_list, name="people"),
    path("orang/unduh/<str:kind>/", people.person_export, name="people-export"),
    path("orang/undang/", invitations.invite, name="invite"),
    path("orang/undangan/", invitations.invitation_list, name="invitations"),
    path(
        "orang/undangan/unduh/<str:kind>/",
        invitations.invitation_export,
        name="invitations-export",
    ),
    path("orang/undangan/<slug:key>/kirim/", invitations.invitation_resend, name="resend"),
    path("orang/undangan/<slug:key>/tarik/", invitations.invitation_withdraw, name="withdraw"),
    path("orang/<uuid:key>/", people.person_detail, name="person"),
    path("orang/<uuid:key>/atasan/", people.superior, name="superior"),
    path("orang/<uuid:key>/nonaktifkan/", people.person_deactivate, name="deactivate"),
    path("orang/<uuid:key>/langkah-kedua/", safety.factors_reset, name="factors-reset"),
    path("orang/<uuid:key>/sesi/", safety.sessions_end, name="sessions-end"),
    path("keanggotaan/<slug:key>/akhiri/", people.membership_end, name="membership-end"),
    path("akun/undangan/", invitations.offers, name="offers"),
    path("akun/undangan/<slug:key>/terima/", invitations.offer_accept, name="accept"),
    path("akun/undangan/<slug:key>/tolak/", invitations.offer_decline, name="decline"),
    path("akun/peran/", people.change_seat, name="change-seat"),
    path("hak-akses/", people.rights, name="rights"),
    path("daerah/", regions.regions, name="regions"),
    path("daerah/unduh/<str:kind>/", regions.region_export, name="regions-export"),
    path("daerah/klaster/", regions.cluster, name="cluster"),
]
