"""Addresses of this app."""

from django.urls import path

from wwz.monitor.views import board, overview, packs

app_name = "monitor"
urlpatterns = [
    path("samen/<slug:slug>/monitor/", overview.index, name="index"),
    path("samen/<slug:slug>/monitor/afspraken/", overview.promise_list, name="promises"),
    path("samen/<slug:slug>/monitor/tabel.<slug:kind>", overview.table, name="table"),
    path("samen/<slug:slug>/bestuur/", board.board, name="board"),
    path("samen/<slug:slug>/besluiten/", board.decisions, name="decisions"),
    path("besluit/<uuid:pk>/antwoord/", board.answer, name="answer"),
    path("besluit/<uuid:pk>/vastleggen/", board.decide, name="decide"),
    path("besluit/<uuid:pk>/aanhouden/", board.leave, name="leave"),
    path("samen/<slug:slug>/bestuursstukken/", packs.packs, name="packs"),
    path("samen/<slug:slug>/bestuursstukken/maak/", packs.make_pack, name="make_pack"),
    path("bestuursstukken/<uuid:pk>/", packs.pack, name="pack"),
    path("bestuursstukken/<uuid:pk>/bevries/", packs.freeze, name="freeze"),
    path("bestuursstukken/<uuid:pk>/vrijgeven/", packs.release, name="release"),
    path("bestuursstukken/<uuid:pk>/besproken/", packs.discuss, name="discuss"),
    path("bestuursstukken/<uuid:pk>/openbaar/", packs.publish, name="publish"),
    path("bestuursstukken/<uuid:pk>/erratum/", packs.erratum, name="erratum"),
    path("bestuursstukken/<uuid:pk>/verschil/", packs.difference, name="difference"),
    path("bestuursstukken/<uuid:pk>/stukken.<slug:kind>", packs.pack_file, name="pack_file"),
]
