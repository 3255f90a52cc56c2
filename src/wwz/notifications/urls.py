"""Addresses of this app."""

from django.urls import path

from wwz.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mijn-werk/", views.work, name="work"),
    path("mijn-werk/gelezen/", views.read_all, name="read_all"),
    path("bericht/<uuid:pk>/gelezen/", views.read, name="read"),
    path("volgen/", views.follow, name="follow"),
    path("volgen/niet-meer/<uuid:pk>/", views.unfollow, name="unfollow"),
    path("volgen/per-mail/", views.by_mail, name="by_mail"),
    path("volgen/stop/<uuid:pk>/", views.stop, name="stop"),
    path("volgen/<str:token>/", views.confirm, name="confirm"),
    path("postvak/", views.outbox, name="outbox"),
]
