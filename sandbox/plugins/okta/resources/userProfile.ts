import type { Properties } from "../../provider/properties";
import { isRecord, text, type Values } from "../../provider/value";
import { timestamp } from "../timestamp";

const REQUIRED = ["firstName", "lastName", "login", "email"];
const OPTIONAL = [
    "city",
    "costCenter",
    "countryCode",
    "department",
    "displayName",
    "division",
    "employeeNumber",
    "honorificPrefix",
    "honorificSuffix",
    "locale",
    "manager",
    "managerId",
    "middleName",
    "mobilePhone",
    "nickName",
    "organization",
    "postalAddress",
    "preferredLanguage",
    "primaryPhone",
    "profileUrl",
    "secondEmail",
    "state",
    "streetAddress",
    "timezone",
    "title",
    "userType",
    "zipCode",
];
const TIMES = [
    "created",
    "activated",
    "statusChanged",
    "lastLogin",
    "lastUpdated",
    "passwordChanged",
];

/** The parts of a user that make up its profile, as resource properties. */
export const profileProperties: Properties = Object.fromEntries([
    ...REQUIRED.map((key) => [key, { type: "string", required: true }]),
    ...OPTIONAL.map((key) => [key, { type: "string", optional: true }]),
]) as Properties;

/** The timestamps of a user, as computed properties. */
export const timeProperties: Properties = Object.fromEntries(
    TIMES.map((key) => [key, { type: "string", computed: true }]),
);

/** Whether a change of this property is an update of the user's profile. */
export function isProfileProperty(key: string): boolean {
    return REQUIRED.includes(key) || OPTIONAL.includes(key) || key === "customProfileAttributes";
}

/** The profile to send for these inputs. */
export function profileBody(inputs: Values): Values {
    const custom = text(inputs, "customProfileAttributes");
    const attributes: unknown = custom === "" ? {} : JSON.parse(custom);
    const profile: Values = isRecord(attributes) ? { ...attributes } : {};
    for (const key of REQUIRED) {
        profile[key] = text(inputs, key);
    }
    for (const key of OPTIONAL) {
        if (text(inputs, key) !== "") {
            profile[key] = text(inputs, key);
        }
    }
    // Okta keeps an old postal address unless it is told that there is none.
    profile.postalAddress ??= null;
    return profile;
}

/** What the state records of a user as Okta returns it. */
export function userState(user: Values, known: Values): Values {
    const profile = isRecord(user.profile) ? user.profile : {};
    const custom: Values = {};
    const state: Values = { ...known };
    for (const [key, value] of Object.entries(profile)) {
        if (value === null) {
            continue;
        }
        if (key in profileProperties) {
            state[key] = value;
        } else {
            custom[key] = value;
        }
    }
    state.customProfileAttributes = JSON.stringify(custom);
    state.rawStatus = text(user, "status");
    state.status = ["PASSWORD_EXPIRED", "RECOVERY"].includes(text(user, "status"))
        ? "ACTIVE"
        : text(user, "status");
    for (const key of TIMES) {
        const time = timestamp(user[key]);
        if (time !== "") {
            state[key] = time;
        }
    }
    if (text(user, "realmId") !== "") {
        state.realmId = text(user, "realmId");
    }
    if (isRecord(user.type)) {
        state.type = { id: text(user.type, "id") };
    }
    return state;
}
