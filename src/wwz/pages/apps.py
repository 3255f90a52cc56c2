from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wwz.pages"
    verbose_name = "pagina's"
