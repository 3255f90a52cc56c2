"""How an akkoord comes into force, how a party signs, and how a promise ends."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

AKKOORD = declare(
    Machine(
        label="akkoord.Akkoord",
        initial="concept",
        transitions=(
            Transition("offer", ("concept",), "ter_ondertekening", Action.OFFER_FOR_SIGNING,
                       "ter ondertekening gegeven", "een partij en een afspraak"),
            Transition("take_back", ("ter_ondertekening",), "concept", Action.OFFER_FOR_SIGNING,
                       "teruggenomen", "alle handtekeningen vervallen"),
            Transition("enter_into_force", ("ter_ondertekening",), "van_kracht", Action.SIGN,
                       "van kracht", "elke nodige partij heeft getekend"),
            Transition("evaluate", ("van_kracht",), "geevalueerd", Action.OFFER_FOR_SIGNING,
                       "geëvalueerd"),
            Transition("end", ("van_kracht", "geevalueerd"), "beeindigd",
                       Action.OFFER_FOR_SIGNING, "beëindigd"),
        ),
    )
)  # fmt: skip
SIGNATURE = declare(
    Machine(
        label="akkoord.Signature",
        initial="gevraagd",
        transitions=(
            Transition("sign", ("gevraagd",), "getekend", Action.SIGN, "getekend",
                       "een geldig mandaat"),
            Transition("sign_with_reservation", ("gevraagd",), "getekend_onder_voorbehoud",
                       Action.SIGN, "getekend", "een geldig mandaat en een einddatum"),
            Transition("lift_reservation", ("getekend_onder_voorbehoud",), "getekend",
                       Action.SIGN, "definitief gemaakt"),
            Transition("refuse", ("gevraagd",), "geweigerd", Action.SIGN, "geweigerd",
                       "een reden"),
            Transition("void", ("getekend", "getekend_onder_voorbehoud", "geweigerd"),
                       "gevraagd", Action.OFFER_FOR_SIGNING, "opnieuw gevraagd",
                       "het akkoord is teruggenomen"),
            Transition("withdraw", ("getekend", "getekend_onder_voorbehoud"), "uitgetreden",
                       Action.SIGN, "ingetrokken", "het akkoord is van kracht"),
        ),
    )
)  # fmt: skip
AFSPRAAK = declare(
    Machine(
        label="akkoord.Afspraak",
        initial="concept",
        transitions=(
            Transition("settle", ("concept",), "vastgesteld", Action.SIGN, "vastgesteld",
                       "het akkoord is van kracht"),
            Transition("begin", ("vastgesteld",), "in_uitvoering", Action.MANAGE_PROGRAMME,
                       "begonnen"),
            Transition("realise", ("vastgesteld", "in_uitvoering"), "gerealiseerd",
                       Action.APPROVE_REPORT, "gerealiseerd", "bewijs"),
            Transition("realise_partly", ("vastgesteld", "in_uitvoering"), "deels_gerealiseerd",
                       Action.APPROVE_REPORT, "deels gerealiseerd", "bewijs"),
            Transition("fail", ("vastgesteld", "in_uitvoering"), "niet_gerealiseerd",
                       Action.APPROVE_REPORT, "niet gerealiseerd", "een reden"),
            Transition("drop", ("vastgesteld", "in_uitvoering"), "vervallen", Action.SIGN,
                       "vervallen", "een aangenomen bijstelling"),
        ),
    )
)  # fmt: skip
REVISION = declare(
    Machine(
        label="akkoord.Revision",
        initial="voorgesteld",
        transitions=(
            Transition("ask", ("voorgesteld",), "instemming_gevraagd", Action.DRAFT_COMMITMENT,
                       "voorgelegd"),
            Transition("pass_by_consent", ("instemming_gevraagd",), "aangenomen", Action.SIGN,
                       "aangenomen", "elke gebonden partij stemt in"),
            Transition("reject", ("instemming_gevraagd",), "afgewezen", Action.SIGN,
                       "afgewezen"),
        ),
    )
)  # fmt: skip
CONSENT = declare(
    Machine(
        label="akkoord.Consent",
        initial="gevraagd",
        transitions=(
            Transition("consent", ("gevraagd",), "ingestemd", Action.SIGN, "ingestemd",
                       "een geldig mandaat"),
            Transition("refuse", ("gevraagd",), "geweigerd", Action.SIGN, "geweigerd",
                       "een reden"),
        ),
    )
)  # fmt: skip
