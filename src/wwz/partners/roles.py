"""The roles of the permission matrix, as they are stored."""

from django.db import models


class Role(models.TextChoices):
    PROGRAMMAMANAGER = "programmamanager", "programmamanager"
    BESTUURDER = "bestuurder", "bestuurder"
    ORGANISATIEMEDEWERKER = "organisatiemedewerker", "medewerker"
    ORGANISATIEBEHEERDER = "organisatiebeheerder", "beheerder van de organisatie"
    WIJKMANAGER = "wijkmanager", "wijkmanager"
    PROFESSIONAL = "professional", "professional"
    PROCESBEGELEIDER = "procesbegeleider", "procesbegeleider"
    REDACTEUR = "redacteur", "redacteur"
    ANALIST = "analist", "analist"
    MODERATOR = "moderator", "moderator"
    MEELEZER = "meelezer", "meelezer"
    BEWONER = "bewoner", "bewoner"
    PLATFORMBEHEERDER = "platformbeheerder", "platformbeheerder"


VISITOR = "bezoeker"
"""The role of whoever is not logged in; nobody is given it, so it is not stored."""
EVERY_ROLE: tuple[str, ...] = (VISITOR, *Role.values)
