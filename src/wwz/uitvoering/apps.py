from django.apps import AppConfig


class UitvoeringConfig(AppConfig):
    name = "wwz.uitvoering"
    verbose_name = "uitvoering"

    def ready(self) -> None:
        """Tell the pages of akkoord, which stand lower, what parties say and what is being done."""
        from wwz.akkoord.later_steps import register_section, register_stated
        from wwz.uitvoering.of_afspraak import section
        from wwz.uitvoering.queries.progress import said_of

        register_stated(said_of)
        register_section(section)
