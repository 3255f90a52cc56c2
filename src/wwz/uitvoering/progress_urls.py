"""Addresses of progress reports; part of the addresses of this app."""

from django.urls import path

from wwz.uitvoering.views import progress

progress_urls = [
    path("samen/<slug:slug>/voortgang/", progress.reports, name="reports"),
    path("samen/<slug:slug>/voortgang/vraag/", progress.ask, name="ask_reports"),
    path("samen/<slug:slug>/voortgang/herinner/", progress.remind, name="remind_reports"),
    path(
        "samen/<slug:slug>/voortgang/tabel.<slug:kind>",
        progress.reports_table,
        name="reports_table",
    ),
    path("voortgang/<uuid:pk>/", progress.report, name="report"),
    path("voortgang/<uuid:pk>/antwoord/", progress.answer, name="report_answer"),
    path("voortgang/<uuid:pk>/accordeer/", progress.approve, name="report_approve"),
    path("voortgang/<uuid:pk>/terug/", progress.send_back, name="report_back"),
    path("voortgang/<uuid:pk>/verbeter/", progress.correct, name="report_correct"),
]
