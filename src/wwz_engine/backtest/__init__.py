"""How good forecasts were: scored on years they could not see: docs/methods/metrics.md."""
