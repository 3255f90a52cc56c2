"""Addresses of this app."""

from django.urls import path

from wwz.comments import views

app_name = "comments"
urlpatterns = [
    path("samen/<slug:slug>/reacties/", views.queue, name="queue"),
    path("reactie/<uuid:pk>/antwoord/", views.answer, name="answer"),
    path("reactie/<uuid:pk>/melden/", views.report, name="report"),
    path("reactie/<uuid:pk>/verwijderen/", views.withdraw, name="withdraw"),
    path("reactie/<uuid:pk>/plaatsen/", views.release, name="release"),
    path("reactie/<uuid:pk>/laten-staan/", views.keep, name="keep"),
    path("reactie/<uuid:pk>/verbergen/", views.hide, name="hide"),
    path("gesprek/<uuid:pk>/sluiten/", views.close, name="close"),
    path("gesprek/<uuid:pk>/openen/", views.reopen, name="reopen"),
]
