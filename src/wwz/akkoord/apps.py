from django.apps import AppConfig


class AkkoordConfig(AppConfig):
    name = "wwz.akkoord"
    verbose_name = "akkoord"
