"""Addresses of this app."""

from django.urls import path

from wwz.uitvoering.progress_urls import progress_urls
from wwz.uitvoering.views import (
    initiatives,
    intake,
    knelpunten,
    proposals,
    signals,
    threads,
    zones,
)

app_name = "uitvoering"
BY_LINK = "draad/geheim/<str:token>/"
urlpatterns = [
    path("samen/<slug:slug>/signaal/", intake.new_signal, name="new_signal"),
    path("samen/<slug:slug>/signaal/balie/", intake.desk_signal, name="desk_signal"),
    path(
        "samen/<slug:slug>/signaal/professional/",
        intake.professional_signal,
        name="professional_signal",
    ),
    path("samen/<slug:slug>/signalen/", signals.signals, name="signals"),
    path("samen/<slug:slug>/signalen/bundel/", signals.bundle_signals, name="bundle_signals"),
    path("samen/<slug:slug>/signalen.<slug:kind>", signals.signals_file, name="signals_file"),
    path("signaal/<uuid:pk>/", signals.signal, name="signal"),
    path("signaal/<uuid:pk>/stap/", signals.triage, name="signal_triage"),
    path("signaal/<uuid:pk>/contact/", signals.contact, name="signal_contact"),
    path("signaal/<uuid:pk>/antwoord/", signals.answer, name="signal_answer"),
    path("signaal/<uuid:pk>/heropen/", signals.reopen, name="signal_reopen"),
    path("terugkoppeling/<uuid:pk>/", signals.letter, name="letter"),
    path(BY_LINK, threads.secret_thread, name="secret_thread"),
    path(f"{BY_LINK}bewaar/", intake.received, name="received"),
    path(f"{BY_LINK}heropen/", threads.secret_reopen, name="secret_reopen"),
    path("draad/<uuid:pk>/", threads.thread_page, name="thread"),
    path("draad/<uuid:pk>/volg/", threads.follow_thread, name="follow_thread"),
    path("knelpunt/<uuid:pk>/", knelpunten.knelpunt, name="knelpunt"),
    path("knelpunt/<uuid:pk>/tekst/", knelpunten.describe, name="knelpunt_describe"),
    path("knelpunt/<uuid:pk>/analyse/", knelpunten.analyse, name="knelpunt_analyse"),
    path("knelpunt/<uuid:pk>/cijfer/", knelpunten.fact, name="knelpunt_fact"),
    path("knelpunt/<uuid:pk>/oplossing/", knelpunten.option, name="knelpunt_option"),
    path("knelpunt/<uuid:pk>/besproken/", knelpunten.discuss, name="knelpunt_discuss"),
    path("knelpunt/<uuid:pk>/keuze/", knelpunten.choose, name="knelpunt_choose"),
    path("knelpunt/<uuid:pk>/koppeling/", knelpunten.link, name="knelpunt_link"),
    path("knelpunt/<uuid:pk>/uitvoeren/", knelpunten.carry_out, name="knelpunt_carry_out"),
    path("knelpunt/<uuid:pk>/verholpen/", knelpunten.solve, name="knelpunt_solve"),
    path("knelpunt/<uuid:pk>/aanvaard/", knelpunten.accept, name="knelpunt_accept"),
    path("knelpunt/<uuid:pk>/openbaar/", knelpunten.publish, name="knelpunt_publish"),
    path("knelpunt/<uuid:pk>/terugkoppeling/", knelpunten.answer_all, name="knelpunt_answer"),
    path("knelpunt/<uuid:pk>/brieven/", knelpunten.letters, name="knelpunt_letters"),
    path("samen/<slug:slug>/uitvoering/", zones.index, name="index"),
    path("samen/<slug:slug>/zones/", zones.zones, name="zones"),
    path("zone/<uuid:pk>/", zones.zone, name="zone"),
    path("samen/<slug:slug>/initiatieven/", initiatives.initiatives, name="initiatives"),
    path(
        "samen/<slug:slug>/initiatieven/nieuw/", initiatives.new_initiative, name="new_initiative"
    ),
    path(
        "samen/<slug:slug>/initiatieven.<slug:kind>",
        initiatives.initiatives_file,
        name="initiatives_file",
    ),
    path("initiatief/<uuid:pk>/", initiatives.initiative, name="initiative"),
    path("initiatief/<uuid:pk>/stap/", initiatives.go_on, name="initiative_go_on"),
    path("initiatief/<uuid:pk>/einde/", initiatives.end, name="initiative_end"),
    path("initiatief/<uuid:pk>/mijlpaal/", initiatives.add_milestone, name="milestone_add"),
    path("initiatief/<uuid:pk>/reactie/", initiatives.comment, name="initiative_comment"),
    path("mijlpaal/<uuid:pk>/", initiatives.move_milestone, name="milestone_move"),
    path("voorstel/<uuid:pk>/uitvoeren/", proposals.turn, name="proposal_turn"),
    path("voorstel/<uuid:pk>/draad/", proposals.thread, name="proposal_thread"),
    *progress_urls,
]
