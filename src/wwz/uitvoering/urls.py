"""Addresses of this app."""

from django.urls import URLPattern

from wwz.uitvoering.progress_urls import progress_urls

app_name = "uitvoering"
urlpatterns: list[URLPattern] = [*progress_urls]
