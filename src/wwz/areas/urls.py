from django.urls import path

from wwz.areas import views

app_name = "areas"

urlpatterns = [
    path("zoek/gebieden/", views.search, name="search"),
]
