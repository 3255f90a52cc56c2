from django.apps import AppConfig


class UitvoeringConfig(AppConfig):
    name = "wwz.uitvoering"
    verbose_name = "uitvoering"

    def ready(self) -> None:
        """Tell the pages of akkoord, which stand lower, what parties say."""
        from wwz.akkoord.later_steps import register_stated
        from wwz.uitvoering.queries.progress import said_of

        register_stated(said_of)
