"""Addresses of trying out a facility."""

from django.urls import path

from wwz.opgave.views import reach

app_name = "reach"

urlpatterns = [
    path("samen/<slug:slug>/bereik/", reach.build, name="build"),
    path("samen/<slug:slug>/bereik/reken/", reach.compute, name="compute"),
    path("bereik/uitkomst/<uuid:pk>/", reach.outcome, name="outcome"),
    path("bereik/uitkomst/<uuid:pk>/<slug:name>.<slug:form>", reach.table, name="table"),
    path("samen/<slug:slug>/bereik/zoek/", reach.search, name="search"),
    path("bereik/plekken/<uuid:pk>/", reach.places, name="places"),
    path(
        "bereik/plekken/<uuid:pk>/<slug:name>.<slug:form>", reach.places_table, name="places-table"
    ),
]
