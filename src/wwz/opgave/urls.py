from django.urls import path

from wwz.opgave.views import compare, embed, exports, facts, pages, paper, pictures, studies
from wwz.partners.access import needs, open_to_all
from wwz.partners.matrix import Action

app_name = "opgave"

urlpatterns = [
    path("opgave/vergelijk/", open_to_all(compare.compare), name="compare"),
    path(
        "opgave/vergelijk/tabel.<slug:kind>",
        open_to_all(compare.compare_table),
        name="compare-table",
    ),
    path(
        "opgave/vergelijk/beeld/<slug:name>.<slug:kind>",
        open_to_all(pictures.compare_picture),
        name="compare-picture",
    ),
    path("opgave/<str:code>/", open_to_all(pages.gemeente), name="gemeente"),
    path("opgave/<str:code>/kaart.json", open_to_all(pages.map_data), name="map-data"),
    path(
        "opgave/<str:code>/beeld/<str:name>.<slug:kind>",
        open_to_all(pictures.picture_file),
        name="picture",
    ),
    path("opgave/<str:code>/afdruk/", open_to_all(paper.gemeente), name="paper"),
    path("opgave/<str:code>/afdruk.pdf", open_to_all(paper.gemeente_pdf), name="paper-pdf"),
    path(
        "opgave/<str:code>/tabel/<slug:name>.<slug:kind>", open_to_all(exports.table), name="table"
    ),
    path("opgave/<str:code>/groep/<slug:key>/", open_to_all(pages.group), name="group"),
    path("opgave/<str:code>/woonvorm/<slug:key>/", open_to_all(pages.homes), name="homes"),
    path("opgave/<str:code>/<str:area_code>/", open_to_all(pages.area), name="area"),
    path("opgave/<str:code>/<str:area_code>/a4/", open_to_all(paper.area), name="a4"),
    path("opgave/<str:code>/<str:area_code>/a4.pdf", open_to_all(paper.area_pdf), name="a4-pdf"),
    path("feit/<uuid:pk>/", open_to_all(facts.fact), name="fact"),
    path("feit/<uuid:pk>.json", open_to_all(facts.fact_as_json), name="fact-json"),
    path(
        "feit/<uuid:pk>/beeld/<slug:name>.<slug:kind>",
        open_to_all(pictures.fact_picture),
        name="fact-picture",
    ),
    path("embed/feit/<uuid:pk>/", open_to_all(embed.fact), name="embed-fact"),
    path("embed/beeld/<str:code>/<str:name>/", open_to_all(embed.picture), name="embed-picture"),
    path("analyse/", needs(Action.OWN_ACCOUNT)(studies.studies), name="studies"),
    path("analyse/<uuid:pk>/", needs(Action.OWN_ACCOUNT)(studies.study), name="study"),
    path("analyse/<uuid:pk>/stop/", needs(Action.RUN_ANALYSIS)(studies.stop), name="stop_study"),
    path(
        "analyse/<uuid:pk>/opnieuw/", needs(Action.RUN_ANALYSIS)(studies.retry), name="retry_study"
    ),
]
