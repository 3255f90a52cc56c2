from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "wwz.pages"
    verbose_name = "pagina's"

    def ready(self) -> None:
        """Refuse to start with a theme that somebody could not read."""
        from wwz.pages.theme import theme

        theme()
