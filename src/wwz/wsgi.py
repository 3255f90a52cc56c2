"""The site for a WSGI server: waitress, gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wwz.settings")

# Python's collector comes by after so many new objects; a page makes some thousands.
OBJECTS_BEFORE_COLLECTING = 50_000


def spare_the_collector() -> None:
    """Leave what was loaded at the start alone, and come by once in many pages.

    A page makes hardly any circles, so that nearly all is freed without the collector.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)


application = get_wsgi_application()
spare_the_collector()
