"""The whole site's addresses: Dutch paths, each app its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("wwz.pages.urls")),
    path("", include("wwz.opgave.urls")),
    path("", include("wwz.areas.urls")),
    path("", include("wwz.partners.urls")),
]
