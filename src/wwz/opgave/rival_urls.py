"""Addresses of forecasts by others: they belong to a partnership, which figures do not."""

from django.urls import path

from wwz.opgave.views import rivals

app_name = "rivals"

urlpatterns = [
    path("ramingen/", rivals.start, name="start"),
    path("samen/<slug:slug>/ramingen/", rivals.index, name="index"),
    path("samen/<slug:slug>/ramingen/nieuw/", rivals.bring, name="bring"),
    path(
        "samen/<slug:slug>/ramingen/voorbeeld/<slug:key>-<int:launch>.<slug:kind>",
        rivals.template,
        name="template",
    ),
    path("raming/<uuid:pk>/", rivals.forecast, name="forecast"),
    path("raming/<uuid:pk>/tabel.<slug:kind>", rivals.table, name="table"),
    path("raming/<uuid:pk>/bewaar/", rivals.keep, name="keep"),
    path("raming/<uuid:pk>/weg/", rivals.remove, name="remove"),
]
