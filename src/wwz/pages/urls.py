from django.urls import path

from wwz.pages import security, tour_views, views

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
    path("rondleiding/", tour_views.tour, name="tour"),
    path("rondleiding/<int:number>/", tour_views.tour, name="tour-step"),
    path("rondleiding/als/<slug:name>/", tour_views.log_in_as, name="log-in-as"),
    path(".well-known/security.txt", security.security_txt, name="security"),
    path("gezond/", views.health, name="health"),
]
