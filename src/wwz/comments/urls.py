"""Addresses of this app."""

from django.urls import URLPattern

app_name = "comments"
urlpatterns: list[URLPattern] = []
