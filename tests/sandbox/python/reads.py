"""Every read of the default profile, as Rezonate makes them with a service app."""

from clients import Calls, service_client
from okta import models

POLICY_TYPES = [
    "OKTA_SIGN_ON",
    "PASSWORD",
    "MFA_ENROLL",
    "ACCESS_POLICY",
    "PROFILE_ENROLLMENT",
    "IDP_DISCOVERY",
]


async def read_as_service(org, service):
    calls = Calls(service_client(org, service))
    users, pages = await calls.pages("list_users", limit=200)
    await read_people(calls, users)
    await read_apps(calls, service["clientId"])
    await read_settings(calls)
    await calls.make("add_group", models.AddGroupRequest.from_dict({"profile": {"name": "No"}}))
    return {
        "users": len({user.id for user in users}),
        "pages": pages,
        "statuses": calls.statuses,
    }


async def read_people(calls, users):
    user = users[0].id
    await calls.make("get_user", user)
    await calls.make("list_user_groups", user)
    await calls.make("list_app_links", user)
    await calls.make("list_factors", user)
    await calls.make("list_assigned_roles_for_user", user)
    groups, _ = await calls.pages("list_groups", limit=2)
    group = groups[-1].id
    await calls.make("get_group", group)
    await calls.make("list_group_users", group)
    await calls.make("list_assigned_applications_for_group", group)
    await calls.make("list_group_assigned_roles", group)


async def read_apps(calls, app):
    await calls.pages("list_applications", limit=1)
    await calls.make("get_application", app)
    await calls.make("list_jwk", app)
    grants = await calls.make("list_scope_consent_grants", app)
    await calls.make("get_scope_consent_grant", app, grants[0].id)
    await calls.make("list_roles_for_client", app)


async def read_settings(calls):
    for kind in POLICY_TYPES:
        policies = await calls.make("list_policies", kind, label=f"list_policies {kind}")
        if policies:
            await calls.make("get_policy", policies[0].id, label=f"get_policy {kind}")
    zones = await calls.make("list_network_zones")
    if zones:
        await calls.make("get_network_zone", zones[0].id)
    tokens = await calls.make("list_api_tokens")
    if tokens:
        await calls.make("get_api_token", tokens[0].id)
    await calls.make("list_authenticators")
    await calls.make("list_authorization_servers")
    await calls.make("list_devices")
    await calls.make("list_identity_providers")
    await calls.make("list_log_events", limit=1000)
    await calls.make("get_org_settings")
    await calls.make("get_client_privileges_setting")
    await calls.make("get_wellknown_org_metadata")
