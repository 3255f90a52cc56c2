from django.urls import path

from wwz.opgave.views import studies

app_name = "opgave"

urlpatterns = [
    path("analyse/", studies.studies, name="studies"),
]
