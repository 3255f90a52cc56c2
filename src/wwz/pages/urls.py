from django.urls import path

from wwz.pages import views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("over/", views.about, name="about"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("weergave/", views.change_display, name="display"),
    path("zoek/", views.search, name="search"),
    path("huisstijl/<path:address>", views.theme_asset, name="theme"),
    path("onderdelen/", views.components, name="components"),
    path("gezond/", views.health, name="health"),
]
