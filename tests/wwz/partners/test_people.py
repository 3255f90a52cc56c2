"""People of an organisation: inviting, deputies, mandates, ending; each in the log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.cast import logged_in
from tests.partnership import actor, join
from wwz.audit.models import AuditEvent
from wwz.notifications.models import OutgoingMail
from wwz.partners.access import roles
from wwz.partners.daily import daily
from wwz.partners.models import (
    Account,
    Invitation,
    Mandate,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Person,
    Role,
)
from wwz.partners.services import invitations, people

WEB = "/organisatie/{}/{}"


def place(organisation: Organisation, what: str = "") -> str:
    return WEB.format(organisation.pk, what)


def held(account: Account) -> Membership:
    return Membership.objects.get(person__account=account)


def invited(
    client: Client, organisation: Organisation, partnership: Partnership, **more: str
) -> str:
    """Invite through the page; the token of the mail."""
    form = {
        "name": "Karin",
        "email": "karin@stadspoort.example",
        "role": Role.ORGANISATIEMEDEWERKER,
        "partnership": str(partnership.pk),
    } | more
    answer = client.post(place(organisation, "uitnodigen/"), form)
    assert answer.status_code == 302, answer.content.decode()
    return token_of(OutgoingMail.objects.get(to=form["email"]))


def token_of(mail: OutgoingMail) -> str:
    found = re.search(r"/uitnodiging/([^/]+)/", mail.text)
    assert found is not None
    return found[1]


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


# --- inviting ---


def test_invited_colleague_makes_an_account_and_has_the_role(
    ilse: Account, corporation: Organisation, zwolle: Partnership, client: Client
) -> None:
    token = invited(logged_in(ilse), corporation, zwolle)
    page = client.get(f"/uitnodiging/{token}/").content.decode()
    assert "Welkom, Karin" in page
    assert "De Stadspoort (demo)" in page
    form = {"name": "Karin K.", "password": "vier-losse-woorden"}
    answer = client.post(f"/uitnodiging/{token}/", form)
    assert answer.url == "/samen/zwolle/"
    made = Account.objects.get(email="karin@stadspoort.example")
    assert made.person.name == "Karin K."
    assert roles(made, timezone.localdate()) == {Role.ORGANISATIEMEDEWERKER}
    assert Membership.objects.get(person=made.person).partnership == zwolle
    assert "_auth_user_id" in client.session
    assert events() == ["invitation.invite", "invitation.accept", "membership.begin"]


@pytest.mark.parametrize("how", ["wrong", "expired", "withdrawn", "used"])
def test_invitation_that_does_not_work_says_one_and_the_same(
    how: str, ilse: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    token = invited(logged_in(ilse), corporation, zwolle)
    made = Invitation.objects.get()
    if how == "wrong":
        token = "x" * 43
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "withdrawn":
        assert logged_in(ilse).post(f"/uitnodiging/{made.pk}/intrekken/").status_code == 302
    else:
        form = {"name": "Karin", "password": "vier-losse-woorden"}
        assert Client().post(f"/uitnodiging/{token}/", form).status_code == 302
    accounts = Account.objects.count()
    for answer in (
        Client().get(f"/uitnodiging/{token}/"),
        Client().post(f"/uitnodiging/{token}/", {"name": "B", "password": "vijf-losse-woorden"}),
    ):
        assert answer.status_code == 404
        assert "werkt niet of niet meer" in answer.content.decode()
    assert Account.objects.count() == accounts


def test_an_old_invitation_is_forgotten_with_name_and_address(
    ilse: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    invited(logged_in(ilse), corporation, zwolle)
    made, days = Invitation.objects.get(), invitations.VALID_FOR + invitations.KEPT
    daily(now=made.expires_at + invitations.KEPT)
    assert Invitation.objects.exists()
    for ended in ("accepted_at", "withdrawn_at"):
        Invitation.objects.update(**{ended: made.expires_at - days})
        with transaction.atomic():
            daily(now=made.expires_at)
            assert not Invitation.objects.exists(), ended
            transaction.set_rollback(True)
        Invitation.objects.update(**{ended: None})
    daily(now=made.expires_at + invitations.KEPT + timedelta(seconds=1))
    assert not Invitation.objects.exists()


def test_weak_password_is_refused_and_the_link_still_works(
    ilse: Account, corporation: Organisation, zwolle: Partnership, client: Client
) -> None:
    token = invited(logged_in(ilse), corporation, zwolle)
    answer = client.post(f"/uitnodiging/{token}/", {"name": "Karin", "password": "kort"})
    assert answer.status_code == 422
    assert 'value="Karin"' in answer.content.decode()
    assert client.get(f"/uitnodiging/{token}/").status_code == 200


def test_known_account_logs_in_first_and_gets_another_hat(
    ilse: Account, bas: Account, wei: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    token = invited(logged_in(ilse), corporation, zwolle, email=wei.email)
    asked = Client().get(f"/uitnodiging/{token}/").content.decode()
    assert "Op dit adres is al een account" in asked
    assert Client().post(f"/uitnodiging/{token}/").status_code == 200
    assert logged_in(bas).post(f"/uitnodiging/{token}/").status_code == 404
    client = logged_in(wei)
    assert "krijgt u er een pet bij" in client.get(f"/uitnodiging/{token}/").content.decode()
    assert client.post(f"/uitnodiging/{token}/").url == "/samen/zwolle/"
    assert roles(wei, timezone.localdate()) == {Role.ANALIST, Role.ORGANISATIEMEDEWERKER}


@pytest.mark.parametrize(
    "role", [Role.PROGRAMMAMANAGER, Role.PLATFORMBEHEERDER, Role.MODERATOR, Role.ANALIST]
)
def test_organisation_gives_no_role_that_reaches_further_than_itself(
    role: Role, ilse: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    form = {"name": "K", "email": "k@x.example", "role": role, "partnership": str(zwolle.pk)}
    answer = logged_in(ilse).post(place(corporation, "uitnodigen/"), form)
    assert answer.status_code == 422
    invitee = invitations.Invitee("k@x.example", "K", role)
    with pytest.raises(invitations.CannotInviteError):
        invitations.invite(actor(ilse), corporation, zwolle, invitee, now=timezone.now())
    assert not Invitation.objects.exists()


def test_nobody_invites_for_another_organisation(
    ilse: Account, municipality: Organisation, zwolle: Partnership
) -> None:
    assert logged_in(ilse).get(place(municipality, "uitnodigen/")).status_code == 404


def test_wijkmanager_invites_for_the_own_zone_only(
    fatima: Account, municipality: Organisation, zwolle: Partnership
) -> None:
    invited(logged_in(fatima), municipality, zwolle, role=Role.PROFESSIONAL)
    assert Invitation.objects.get().scope_id == held(fatima).scope_id


def test_second_invitation_to_the_same_address_is_refused(
    ilse: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    client = logged_in(ilse)
    invited(client, corporation, zwolle)
    form = {
        "name": "Karin", "email": "KARIN@stadspoort.example",
        "role": Role.ORGANISATIEMEDEWERKER, "partnership": str(zwolle.pk),
    }  # fmt: skip
    answer = client.post(place(corporation, "uitnodigen/"), form)
    assert answer.status_code == 422
    assert "al een uitnodiging open" in answer.content.decode()


# --- memberships, deputies, mandates ---


def test_ending_a_membership_takes_its_rights_at_once(
    ilse: Account, bas: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    working = logged_in(bas)
    assert "Mensen" in working.get(place(corporation)).content.decode()
    logged_in(ilse).post(f"/lidmaatschap/{held(bas).pk}/einde/", {"bevestigd": "ja"})
    assert "Alleen partners zien" in working.get(place(corporation)).content.decode()
    assert events() == ["membership.end"]


def test_membership_that_began_today_ends_as_well(
    ilse: Account, bas: Account, zwolle: Partnership
) -> None:
    Membership.objects.filter(person__account=bas).update(starts_on=timezone.localdate())
    logged_in(ilse).post(f"/lidmaatschap/{held(bas).pk}/einde/")
    assert roles(Account.objects.get(pk=bas.pk), timezone.localdate()) == frozenset()


def test_last_programme_manager_stays(sanne: Account, zwolle: Partnership) -> None:
    answer = logged_in(sanne).post(f"/lidmaatschap/{held(sanne).pk}/einde/")
    assert answer.status_code == 422
    assert "enige programmamanager" in answer.content.decode()


def test_deputy_is_a_colleague(
    ilse: Account, bas: Account, sanne: Account, zwolle: Partnership
) -> None:
    client, address = logged_in(ilse), f"/lidmaatschap/{held(ilse).pk}/plaatsvervanger/"
    assert client.post(address, {"deputy": str(sanne.person.pk)}).status_code == 422
    assert client.post(address, {"deputy": str(bas.person.pk)}).status_code == 302
    assert held(ilse).deputy == bas.person
    assert client.post(address, {"deputy": ""}).status_code == 302
    assert held(ilse).deputy is None
    with pytest.raises(people.PeopleRuleError):
        people.set_deputy(
            actor(ilse), held(ilse), sanne.person, today=timezone.localdate(), now=timezone.now()
        )


def test_mandate_is_given_shown_to_partners_and_ended(
    ilse: Account, hugo: Account, sanne: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    Mandate.objects.all().delete()
    client, address = logged_in(ilse), f"/lidmaatschap/{held(hugo).pk}/mandaat/"
    form = {"covers": "akkoord", "limit": "250000", "starts_on": "2026-01-01", "subject_to": "RvC"}
    assert client.post(address, form).status_code == 302
    page = logged_in(sanne).get(place(corporation)).content.decode()
    assert "Akkoorden tot € 250.000" in " ".join(page.split())
    assert "onder voorbehoud van RvC" in page
    client.post(f"/mandaat/{Mandate.objects.get().pk}/einde/")
    assert not Mandate.objects.valid(on=timezone.localdate()).exists()
    assert events() == ["mandate.give", "mandate.end"]


def test_mandate_is_for_a_bestuurder_and_never_for_oneself(
    ilse: Account, bas: Account, zwolle: Partnership
) -> None:
    form = {"covers": "alles", "starts_on": "2026-01-01"}
    answer = logged_in(ilse).post(f"/lidmaatschap/{held(bas).pk}/mandaat/", form)
    assert answer.status_code == 422
    assert "Alleen een bestuurder kan tekenen" in answer.content.decode()
    Membership.objects.filter(pk=held(ilse).pk).update(role=Role.BESTUURDER)
    mandate = people.NewMandate("alles", timezone.localdate())
    with pytest.raises(people.PeopleRuleError, match="niet aan uzelf"):
        people.give_mandate(actor(ilse), held(ilse), mandate, now=timezone.now())


def test_mandate_cannot_end_before_it_begins(
    ilse: Account, hugo: Account, zwolle: Partnership
) -> None:
    form = {"covers": "alles", "starts_on": "2026-05-01", "ends_on": "2026-04-01"}
    answer = logged_in(ilse).post(f"/lidmaatschap/{held(hugo).pk}/mandaat/", form)
    assert answer.status_code == 422
    assert "eindigt voor het begint" in answer.content.decode()


def test_ending_a_membership_ends_its_mandates(
    ilse: Account, hugo: Account, zwolle: Partnership
) -> None:
    logged_in(ilse).post(f"/lidmaatschap/{held(hugo).pk}/einde/")
    assert not Mandate.objects.valid(on=timezone.localdate()).exists()
    assert sorted(events()) == ["mandate.end", "membership.end"]


def test_somebody_without_an_account_takes_part(
    ilse: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    form = {"name": "Opa Jan", "role": Role.BEWONER, "partnership": str(zwolle.pk)}
    assert logged_in(ilse).post(place(corporation, "persoon/"), form).status_code == 302
    assert Person.objects.get(name="Opa Jan").account is None
    page = logged_in(ilse).get(place(corporation)).content.decode()
    assert "Opa Jan" in page
    assert "zonder account" in page


@pytest.mark.parametrize("what", ["einde", "plaatsvervanger", "mandaat"])
def test_people_of_another_organisation_look_like_nobody(
    what: str, ilse: Account, sanne: Account, outsider: Account, zwolle: Partnership
) -> None:
    missing = "00000000-0000-0000-0000-000000000000"
    client = logged_in(ilse)
    for pk in (held(sanne).pk, held(outsider).pk, missing):
        assert client.get(f"/lidmaatschap/{pk}/{what}/").status_code == 404


def test_programme_manager_manages_people_of_every_party_and_of_no_other(
    sanne: Account, ilse: Account, outsider: Account, zwolle: Partnership, nieuwegein: Partnership
) -> None:
    client = logged_in(sanne)
    assert client.get(f"/lidmaatschap/{held(ilse).pk}/einde/").status_code == 200
    assert client.get(f"/lidmaatschap/{held(outsider).pk}/einde/").status_code == 404


def test_people_are_for_partners_only(
    ilse: Account, outsider: Account, corporation: Organisation, zwolle: Partnership,
    nieuwegein: Partnership,
) -> None:  # fmt: skip
    for client in (Client(), logged_in(outsider)):
        page = client.get(place(corporation)).content.decode()
        assert "De Stadspoort" in page
        assert "Ilse" not in page


def test_organisation_that_reads_along_shows_its_people_no_more_than_that(
    ruben: Account, ilse: Account, corporation: Organisation
) -> None:
    assert "Ilse" not in logged_in(ruben).get(place(corporation)).content.decode()


# --- parties ---


def test_party_joins_merges_and_leaves(
    sanne: Account, bas: Account, corporation: Organisation, zwolle: Partnership
) -> None:
    client = logged_in(sanne)
    form = {"name": "Vechtwonen", "kind": "corporatie", "role": "partner", "kvk": "12345678"}
    assert client.post("/samen/zwolle/partijen/nieuw/", form).status_code == 302
    assert client.post("/samen/zwolle/partijen/nieuw/", form).status_code == 422
    other = Organisation.objects.get(name="Vechtwonen")
    answer = client.post(place(corporation, "samengaan/"), {"successor": str(other.pk)})
    assert answer.status_code == 302
    corporation.refresh_from_db()
    assert corporation.successor == other
    today = timezone.localdate()
    assert [one.organisation for one in Membership.objects.valid(on=today).filter(
        person__account=bas)] == [other]  # fmt: skip
    assert not Participation.objects.valid(on=today).filter(organisation=corporation).exists()
    assert "Opgegaan in Vechtwonen" in Client().get(place(corporation)).content.decode()
    participation = Participation.objects.valid(on=today).get(organisation=other)
    assert client.post(f"/deelname/{participation.pk}/einde/").url == "/samen/zwolle/partijen/"
    assert "Vechtwonen" not in Client().get("/samen/zwolle/partijen/").content.decode()
    assert {"participation.join", "organisation.merge", "membership.end", "participation.end"} <= (
        set(events())
    )


def test_merger_never_reaches_into_another_partnership(
    sanne: Account, corporation: Organisation, municipality: Organisation, zwolle: Partnership,
    nieuwegein: Partnership,
) -> None:  # fmt: skip
    join(nieuwegein, corporation)
    join(nieuwegein, municipality)
    Membership.objects.filter(person__account=sanne).update(partnership=zwolle)
    answer = logged_in(sanne).post(
        place(corporation, "samengaan/"), {"successor": str(municipality.pk)}
    )
    assert answer.status_code == 422
    assert "ander samenwerkingsverband" in answer.content.decode()


def test_programme_manager_cannot_lock_everybody_out(
    sanne: Account, municipality: Organisation, zwolle: Partnership
) -> None:
    own = Participation.objects.get(organisation=municipality)
    assert logged_in(sanne).post(f"/deelname/{own.pk}/einde/").status_code == 422
