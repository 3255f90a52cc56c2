from django.apps import AppConfig


class UitvoeringConfig(AppConfig):
    name = "wwz.uitvoering"
    verbose_name = "uitvoering"
