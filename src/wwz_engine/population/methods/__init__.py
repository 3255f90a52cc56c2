"""Forecast methods side by side, each chosen by name: docs/methods/totals.md."""
