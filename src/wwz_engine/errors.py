"""The root of every error the engine raises on purpose."""


class EngineError(Exception):
    """Something is wrong with input, data or a parameter; the message says what to do."""
