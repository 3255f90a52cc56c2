from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "wwz.partners"
    verbose_name = "partners"
