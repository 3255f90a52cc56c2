from django.urls import path

from wwz.opgave.views import (
    accuracy,
    compare,
    embed,
    exports,
    facts,
    objections,
    pages,
    paper,
    pictures,
    studies,
    themes,
)

app_name = "opgave"

urlpatterns = [
    path("opgave/vergelijk/", compare.compare, name="compare"),
    path("opgave/vergelijk/tabel.<slug:kind>", compare.compare_table, name="compare-table"),
    path(
        "opgave/vergelijk/beeld/<slug:name>.<slug:kind>",
        pictures.compare_picture,
        name="compare-picture",
    ),
    path("opgave/bezwaren/", objections.listed, name="objections"),
    path("opgave/bezwaren.<slug:kind>", objections.list_file, name="objections-file"),
    path("opgave/hoe-goed/", accuracy.national, name="accuracy"),
    path("opgave/hoe-goed/doelen.<slug:kind>", accuracy.targets_file, name="accuracy-targets"),
    path(
        "opgave/hoe-goed/reeks/<slug:key>.<slug:kind>",
        accuracy.series_file,
        name="accuracy-series",
    ),
    path("opgave/<str:code>/", pages.gemeente, name="gemeente"),
    path("opgave/<str:code>/kaart.json", pages.map_data, name="map-data"),
    path("opgave/<str:code>/beeld/<str:name>.<slug:kind>", pictures.picture_file, name="picture"),
    path("opgave/<str:code>/afdruk/", paper.gemeente, name="paper"),
    path("opgave/<str:code>/afdruk.pdf", paper.gemeente_pdf, name="paper-pdf"),
    path("opgave/<str:code>/tabel/<slug:name>.<slug:kind>", exports.table, name="table"),
    path("opgave/<str:code>/groep/<slug:key>/", pages.group, name="group"),
    path("opgave/<str:code>/woonvorm/<slug:key>/", pages.homes, name="homes"),
    path("opgave/<str:code>/in-tien-zinnen/", themes.in_sentences, name="in-sentences"),
    path(
        "opgave/<str:code>/<str:area_code>/in-tien-zinnen/",
        themes.in_sentences,
        name="in-sentences-area",
    ),
    path("opgave/<str:code>/hoe-goed/", accuracy.gemeente, name="accuracy-gemeente"),
    path("opgave/<str:code>/<str:area_code>/hoe-goed/", accuracy.area, name="accuracy-area"),
    path(
        "opgave/<str:code>/<str:area_code>/hoe-goed/beeld.<slug:kind>",
        accuracy.picture,
        name="accuracy-picture",
    ),
    path(
        "opgave/<str:code>/<str:area_code>/hoe-goed/<slug:name>.<slug:kind>",
        accuracy.table,
        name="accuracy-table",
    ),
    path("opgave/<str:code>/<str:area_code>/", pages.area, name="area"),
    path("opgave/<str:code>/<str:area_code>/a4/", paper.area, name="a4"),
    path("opgave/<str:code>/<str:area_code>/a4.pdf", paper.area_pdf, name="a4-pdf"),
    path("feit/<uuid:pk>/", facts.fact, name="fact"),
    path("feit/<uuid:pk>/klopt-niet/", objections.contest, name="contest"),
    path("bezwaar/<uuid:pk>/", objections.objection, name="objection"),
    path("bezwaar/<uuid:pk>/antwoord/", objections.answer, name="answer_objection"),
    path("bezwaar/<uuid:pk>/herzien/", objections.revise, name="revise_objection"),
    path("feit/<uuid:pk>/verandering.<slug:kind>", facts.change_file, name="fact-change"),
    path("feit/<uuid:pk>.json", facts.fact_as_json, name="fact-json"),
    path(
        "feit/<uuid:pk>/beeld/<slug:name>.<slug:kind>", pictures.fact_picture, name="fact-picture"
    ),
    path("embed/feit/<uuid:pk>/", embed.fact, name="embed-fact"),
    path("embed/beeld/<str:code>/<str:name>/", embed.picture, name="embed-picture"),
    path("embed/hoe-goed/<str:code>/<str:area_code>/", accuracy.embed, name="embed-accuracy"),
    path("analyse/", studies.studies, name="studies"),
    path("analyse/aanvragen/", studies.ask, name="ask_study"),
    path("analyse/<uuid:pk>/", studies.study, name="study"),
    path("analyse/<uuid:pk>/stop/", studies.stop, name="stop_study"),
    path("analyse/<uuid:pk>/opnieuw/", studies.retry, name="retry_study"),
]
