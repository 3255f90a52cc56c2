"""Addresses of this app."""

from django.urls import URLPattern

app_name = "visie"
urlpatterns: list[URLPattern] = []
