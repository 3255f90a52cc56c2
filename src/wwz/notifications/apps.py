from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "wwz.notifications"
    verbose_name = "berichten"
