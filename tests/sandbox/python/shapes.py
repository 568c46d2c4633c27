"""Watches the okta client read answers, and collects what its models do not know or refuse.

The models are generated from Okta's OpenAPI specification. They drop unknown members without a
word, so that the answers are compared with them here.
"""

import json
from types import SimpleNamespace

from okta.api_client import ApiClient
from okta.api_response import ApiResponse
from pydantic import BaseModel, ValidationError


def unread(raw):
    """What a model refused, so that the scenario can go on with its id."""
    if isinstance(raw, list):
        return [unread(item) for item in raw]
    item = SimpleNamespace(id=raw.get("id"))
    item.actual_instance = item
    return item


class Shapes:
    """Differences between answers and models, each once, and the models that were met."""

    def __init__(self):
        self.differences = set()
        self.models = set()

    def watch(self):
        """Puts itself between the client and its models."""
        shapes = self
        read = ApiClient.response_deserialize

        def response_deserialize(client, response_data, response_types_map=None):
            types = dict(response_types_map or {})
            status = str(response_data.status)
            described = [known for known in types if known.startswith("2")]
            if status not in types and described:
                method = response_data.response.method
                model = types[described[0]]
                shapes.differences.add(f"{method} {model}: status {status}, not {described[0]}")
                types[status] = model
            try:
                result = read(client, response_data, types)
            except (ValidationError, ValueError, TypeError, AttributeError) as error:
                if not status.startswith("2"):
                    raise
                shapes.refuse(error, types.get(status))
                raw = json.loads(response_data.data)
                headers = response_data.getheaders()
                return ApiResponse(status_code=response_data.status, headers=headers,
                                   data=unread(raw), raw_data=response_data.data)
            if status.startswith("2"):
                shapes.compare(json.loads(response_data.data), result.data)
            return result

        ApiClient.response_deserialize = response_deserialize

    def refuse(self, error, model):
        """Notes what a model says against an answer, without the values in it."""
        if isinstance(error, ValidationError):
            for detail in error.errors():
                member = ".".join(str(part) for part in detail["loc"])
                self.differences.add(f"{error.title}.{member}: {detail['type']}")
        else:
            text = str(error).splitlines()[0]
            self.differences.add(f"{model}: {type(error).__name__} {text}")

    def compare(self, raw, value):
        """Walks through an answer and its model side by side."""
        if isinstance(raw, list) and isinstance(value, list):
            for raw_item, item in zip(raw, value, strict=True):
                self.compare(raw_item, item)
        elif isinstance(raw, dict) and isinstance(value, dict):
            for name, member in value.items():
                self.compare(raw.get(name), member)
        elif isinstance(raw, dict) and isinstance(value, BaseModel):
            if hasattr(value, "actual_instance"):
                self.compare(raw, value.actual_instance)
                return
            self.compare_members(raw, value)

    def compare_members(self, raw, model):
        kind = type(model)
        self.models.add(kind.__name__)
        names = {field.alias or name: name for name, field in kind.model_fields.items()}
        free = "additional_properties" in kind.model_fields
        for name, member in raw.items():
            if name in names:
                self.compare(member, getattr(model, names[name]))
            elif not free:
                self.differences.add(f"{kind.__name__}.{name}: unknown")
