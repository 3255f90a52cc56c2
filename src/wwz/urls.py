"""The whole site's addresses: Dutch paths, each app its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("wwz.pages.urls")),
    path("", include("wwz.opgave.urls")),
    path("", include("wwz.visie.urls")),
    path("", include("wwz.akkoord.urls")),
    path("", include("wwz.uitvoering.urls")),
    path("", include("wwz.werkplaats.urls")),
    path("", include("wwz.monitor.urls")),
    path("", include("wwz.comments.urls")),
    path("", include("wwz.documents.urls")),
    path("", include("wwz.meetings.urls")),
    path("", include("wwz.notifications.urls")),
    path("", include("wwz.areas.urls")),
    path("", include("wwz.partners.urls")),
]
