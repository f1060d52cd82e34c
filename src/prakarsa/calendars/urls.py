"""Addresses of the calendar."""

from django.urls import path

from prakarsa.calendars.views import holidays, windows

app_name = "calendars"
urlpatterns = [
    path("kalender/", windows.home, name="home"),
    path("kalender/masa-pelaporan/", windows.window_new, name="window-new"),
    path("kalender/masa-pelaporan/unduh/<str:kind>/", windows.window_export, name="windows-export"),
    path("kalender/masa-pelaporan/<slug:key>/", windows.window_edit, name="window-edit"),
    path("kalender/masa-pelaporan/<slug:key>/buka-kembali/", windows.reopen, name="reopen"),
    path("kalender/libur/unduh/<str:kind>/", holidays.holiday_export, name="holidays-export"),
    path("kalender/libur/tambah/", holidays.holiday_new, name="holiday-new"),
    path("kalender/libur/impor/", holidays.holiday_import, name="holiday-import"),
    path("kalender/libur/<int:pk>/hapus/", holidays.holiday_remove, name="holiday-remove"),
]
