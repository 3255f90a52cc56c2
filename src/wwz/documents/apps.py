from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "wwz.documents"
    verbose_name = "documenten"
