"""The whole site's addresses: Dutch paths, each app its own list."""

from django.urls import include, path

from wwz.areas import views as areas
from wwz.pages import partnership_urls
from wwz.partners import urls as partners_urls
from wwz.partners.access import open_to_all

# Areas stand below the rights in the house, so they get their mark here.
AREAS = [path("zoek/gebieden/", open_to_all(areas.search), name="search")]
# A page that shows something of every step stands above them all, and has its address here.
PARTNERS = [*partners_urls.urlpatterns, *partnership_urls.urlpatterns]

urlpatterns = [
    path("", include("wwz.pages.urls")),
    path("", include("wwz.opgave.urls")),
    path("", include("wwz.opgave.rival_urls")),
    path("", include("wwz.opgave.own_urls")),
    path("", include("wwz.opgave.weighing_urls")),
    path("", include("wwz.opgave.scenario_urls")),
    path("", include("wwz.opgave.reach_urls")),
    path("", include("wwz.visie.urls")),
    path("", include("wwz.akkoord.urls")),
    path("", include("wwz.uitvoering.urls")),
    path("", include("wwz.uitvoering.housing_urls")),
    path("", include("wwz.werkplaats.urls")),
    path("", include("wwz.monitor.urls")),
    path("", include("wwz.comments.urls")),
    path("", include("wwz.documents.urls")),
    path("", include("wwz.meetings.urls")),
    path("", include("wwz.notifications.urls")),
    path("", include((AREAS, "areas"))),
    path("", include("wwz.partners.login_urls")),
    path("", include((PARTNERS, "partners"))),
]
