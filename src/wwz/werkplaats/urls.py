"""Addresses of the werkplaats."""

from django.urls import path

from wwz.werkplaats.views import insights, pages, questions

app_name = "werkplaats"
urlpatterns = [
    path("samen/<slug:slug>/werkplaats/", pages.index, name="index"),
    path("samen/<slug:slug>/vragen/", questions.questions, name="questions"),
    path(
        "samen/<slug:slug>/vragen/lijst.<slug:kind>", questions.question_file, name="question-file"
    ),
    path("samen/<slug:slug>/vraag/", questions.ask, name="ask"),
    path("vraag/<uuid:pk>/", questions.question, name="question"),
    path("vraag/<uuid:pk>/antwoord/", questions.answer, name="answer"),
    path("samen/<slug:slug>/inzichten/", insights.insights, name="insights"),
    path(
        "samen/<slug:slug>/inzichten/lijst.<slug:kind>", insights.insight_file, name="insight-file"
    ),
    path("samen/<slug:slug>/inzicht/", insights.write, name="write"),
    path("inzicht/<uuid:pk>/", insights.insight, name="insight"),
    path("inzicht/<uuid:pk>/delen/", insights.share, name="share"),
    path("inzicht/<uuid:pk>/overdragen/", insights.hand_over, name="hand_over"),
    path("inzicht/<uuid:pk>/ontvangen/", insights.receive, name="receive"),
    path("inzicht/<uuid:pk>/reactie/", insights.comment, name="comment"),
    path("inzicht/<uuid:pk>/draad/", insights.link, name="link"),
]
