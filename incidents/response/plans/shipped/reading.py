"""Reads the shipped plan from its files."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from incidents.response.plans.choices import Phase

FOLDER = Path(__file__).parent


def name() -> Mapping[str, str]:
    return {language: str(text) for language, text in _load("plan")["name"].items()}


def summary() -> str:
    return str(_load("plan")["summary"]["zh"])


def texts() -> dict[str, dict[str, str]]:
    """{section or cause: {"zh": …, "en": …}}."""
    return {code: {lang: text.strip() for lang, text in said.items()} for code, said in _load("plan")["texts"].items()}


def steps() -> list[dict[str, Any]]:
    """Fields of PlanStep, phase by phase."""
    return [_step(phase, row) for phase in Phase for row in _load(phase.value)["steps"]]


def _load(file: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{file}.toml").read_text(encoding="utf-8"))


def _step(phase: Phase, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["key"],
        "phase": phase,
        "title_zh": row["title"]["zh"],
        "title_en": row["title"]["en"],
        "text_zh": row["text"]["zh"],
        "text_en": row["text"]["en"],
        "function": row["function"],
        "due_minutes": row["due"],
        "evidence": row["evidence"],
        "work": row.get("work", ""),
        "causes": row.get("causes", []),
        "scopes": row.get("scopes", []),
        "grades": row.get("grades", []),
        "checklist": [
            {"zh": item["zh"], "en": item["en"], "mandatory": not item.get("optional", False)}
            for item in row.get("checklist", [])
        ],
        "resources": [
            {
                "kind": need["kind"], "code": need.get("code", ""), "zh": need["zh"], "en": need["en"],
                "quantity": need["quantity"],
            }
            for need in row.get("resources", [])
        ],
    }  # fmt: skip
