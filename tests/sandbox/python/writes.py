"""What the project changes in an org, and the reads that only an administrator may make."""

from clients import Calls, admin_client
from okta import models


async def administer(org):
    calls = Calls(admin_client(org))
    app = await create_app(calls, org)
    await grants(calls, org, app)
    await roles(calls, app)
    await custom_role(calls, app)
    await people(calls)
    await settings(calls, app)
    await calls.make("deactivate_application", app)
    await calls.make("delete_application", app)
    await calls.make("get_application", app, label="get_application, deleted")
    return {"statuses": calls.statuses}


async def create_app(calls, org):
    application = models.Application.from_dict(org["application"])
    created = await calls.make("create_application", application)
    app = created.id
    await calls.make("replace_application", app, application)
    await calls.make("deactivate_application", app)
    await calls.make("activate_application", app)
    return app


async def grants(calls, org, app):
    for scope in ["okta.users.read", "okta.groups.read"]:
        consent = models.OAuth2ScopeConsentGrant(issuer=org["issuer"], scopeId=scope)
        await calls.make("grant_consent_to_scope", app, consent)
    granted = await calls.make("list_scope_consent_grants", app, expand="scope")
    await calls.make("get_scope_consent_grant", app, granted[0].id)
    await calls.make("revoke_scope_consent_grant", app, granted[0].id)


async def roles(calls, app):
    standard = models.StandardRoleAssignmentSchema(type="APP_ADMIN")
    request = models.AssignRoleToClientRequest(standard)
    await calls.make("assign_role_to_client", app, request)
    assigned = await calls.make("list_roles_for_client", app)
    if assigned:
        role = assigned[0].actual_instance.id
        await calls.make("retrieve_client_role", app, role)
        await calls.make("list_app_target_role_to_client", app, role)
        await calls.make("delete_role_from_client", app, role)


async def custom_role(calls, app):
    request = models.CreateIamRoleRequest(
        label="Reader", description="Reads users", permissions=["okta.users.read"]
    )
    role = await calls.make("create_role", request)
    await calls.make("list_roles")
    await calls.make("get_role", role.id)
    await calls.make("list_role_permissions", role.id)
    await calls.make("get_role_permission", role.id, "okta.users.read")
    request = models.CreateResourceSetRequest(
        label="People", description="All users", resources=["orn:okta:directory:x:users"]
    )
    resources = await calls.make("create_resource_set", request)
    await calls.make("list_resource_sets")
    await calls.make("get_resource_set", resources.id)
    await calls.make("list_resource_set_resources", resources.id)
    custom = {"type": "CUSTOM", "role": role.id, "resource-set": resources.id}
    request = models.AssignRoleToClientRequest.from_dict(custom)
    await calls.make("assign_role_to_client", app, request, label="assign_role_to_client CUSTOM")
    await calls.make("list_roles_for_client", app, label="list_roles_for_client CUSTOM")


async def people(calls):
    profile = {
        "firstName": "Barbara",
        "lastName": "Liskov",
        "email": "barbara@example.com",
        "login": "barbara@example.com",
    }
    request = models.CreateUserRequest.from_dict({"profile": profile})
    user = (await calls.make("create_user", request)).id
    await calls.make("get_user", user)
    request = models.AddGroupRequest.from_dict({"profile": {"name": "Compilers"}})
    group = (await calls.make("add_group", request)).id
    await calls.make("assign_user_to_group", group, user)
    await calls.make("list_group_users", group)
    standard = {"type": "USER_ADMIN"}
    request = models.AssignRoleToUserRequest.from_dict(standard)
    await calls.make("assign_role_to_user", user, request)
    await calls.make("list_assigned_roles_for_user", user)
    request = models.AssignRoleToGroupRequest.from_dict(standard)
    await calls.make("assign_role_to_group", group, request)
    await calls.make("list_group_assigned_roles", group)
    await calls.make("list_users_with_role_assignments")
    await calls.make("suspend_user", user)
    await calls.make("delete_group", group)


async def settings(calls, app):
    zone = {
        "type": "IP",
        "name": "Office",
        "gateways": [{"type": "CIDR", "value": "10.0.0.0/8"}],
    }
    await calls.make("create_network_zone", models.NetworkZone.from_dict(zone))
    integration = models.PostAPIServiceIntegrationInstanceRequest.from_dict(
        {"type": "anzennaapiservice", "grantedScopes": ["okta.users.read"]}
    )
    created = await calls.make("create_api_service_integration_instance", integration)
    await calls.make("list_api_service_integration_instances")
    await calls.make("get_api_service_integration_instance", created.id)
    await calls.make("create_api_service_integration_instance_secret", created.id)
    await calls.make("list_api_service_integration_instance_secrets", created.id)
    limit = models.PrincipalRateLimitEntity.from_dict(
        {"principalId": app, "principalType": "OAUTH_CLIENT", "defaultPercentage": 40}
    )
    await calls.make("create_principal_rate_limit_entity", limit)
    await calls.make(
        "list_principal_rate_limit_entities", filter='principalType eq "OAUTH_CLIENT"'
    )
