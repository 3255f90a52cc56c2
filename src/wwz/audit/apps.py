from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "wwz.audit"
    verbose_name = "gebeurtenissen en momentopnamen"

    def ready(self) -> None:
        """Read the table of states of every app, so that all machines are known."""
        autodiscover_modules("states")
