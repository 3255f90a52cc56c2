"""Asking for a study and seeing how it goes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def studies(request: HttpRequest) -> HttpResponse:
    """Studies that this account may see."""
    return render(request, "opgave/studies.html", {})
