/**
 * Names of the resources in Okta that a component makes, each after the component. The components
 * give them, and the checks find by them what a component is to have.
 */
export const childName = {
    app: (component: string) => `${component}-app`,
    scopes: (component: string) => `${component}-scopes`,
    role: (component: string, role: string) => `${component}-${role}`,
    customRole: (component: string, topic: string) => `${component}-${topic}-role`,
    resourceSet: (component: string, topic: string) => `${component}-${topic}-resources`,
    remediation: (component: string) => `${component}-remediation`,
    customAssignment: (component: string, topic: string) => `${component}-${topic}`,
    integration: (component: string) => `${component}-integration`,
    zone: (component: string) => `${component}-zone`,
    user: (component: string) => `${component}-user`,
    userRoles: (component: string) => `${component}-roles`,
} as const;

/** The person that the service user of the API key method is called after. */
export const SERVICE_USER_NAME = { firstName: "Rezonate", lastName: "API key" } as const;
