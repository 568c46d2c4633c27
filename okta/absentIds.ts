/**
 * Ids that no object of Okta has: they have 20 characters, and are never all zeros after the prefix.
 */
export const NO_APP = "0oa00000000000000000";
export const NO_GROUP = "00g00000000000000000";
export const NO_USER = "00u00000000000000000";

/** The admin roles of an app that is not there. Okta tells only a Super Admin that it is not. */
export const SUPER_ADMIN_PATH = `/oauth2/v1/clients/${NO_APP}/roles`;
