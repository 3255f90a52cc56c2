"""How a signaal, a knelpunt, an initiative, a milestone and a progress report go on."""

from wwz.audit.states import SYSTEM_ACTION, Machine, Transition, declare
from wwz.partners.matrix import Action

OPEN_SIGNAAL = ("ontvangen", "bekeken", "in_behandeling", "vraag_uitgezet", "gebundeld")
CLOSED_SIGNAAL = ("beantwoord", "opgelost", "overgedragen")
FEEDBACK = "een terugkoppeling aan de melder"

SIGNAAL = declare(
    Machine(
        label="uitvoering.Signaal",
        initial="ontvangen",
        transitions=(
            Transition("look", ("ontvangen",), "bekeken", Action.TRIAGE, "bekeken"),
            Transition("take_up", ("ontvangen", "bekeken", "vraag_uitgezet"), "in_behandeling",
                       Action.TRIAGE, "in behandeling genomen"),
            Transition("ask_partner", ("bekeken", "in_behandeling"), "vraag_uitgezet",
                       Action.TRIAGE, "uitgezet"),
            Transition("bundle", ("ontvangen", "bekeken", "in_behandeling", "vraag_uitgezet"),
                       "gebundeld", Action.TRIAGE, "gebundeld", "een knelpunt"),
            Transition("answer", OPEN_SIGNAAL, "beantwoord", Action.GIVE_FEEDBACK, "beantwoord",
                       FEEDBACK),
            Transition("solve", OPEN_SIGNAAL, "opgelost", Action.GIVE_FEEDBACK, "opgelost",
                       FEEDBACK),
            Transition("hand_over", OPEN_SIGNAAL, "overgedragen", Action.GIVE_FEEDBACK,
                       "overgedragen", FEEDBACK),
            Transition("reopen", CLOSED_SIGNAAL, "bekeken", Action.SUBMIT_SIGNAL, "heropend",
                       "binnen 30 dagen, door de melder"),
        ),
    )
)  # fmt: skip
KNELPUNT = declare(
    Machine(
        label="uitvoering.Knelpunt",
        initial="gesignaleerd",
        transitions=(
            Transition("analyse", ("gesignaleerd",), "in_analyse", Action.TRIAGE, "onderzocht"),
            Transition("discuss", ("gesignaleerd", "in_analyse"), "besproken", Action.TRIAGE,
                       "besproken", "een wijkplatform en ten minste één oplossing"),
            Transition("choose", ("besproken",), "oplossing_gekozen", Action.CHOOSE_SOLUTION,
                       "besloten", "een oplossing en een reden"),
            Transition("carry_out", ("oplossing_gekozen",), "in_uitvoering",
                       Action.MANAGE_PROGRAMME, "uitgevoerd", "een afspraak of initiatief"),
            Transition("solve", ("in_uitvoering",), "verholpen", Action.CHOOSE_SOLUTION,
                       "verholpen", "elke melder heeft antwoord"),
            Transition("accept", ("gesignaleerd", "in_analyse", "besproken"), "aanvaard",
                       Action.CHOOSE_SOLUTION, "aanvaard", "een openbare reden"),
        ),
    )
)  # fmt: skip
INITIATIVE = declare(
    Machine(
        label="uitvoering.Initiative",
        initial="idee",
        transitions=(
            Transition("explore", ("idee",), "verkenning", Action.MANAGE_PROGRAMME, "verkend"),
            Transition("decide", ("idee", "verkenning"), "besloten", Action.MANAGE_PROGRAMME,
                       "besloten"),
            Transition("begin", ("besloten",), "uitvoering", Action.MANAGE_PROGRAMME, "begonnen"),
            Transition("finish", ("uitvoering",), "afgerond", Action.MANAGE_PROGRAMME,
                       "afgerond", "geen proeftuin"),
            Transition("stop", ("idee", "verkenning", "besloten", "uitvoering"), "gestopt",
                       Action.MANAGE_PROGRAMME, "gestopt", "een reden"),
            Transition("adapt", ("uitvoering",), "aangepast", Action.MANAGE_PROGRAMME,
                       "aangepast", "een proeftuin, en wat is geleerd"),
            Transition("scale_up", ("uitvoering",), "opgeschaald", Action.MANAGE_PROGRAMME,
                       "opgeschaald", "een proeftuin, wat is geleerd en wie daarna betaalt"),
        ),
    )
)  # fmt: skip
MILESTONE = declare(
    Machine(
        label="uitvoering.Milestone",
        initial="gepland",
        transitions=(
            Transition("reach", ("gepland", "verschoven"), "gehaald", Action.MANAGE_PROGRAMME,
                       "gehaald"),
            Transition("shift", ("gepland", "verschoven"), "verschoven",
                       Action.MANAGE_PROGRAMME, "verschoven", "een reden en een latere datum"),
            Transition("drop", ("gepland", "verschoven"), "vervallen", Action.MANAGE_PROGRAMME,
                       "vervallen", "een reden"),
        ),
    )
)  # fmt: skip
REPORT = declare(
    Machine(
        label="uitvoering.ProgressReport",
        initial="gevraagd",
        transitions=(
            Transition("draft", ("gevraagd", "concept"), "concept", Action.DRAFT_REPORT,
                       "opgesteld"),
            Transition("submit", ("concept",), "ter_accordering", Action.DRAFT_REPORT,
                       "voorgelegd", "een licht en een zin"),
            Transition("send_back", ("ter_accordering",), "concept", Action.APPROVE_REPORT,
                       "teruggegeven", "een reden"),
            Transition("approve", ("ter_accordering",), "geaccordeerd", Action.APPROVE_REPORT,
                       "geaccordeerd", "door iemand anders dan de schrijver"),
            Transition("miss", ("gevraagd", "concept", "ter_accordering"), "uitgebleven",
                       SYSTEM_ACTION, "gesloten", "de uiterste dag is voorbij"),
        ),
    )
)  # fmt: skip
HOUSING = declare(
    Machine(
        label="uitvoering.HousingProgramme",
        initial="concept",
        transitions=(
            Transition("submit", ("concept",), "voorgelegd", Action.SUBMIT_HOUSING,
                       "voorgelegd", "regels, en over elk vernieuwd cijfer een besluit"),
            Transition("take_back", ("voorgelegd",), "concept", Action.SUBMIT_HOUSING,
                       "teruggenomen"),
            Transition("send_back", ("voorgelegd",), "concept", Action.ADOPT_HOUSING,
                       "teruggegeven", "een reden"),
            Transition("adopt", ("voorgelegd",), "vastgesteld", Action.ADOPT_HOUSING,
                       "vastgesteld", "over elk vernieuwd cijfer een besluit"),
            Transition("supersede", ("vastgesteld",), "vervangen", Action.ADOPT_HOUSING,
                       "vervangen", "een nieuwere versie is vastgesteld"),
        ),
    )
)  # fmt: skip
