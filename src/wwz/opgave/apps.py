from django.apps import AppConfig


class OpgaveConfig(AppConfig):
    name = "wwz.opgave"
    verbose_name = "opgave"
