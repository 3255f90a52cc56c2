from django.apps import AppConfig


class VisieConfig(AppConfig):
    name = "wwz.visie"
    verbose_name = "visie"
