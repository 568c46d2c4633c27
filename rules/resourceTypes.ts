/** Pulumi types of the resources in Okta that the components make. */
export const OktaType = {
    App: "okta:app/oAuth:OAuth",
    AppScopes: "okta:index/appOauthApiScope:AppOauthApiScope",
    AppRole: "okta:app/oauthRoleAssignment:OauthRoleAssignment",
    CustomRole: "okta:index/adminRoleCustom:AdminRoleCustom",
    ResourceSet: "okta:index/resourceSet:ResourceSet",
    ServiceIntegration: "okta:index/apiServiceIntegration:ApiServiceIntegration",
    User: "okta:user/user:User",
    UserRoles: "okta:index/userAdminRoles:UserAdminRoles",
    Zone: "okta:network/zone:Zone",
    ApiToken: "okta:index/apiToken:ApiToken",
} as const;

/** Pulumi type of the component SigningKeys. */
export const SIGNING_KEYS_TYPE = "rezonate-okta:index:SigningKeys";

/** Pulumi type of the component ServiceApp. */
export const SERVICE_APP_TYPE = "rezonate-okta:index:ServiceApp";

/** Pulumi type of the component AwsHandoff. */
export const AWS_HANDOFF_TYPE = "rezonate-okta:index:AwsHandoff";
