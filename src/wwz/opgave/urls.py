from django.urls import path

from wwz.opgave.views import compare, exports, facts, pages, studies

app_name = "opgave"

urlpatterns = [
    path("opgave/vergelijk/", compare.compare, name="compare"),
    path("opgave/vergelijk/tabel.<slug:kind>", compare.compare_table, name="compare-table"),
    path("opgave/<str:code>/", pages.gemeente, name="gemeente"),
    path("opgave/<str:code>/kaart.json", pages.map_data, name="map-data"),
    path("opgave/<str:code>/beeld/<str:name>.svg", pages.picture_file, name="picture"),
    path("opgave/<str:code>/tabel/<slug:name>.<slug:kind>", exports.table, name="table"),
    path("opgave/<str:code>/groep/<slug:key>/", pages.group, name="group"),
    path("opgave/<str:code>/woonvorm/<slug:key>/", pages.homes, name="homes"),
    path("opgave/<str:code>/<str:area_code>/", pages.area, name="area"),
    path("feit/<uuid:pk>/", facts.fact, name="fact"),
    path("feit/<uuid:pk>.json", facts.fact_as_json, name="fact-json"),
    path("analyse/", studies.studies, name="studies"),
    path("analyse/<uuid:pk>/", studies.study, name="study"),
    path("analyse/<uuid:pk>/stop/", studies.stop, name="stop_study"),
    path("analyse/<uuid:pk>/opnieuw/", studies.retry, name="retry_study"),
]
