"""Addresses of this app."""

from django.urls import path

from wwz.akkoord.views import afspraken, akkoorden, ledger, revisions, signing

app_name = "akkoord"
urlpatterns = [
    path("samen/<slug:slug>/akkoorden/", akkoorden.index, name="index"),
    path("samen/<slug:slug>/akkoorden/nieuw/", akkoorden.new, name="new"),
    path("samen/<slug:slug>/afspraken/", ledger.afspraken, name="afspraken"),
    path(
        "samen/<slug:slug>/afspraken/lijst.<slug:kind>",
        ledger.afspraken_file,
        name="afspraken-file",
    ),
    path("akkoord/<uuid:pk>/", akkoorden.akkoord, name="akkoord"),
    path("akkoord/<uuid:pk>/lijst.<slug:kind>", ledger.akkoord_file, name="akkoord-file"),
    path("akkoord/<uuid:pk>/bevroren.json", signing.frozen, name="frozen"),
    path("akkoord/<uuid:pk>/bewerk/", akkoorden.edit, name="edit"),
    path("akkoord/<uuid:pk>/partij/", akkoorden.add_party, name="add-party"),
    path("akkoord/<uuid:pk>/partij/weg/", akkoorden.remove_party, name="remove-party"),
    path("akkoord/<uuid:pk>/bied-aan/", akkoorden.offer, name="offer"),
    path("akkoord/<uuid:pk>/neem-terug/", akkoorden.take_back, name="take-back"),
    path("akkoord/<uuid:pk>/toon/", akkoorden.show_to, name="show-to"),
    path("akkoord/<uuid:pk>/teken/", signing.sign, name="sign"),
    path("akkoord/<uuid:pk>/weiger/", signing.refuse, name="refuse"),
    path("akkoord/<uuid:pk>/voorbehoud/", signing.lift_reservation, name="lift-reservation"),
    path("akkoord/<uuid:pk>/treed-uit/", signing.withdraw, name="withdraw"),
    path("akkoord/<uuid:pk>/afspraak/", afspraken.new, name="new-afspraak"),
    path("afspraak/<uuid:pk>/", afspraken.afspraak, name="afspraak"),
    path("afspraak/<uuid:pk>/bewerk/", afspraken.edit, name="edit-afspraak"),
    path("afspraak/<uuid:pk>/schrap/", afspraken.strike, name="strike"),
    path("afspraak/<uuid:pk>/inzet/", afspraken.propose_pledge, name="propose-pledge"),
    path("afspraak/<uuid:pk>/inzet/geef/", afspraken.give_pledge, name="give-pledge"),
    path("afspraak/<uuid:pk>/inzet/bevestig/", afspraken.confirm_pledge, name="confirm-pledge"),
    path("afspraak/<uuid:pk>/inzet/weg/", afspraken.remove_pledge, name="remove-pledge"),
    path("afspraak/<uuid:pk>/geld/", afspraken.add_funding, name="add-funding"),
    path("afspraak/<uuid:pk>/geld/weg/", afspraken.remove_funding, name="remove-funding"),
    path("afspraak/<uuid:pk>/pad/", afspraken.set_path, name="path"),
    path("afspraak/<uuid:pk>/nulmeting/", afspraken.baseline, name="baseline"),
    path("afspraak/<uuid:pk>/meting/", afspraken.measure, name="measure"),
    path("afspraak/<uuid:pk>/einde/", afspraken.end, name="end"),
    path("afspraak/<uuid:pk>/bijstelling/", revisions.propose, name="propose"),
    path("bijstelling/<uuid:pk>/", revisions.revision, name="revision"),
    path("bijstelling/<uuid:pk>/stem-in/", revisions.consent, name="consent"),
    path("bijstelling/<uuid:pk>/stem-niet-in/", revisions.object_to, name="object"),
]
