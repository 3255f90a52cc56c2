from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "wwz.meetings"
    verbose_name = "bijeenkomsten"
