"""Drives the sandbox org with Okta's own client. Reads the org from stdin, prints a report."""

import asyncio
import json
import sys

from reads import read_as_service
from shapes import Shapes
from writes import administer


async def main():
    org = json.load(sys.stdin)
    shapes = Shapes()
    shapes.watch()
    report = {"admin": await administer(org)}
    for service in org["services"]:
        report[service["name"]] = await read_as_service(org, service)
    report["differences"] = sorted(shapes.differences)
    report["models"] = sorted(shapes.models)
    json.dump(report, sys.stdout)


asyncio.run(main())
