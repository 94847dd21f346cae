# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI description of the public answers."""

from __future__ import annotations

from typing import Any

VERSION = "1.0.0"


def _ok(description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    headers = {"API-Version": {"schema": {"type": "string"}}}
    return {"200": {"description": description, "headers": headers, "content": content}}


_PROBLEM = {
    "404": {
        "description": "There is nothing under this address.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
}
_WORDS = {
    "type": "object",
    "properties": {"nl": {"type": "string"}, "en": {"type": "string"}},
    "required": ["nl", "en"],
}
_NUMBER = {"type": ["number", "null"]}
_TEXT = {"type": ["string", "null"]}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Ketenzicht: figures on human trafficking in the Netherlands",
        "version": VERSION,
        "description": "Published series with their source and certainty, and the newest release "
        "of the register. Fewer reports does not mean less trafficking.",
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    },
    "servers": [{"url": "/v1"}],
    "paths": {
        "/figures": {
            "get": {
                "operationId": "listSeries",
                "summary": "All series",
                "responses": _ok("The series", "SeriesList"),
            }
        },
        "/figures/{series}": {
            "get": {
                "operationId": "showSeries",
                "summary": "One series with its figures",
                "parameters": [
                    {
                        "name": "series",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
                    }
                ],
                "responses": _ok("The series", "Series") | _PROBLEM,
            }
        },
        "/releases/latest": {
            "get": {
                "operationId": "latestRelease",
                "summary": "The newest release of the register; null is a hidden cell",
                "responses": _ok("The release", "Release") | _PROBLEM,
            }
        },
    },
    "components": {
        "schemas": {
            "SeriesList": {
                "type": "object",
                "required": ["series", "remark"],
                "properties": {
                    "series": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "code": {"type": "string"},
                                "label": _WORDS,
                                "figures": {"type": "integer"},
                                "href": {"type": "string"},
                            },
                        },
                    },
                    "remark": _WORDS,
                },
            },
            "Series": {
                "type": "object",
                "required": ["code", "figures", "remark"],
                "properties": {
                    "code": {"type": "string"},
                    "figures": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["code", "label", "source", "certainty"],
                            "properties": {
                                "code": {"type": "string"},
                                "label": _WORDS,
                                "year": {"type": ["integer", "null"]},
                                "period": _TEXT,
                                "value": _NUMBER,
                                "low": _NUMBER,
                                "high": _NUMBER,
                                "alternative": _NUMBER,
                                "unit": {"type": "string"},
                                "provisional": {"type": "boolean"},
                                "publisher": _TEXT,
                                "source": {"type": "string"},
                                "certainty": {"type": "string"},
                                "note": _TEXT,
                                "superseded_by": _TEXT,
                            },
                        },
                    },
                    "remark": _WORDS,
                },
            },
            "Release": {
                "type": "object",
                "required": ["title", "published", "digest", "tables", "rule", "remark"],
                "properties": {
                    "title": {"type": "string"},
                    "published": _TEXT,
                    "digest": {"type": "string"},
                    "years": {"type": "array", "items": {"type": "integer"}},
                    "tables": {"type": "object"},
                    "rule": {"type": "object"},
                    "estimate": {"type": ["object", "null"]},
                    "remark": _WORDS,
                },
            },
            "Problem": {
                "type": "object",
                "required": ["title", "status", "code"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "code": {"type": "string"},
                },
            },
        }
    },
}
