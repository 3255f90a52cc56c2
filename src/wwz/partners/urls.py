from allauth.account import views
from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("inloggen/", views.login, name="account_login"),
    path("uitloggen/", views.logout, name="account_logout"),
    path("inloggen/uit/", views.account_inactive, name="account_inactive"),
    # allauth asks for this name; accounts are made by invitation only.
    path(
        "inloggen/nieuw/",
        RedirectView.as_view(pattern_name="account_login"),
        name="account_signup",
    ),
]
