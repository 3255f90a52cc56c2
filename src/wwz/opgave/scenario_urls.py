"""Addresses of scenarios."""

from django.urls import path

from wwz.opgave.views import scenarios

app_name = "scenarios"

urlpatterns = [
    path("samen/<slug:slug>/scenarios/", scenarios.listed, name="index"),
    path("samen/<slug:slug>/scenarios/probeer/", scenarios.build, name="build"),
    path("samen/<slug:slug>/scenarios/reken/", scenarios.compute, name="compute"),
    path("scenario/uitkomst/<uuid:pk>/", scenarios.outcome, name="outcome"),
    path("samen/<slug:slug>/scenarios/bewaar/", scenarios.keep, name="keep"),
    path("samen/<slug:slug>/scenarios/naast-elkaar/", scenarios.compare, name="compare"),
    path(
        "samen/<slug:slug>/scenarios/naast-elkaar.<slug:kind>",
        scenarios.compare_file,
        name="compare_file",
    ),
    path("scenario/<uuid:pk>/", scenarios.scenario, name="scenario"),
    path("scenario/<uuid:pk>/deel/", scenarios.share, name="share"),
    path("scenario/<uuid:pk>/trek-in/", scenarios.withdraw, name="withdraw"),
    path("scenario/<uuid:pk>/analyse/", scenarios.work_out, name="work_out"),
]
