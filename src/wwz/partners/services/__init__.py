"""Changes to accounts, people, parties and partnerships: one function per verb."""

from wwz.partners.services.accounts import AccountRefusedError, Hat, give_account

__all__ = ["AccountRefusedError", "Hat", "give_account"]
