"""Addresses of this app."""

from django.urls import path

from wwz.meetings.views import holding, lists, planning

app_name = "meetings"
urlpatterns = [
    path("samen/<slug:slug>/bijeenkomsten/", lists.index, name="index"),
    path("samen/<slug:slug>/bijeenkomsten.<str:kind>", lists.table, name="table"),
    path("samen/<slug:slug>/agenda.ics", lists.feed, name="feed"),
    path("samen/<slug:slug>/bijeenkomsten/nieuw/", planning.plan, name="plan"),
    path("samen/<slug:slug>/open-punten/", lists.open_points, name="open_points"),
    path("samen/<slug:slug>/open-punten.<str:kind>", lists.points_table, name="points_table"),
    path("samen/<slug:slug>/overleggen/nieuw/", lists.new_body, name="new_body"),
    path("overleg/<uuid:pk>/", lists.body, name="body"),
    path("overleg/<uuid:pk>/wijzigen/", lists.change_body, name="change_body"),
    path("bijeenkomst/<uuid:pk>/", holding.meeting, name="meeting"),
    path("bijeenkomst/<uuid:pk>/bijeenkomst.ics", holding.for_calendar, name="for_calendar"),
    path("bijeenkomst/<uuid:pk>/wijzigen/", planning.change, name="change"),
    path("bijeenkomst/<uuid:pk>/uitnodigen/", planning.invite, name="invite"),
    path("bijeenkomst/<uuid:pk>/afgelasten/", planning.cancel, name="cancel"),
    path("bijeenkomst/<uuid:pk>/aanmelden/", holding.reply, name="reply"),
    path("bijeenkomst/<uuid:pk>/beginnen/", holding.begin, name="begin"),
    path("bijeenkomst/<uuid:pk>/afsluiten/", holding.close, name="close"),
    path("bijeenkomst/<uuid:pk>/agendapunt/", planning.add_item, name="add_item"),
    path("agendapunt/<uuid:pk>/verplaatsen/", planning.move_item, name="move_item"),
    path("agendapunt/<uuid:pk>/verwijderen/", planning.remove_item, name="remove_item"),
    path("bijeenkomst/<uuid:pk>/verslag/", holding.minutes, name="minutes"),
    path("bijeenkomst/<uuid:pk>/verslag/ter-controle/", holding.submit_minutes, name="submit"),
    path("bijeenkomst/<uuid:pk>/verslag/vaststellen/", holding.adopt_minutes, name="adopt"),
    path("bijeenkomst/<uuid:pk>/uitkomst/", holding.add_outcome, name="add_outcome"),
    path("uitkomst/<uuid:pk>/gedaan/", holding.finish, name="finish"),
    path("uitkomst/<uuid:pk>/vervallen/", holding.drop, name="drop"),
]
