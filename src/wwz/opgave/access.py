"""Who may do what with studies: one table of rights, asked before every change."""

from django.utils import timezone

from wwz.errors import NotAllowedError
from wwz.partners.access import User, roles
from wwz.partners.models import Role

MAY_RUN = frozenset({Role.ANALIST, Role.PROGRAMMAMANAGER})


def may_run_studies(actor: User) -> bool:
    """Whether this actor may request, stop and retry studies, and see unpublished ones."""
    return not MAY_RUN.isdisjoint(roles(actor, timezone.localdate()))


def require_runner(actor: User) -> None:
    if not may_run_studies(actor):
        raise NotAllowedError(
            "Alleen een analist of programmamanager kan een analyse aanvragen of stoppen. Vraag "
            "uw organisatiebeheerder om deze rol als u hem nodig hebt."
        )
