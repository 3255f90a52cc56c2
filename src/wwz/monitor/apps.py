from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "wwz.monitor"
    verbose_name = "monitor"
