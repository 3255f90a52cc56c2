"""Addresses of this app."""

from django.urls import URLPattern

app_name = "uitvoering"
urlpatterns: list[URLPattern] = []
