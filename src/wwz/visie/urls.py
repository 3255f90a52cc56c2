"""Addresses of this app."""

from django.urls import path

from wwz.visie.views import citing, files, overview, proposals, text, trajects

app_name = "visie"
urlpatterns = [
    path("samen/<slug:slug>/visie/", overview.index, name="index"),
    path("samen/<slug:slug>/visie/nieuw/", overview.new, name="new"),
    path("visie/<uuid:pk>/", overview.visie, name="visie"),
    path("visie/<uuid:pk>/<int:chapter>/", text.chapter, name="chapter"),
    path("visie/<uuid:pk>/standpunt/", overview.position, name="position"),
    path("visie/<uuid:pk>/stand/", overview.move, name="move"),
    path("visie/<uuid:pk>/versie/", overview.new_version, name="new_version"),
    path("visie/<uuid:pk>/thema/", overview.add_theme, name="add_theme"),
    path("visie/<uuid:pk>/vaststellen/", overview.adopt, name="adopt"),
    path("visie/<uuid:pk>/passage/", text.add, name="add"),
    path("visie/<uuid:pk>/tekst/", files.whole, name="whole"),
    path("visie/<uuid:pk>/visie.json", files.frozen, name="frozen"),
    path("visie/<uuid:pk>/antwoordnota/", proposals.answers, name="answers"),
    path("visie/<uuid:pk>/antwoordnota.<str:kind>", proposals.answers_file, name="answers_file"),
    path("passage/<uuid:pk>/", proposals.passage, name="passage"),
    path("passage/<uuid:pk>/tekst/", text.edit, name="edit"),
    path("passage/<uuid:pk>/feit/", citing.cite, name="cite"),
    path("passage/<uuid:pk>/voorstel/", proposals.propose, name="propose"),
    path("passage/<uuid:pk>/reactie/", proposals.comment, name="comment"),
    path("passage/<uuid:pk>/geschiedenis/", text.history, name="history"),
    path("passage/<uuid:pk>/terug/", text.restore, name="restore"),
    path("citaat/<uuid:pk>/vernieuw/", text.renew, name="renew"),
    path("citaat/<uuid:pk>/laat-staan/", text.keep, name="keep"),
    path("wijzigingsvoorstel/<uuid:pk>/", proposals.amendment, name="amendment"),
    path(
        "wijzigingsvoorstel/<uuid:pk>/standpunt/",
        proposals.amendment_position,
        name="amendment_position",
    ),
    path("wijzigingsvoorstel/<uuid:pk>/besluit/", proposals.decide, name="decide"),
    path("wijzigingsvoorstel/<uuid:pk>/intrekken/", proposals.withdraw, name="withdraw"),
    path("traject/<uuid:pk>/", trajects.traject, name="traject"),
    path("traject/<uuid:pk>/start/", trajects.start, name="start"),
    path("traject/<uuid:pk>/dag/", trajects.replan, name="replan"),
    path("traject/<uuid:pk>/stop/", trajects.stop, name="stop"),
    path("fase/<uuid:pk>/terugkoppeling/", trajects.report_back, name="report_back"),
]
