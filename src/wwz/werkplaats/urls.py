"""Addresses of this app."""

from django.urls import URLPattern

app_name = "werkplaats"
urlpatterns: list[URLPattern] = []
