from django.urls import path

from wwz.partners.views import hats, invitations, organisations, parties, people, platform, rights

# Without a name of its own: `wwz.urls` gives these and the pages above them one, `partners`.
urlpatterns = [
    path("pet/", hats.switch, name="hat"),
    path("rechten/", rights.rights, name="rights"),
    path("samen/<slug:slug>/partijen/", parties.party_list, name="parties"),
    path("samen/<slug:slug>/partijen.<slug:kind>", parties.party_file, name="parties-file"),
    path("samen/<slug:slug>/partijen/nieuw/", parties.add_party, name="new_party"),
    path("organisatie/<uuid:pk>/", organisations.organisation, name="organisation"),
    path("organisatie/<uuid:pk>/samengaan/", organisations.merge, name="merge"),
    path("organisatie/<uuid:pk>/uitnodigen/", invitations.invite, name="invite"),
    path("organisatie/<uuid:pk>/persoon/", people.add_person, name="new_person"),
    path("deelname/<uuid:pk>/einde/", organisations.end_participation, name="end_participation"),
    path("lidmaatschap/<uuid:pk>/einde/", people.end_membership, name="end_membership"),
    path("lidmaatschap/<uuid:pk>/plaatsvervanger/", people.deputy, name="deputy"),
    path("lidmaatschap/<uuid:pk>/mandaat/", people.give_mandate, name="give_mandate"),
    path("mandaat/<uuid:pk>/einde/", people.end_mandate, name="end_mandate"),
    path("uitnodiging/<uuid:pk>/intrekken/", invitations.withdraw, name="withdraw_invitation"),
    path("uitnodiging/<str:token>/", invitations.accept, name="accept"),
    path("beheer/", platform.overview, name="platform"),
    path("beheer/nieuw/", platform.new, name="new_partnership"),
]
