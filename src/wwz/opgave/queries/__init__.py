"""Reads of opgave: ``published`` gives the pages facts of a published study."""
