"""Addresses of the name `partners` whose pages show something of every step."""

from django.urls import path

from wwz.pages import partnership_views

urlpatterns = [
    path("samen/<slug:slug>/", partnership_views.home, name="home"),
]
