"""Addresses of what a partnership brings of its own: homes, plans, figures and groups."""

from django.urls import path

from wwz.opgave.views import own_groups, own_intakes, own_rows

app_name = "own"

urlpatterns = [
    path("samen/<slug:slug>/groepen/", own_groups.listed, name="groups"),
    path("samen/<slug:slug>/groepen/indeling.<slug:kind>", own_groups.export, name="groups-file"),
    path("samen/<slug:slug>/groepen/<slug:kind>/", own_groups.group, name="group"),
    path("samen/<slug:slug>/eigen/<slug:kind>/", own_rows.listed, name="rows"),
    path("samen/<slug:slug>/eigen/<slug:kind>/lijst.<slug:form>", own_rows.export, name="export"),
    path("samen/<slug:slug>/eigen/<slug:kind>/nieuw/", own_rows.add, name="add"),
    path("samen/<slug:slug>/eigen/<slug:kind>/inlezen/", own_intakes.bring, name="bring"),
    path("samen/<slug:slug>/eigen/<slug:kind>/reken/", own_rows.recalculate, name="recalculate"),
    path("eigen/<uuid:pk>/", own_rows.row, name="row"),
    path("eigen/<uuid:pk>/wijzig/", own_rows.change, name="change"),
    path("eigen/<uuid:pk>/weg/", own_rows.take_out, name="take_out"),
    path("inlezing/<uuid:pk>/", own_intakes.intake, name="intake"),
    path("inlezing/<uuid:pk>/kolommen/", own_intakes.columns, name="columns"),
    path("inlezing/<uuid:pk>/fouten.<slug:form>", own_intakes.faults, name="faults"),
    path("inlezing/<uuid:pk>/neem-over/", own_intakes.take_in, name="take_in"),
    path("inlezing/<uuid:pk>/regel/<uuid:line>/", own_intakes.mend, name="mend"),
    path("inlezing/<uuid:pk>/ongedaan/", own_intakes.undo, name="undo"),
    path("inlezing/<uuid:pk>/weg/", own_intakes.discard, name="discard"),
]
