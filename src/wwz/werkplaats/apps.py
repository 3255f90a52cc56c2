from django.apps import AppConfig


class WerkplaatsConfig(AppConfig):
    name = "wwz.werkplaats"
    verbose_name = "werkplaats"
