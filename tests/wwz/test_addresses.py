"""An address worked out once is the one that Django would give."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse
from django.urls.base import set_script_prefix

from wwz.addresses import address_of


def test_address_is_what_reverse_says() -> None:
    for key in (uuid4(), uuid4()):
        assert address_of("uitvoering:signal", key) == reverse("uitvoering:signal", args=[key])
    for slug in ("zwolle", "een-ander"):
        assert address_of("partners:parties", slug) == reverse("partners:parties", args=[slug])
    assert address_of("pages:about") == reverse("pages:about")


def test_site_below_a_folder_has_addresses_below_it() -> None:
    assert address_of("pages:about") == "/over/"
    set_script_prefix("/wonen/")
    try:
        assert address_of("pages:about") == "/wonen/over/"
    finally:
        set_script_prefix("/")


def test_page_that_is_not_there_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address_of("uitvoering:signal", "geen-sleutel")
