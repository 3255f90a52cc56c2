from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "wwz.areas"
    verbose_name = "gebieden"
