from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "wwz.notifications"
    verbose_name = "berichten"

    def ready(self) -> None:
        """Read the ``work.py`` of every app, so that all of them tell what waits."""
        autodiscover_modules("work")
