"""Clients of the sandbox org, and what every scenario does with their answers."""

from okta.api_client import ApiException
from okta.client import Client
from okta.pagination import PaginationHelper

QUIET = {"logging": {"enabled": False}, "cache": {"enabled": False}}


def admin_client(org):
    """A client with the administrator's API token."""
    return Client({**QUIET, "orgUrl": org["url"], "authorizationMode": "SSWS", "token": org["apiToken"]})


def service_client(org, service):
    """A client that authenticates as a service app, by private key."""
    return Client(
        {
            **QUIET,
            "orgUrl": org["url"],
            "authorizationMode": "PrivateKey",
            "clientId": service["clientId"],
            "scopes": service["scopes"],
            "privateKey": org["privateKey"],
            "dpopEnabled": service["dpop"],
        }
    )


class Calls:
    """Makes calls one by one; a refusal is noted and does not end the scenario."""

    def __init__(self, client):
        self.client = client
        self.statuses = {}

    async def make(self, operation, *args, label=None, **kwargs):
        """Calls an operation of the client, and gives what it deserialized."""
        data, _ = await self.answer(operation, *args, label=label, **kwargs)
        return data

    async def answer(self, operation, *args, label=None, **kwargs):
        name = label or operation
        try:
            *data, response, error = await getattr(self.client, operation)(*args, **kwargs)
        except (ApiException, ValueError, TypeError, AttributeError) as error:
            self.statuses[name] = f"{type(error).__name__}: {error}"[:600]
            return None, None
        if error is not None:
            code = getattr(error, "error_code", None)
            status = getattr(error, "status", None)
            self.statuses[name] = f"{status} {code}" if status else str(error)
            return None, None
        self.statuses[name] = response.status_code if response else "no answer"
        return (data[0] if data else None), response

    async def pages(self, operation, **kwargs):
        """All items of a list, page by page, as the client's own helper finds the next page."""
        items, count, after = [], 0, None
        while True:
            page, response = await self.answer(operation, after=after, **kwargs)
            if response is None:
                return items, count
            items.extend(page)
            count += 1
            after = PaginationHelper.extract_next_cursor(response.headers)
            if after is None:
                return items, count
