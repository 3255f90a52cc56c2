from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "wwz.comments"
    verbose_name = "gesprekken"
