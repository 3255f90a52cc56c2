"""A scenario as a file: YAML or JSON, read with everything that is wrong told at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from wwz_engine.scenarios.scenario import (
    BASE_KEY,
    VERSION,
    Scenario,
    ScenarioError,
    read_changes,
)

MOST_BYTES = 64 * 1024
TEXTS = ("naam", "auteur", "reden")
HEADINGS = ("versie", *TEXTS, "veranderingen")
LONGEST = 1000


class PlainLoader(yaml.SafeLoader):
    """Reads what somebody brings. Not the one in C: deep nesting ends the whole process there.

    A part that points to another is refused: a few lines could stand for billions of values.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("A scenario has no references.")
        return super().compose_node(parent, index)


def read_file(path: Path) -> Scenario:
    """The scenario in a file.

    Raises
    ------
    ScenarioError
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ScenarioError([f"{path} kan niet worden gelezen. Controleer de naam."]) from error
    if len(content) > MOST_BYTES:
        raise ScenarioError([f"{path} is te groot voor een scenario. Controleer de naam."])
    return read_text(content.decode("utf-8", errors="replace"), str(path))


def read_text(text: str, name: str) -> Scenario:
    """The scenario in a text; JSON is YAML too.

    Raises
    ------
    ScenarioError
    """
    try:
        content = yaml.load(text, Loader=PlainLoader)  # noqa: S506 - one of the safe ones
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError([f"{name} is geen geldige YAML of JSON. Kijk de regels na."]) from error
    return of_json(content)


def of_json(content: Any) -> Scenario:
    """A scenario from plain values.

    Raises
    ------
    ScenarioError
    """
    if not isinstance(content, dict):
        raise ScenarioError(["Een scenario begint met ‘naam’ en ‘veranderingen’."])
    texts = {key: content.get(key) or "" for key in TEXTS}
    problems = [*_heading_problems(content), *_text_problems(texts)]
    try:
        changes = read_changes(content.get("veranderingen") or [])
    except ScenarioError as error:
        raise ScenarioError([*problems, *error.problems]) from error
    if problems:
        raise ScenarioError(problems)
    named = {key: text.strip() for key, text in texts.items()}
    return Scenario(named["naam"], named["auteur"], named["reden"], changes)


def _heading_problems(content: dict[Any, Any]) -> list[str]:
    problems = [
        f"‘{str(key)[:40]}’ hoort niet in een scenario. Gebruik {', '.join(HEADINGS)}."
        for key in content
        if key not in HEADINGS
    ]
    if content.get("versie", VERSION) != VERSION:
        problems.append(f"Versie {content['versie']!s:.20} is onbekend. Gebruik versie {VERSION}.")
    return problems


def _text_problems(texts: dict[str, Any]) -> list[str]:
    problems = [
        f"‘{key}’ is geen korte tekst. Pas dit aan."
        for key, text in texts.items()
        if not isinstance(text, str) or len(text) > LONGEST
    ]
    name = texts["naam"]
    if isinstance(name, str) and not name.strip():
        problems.append("Geef het scenario een naam.")
    if isinstance(name, str) and name.strip() == BASE_KEY:
        problems.append(f"‘{BASE_KEY}’ is de raming zelf. Geef het scenario een andere naam.")
    return problems


def write_text(scenario: Scenario) -> str:
    """A scenario as JSON, which ``read_text`` reads back."""
    return json.dumps(scenario.as_json(), ensure_ascii=False, indent=2) + "\n"
