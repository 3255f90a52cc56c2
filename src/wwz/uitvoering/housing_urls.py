"""Addresses of the meerjaren huisvestingsprogramma."""

from django.urls import path

from wwz.uitvoering.views import housing, housing_files, housing_intake, housing_lines

app_name = "housing"
VERSION = "huisvesting/<uuid:pk>/"
LINE = f"{VERSION}regel/<int:number>/"
urlpatterns = [
    path("samen/<slug:slug>/huisvesting/", housing.index, name="index"),
    path("samen/<slug:slug>/huisvesting/nieuw/", housing.begin, name="begin"),
    path(VERSION, housing.programme, name="programme"),
    path(f"{VERSION}verschil/", housing.difference, name="difference"),
    path(f"{VERSION}wijzig/", housing.edit, name="edit"),
    path(f"{VERSION}weggooien/", housing.discard, name="discard"),
    path(f"{VERSION}voorleggen/", housing.submit, name="submit"),
    path(f"{VERSION}terugnemen/", housing.take_back, name="take_back"),
    path(f"{VERSION}teruggeven/", housing.send_back, name="send_back"),
    path(f"{VERSION}vaststellen/", housing.adopt, name="adopt"),
    path(f"{VERSION}programma.<slug:form>", housing_files.document, name="document"),
    path(f"{VERSION}regels.<slug:form>", housing_files.rows_file, name="rows_file"),
    path(f"{VERSION}regels/", housing_lines.rows, name="rows"),
    path(f"{VERSION}regels/nieuw/", housing_lines.add, name="add"),
    path(f"{VERSION}regels/inlezen/", housing_intake.bring, name="bring"),
    path(f"{VERSION}regels/overnemen/", housing_intake.take_in, name="take_in"),
    path(LINE, housing_lines.line, name="line"),
    path(f"{LINE}wijzig/", housing_lines.change, name="change"),
    path(f"{LINE}vervalt/", housing_lines.drop, name="drop"),
    path(f"{LINE}telt-weer/", housing_lines.take_up, name="take_up"),
    path(f"{LINE}cijfer/", housing_lines.cite, name="cite"),
    path(f"{LINE}cijfer/vernieuw/", housing_lines.renew, name="renew"),
    path(f"{LINE}cijfer/blijft/", housing_lines.keep, name="keep"),
    path(f"{LINE}voortgang/", housing_lines.tell, name="tell"),
]
