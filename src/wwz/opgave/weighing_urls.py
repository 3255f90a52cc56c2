"""Addresses of weighing, of proposals, and of the table of the board."""

from django.urls import path

from wwz.opgave.views import board_table, proposals, weighing

app_name = "weighing"

urlpatterns = [
    path("samen/<slug:slug>/afwegen/", weighing.ask, name="ask"),
    path("samen/<slug:slug>/afwegen/reken/", weighing.compute, name="compute"),
    path("afweging/<uuid:pk>/", weighing.weighing, name="weighing"),
    path("afweging/<uuid:pk>/bewaar/", weighing.keep, name="keep"),
    path("afweging/<uuid:pk>/<slug:name>.<slug:form>", weighing.table, name="table"),
    path("samen/<slug:slug>/voorstellen/", proposals.listed, name="proposals"),
    path("samen/<slug:slug>/voorstellen.<slug:kind>", proposals.export, name="proposals_file"),
    path("samen/<slug:slug>/voorstellen/vergelijk/", proposals.compare, name="compare"),
    path(
        "samen/<slug:slug>/voorstellen/vergelijk.<slug:kind>",
        proposals.compare_file,
        name="compare_file",
    ),
    path("voorstel/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("voorstel/<uuid:pk>/voorleggen/", proposals.submit, name="submit"),
    path("voorstel/<uuid:pk>/besluit/", proposals.settle, name="settle"),
    path("voorstel/<uuid:pk>/bestuurstafel/", board_table.board_table, name="board_table"),
    path("voorstel/<uuid:pk>/bestuurstafel/<uuid:question>/", board_table.swapped, name="swapped"),
    path(
        "voorstel/<uuid:pk>/bestuurstafel/<uuid:question>/bewaar/",
        board_table.keep,
        name="keep_swap",
    ),
    path("voorstel/<uuid:pk>/<slug:name>.<slug:form>", proposals.table, name="proposal_table"),
]
