"""Addresses of this app."""

from django.urls import URLPattern

app_name = "monitor"
urlpatterns: list[URLPattern] = []
