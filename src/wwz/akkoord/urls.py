"""Addresses of this app."""

from django.urls import URLPattern

app_name = "akkoord"
urlpatterns: list[URLPattern] = []
