from django.urls import path

from wwz.partners.views import hats, rights

# Without a name of its own: `wwz.urls` gives these and the pages above them one, `partners`.
urlpatterns = [
    path("pet/", hats.switch, name="hat"),
    path("rechten/", rights.rights, name="rights"),
]
