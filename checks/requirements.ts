import * as v from "valibot";

import type { CallResult } from "../okta/call";
import { identified } from "../okta/shapeParts";
import { textOf, textsOf } from "../rules/json";
import type { StackConfig } from "../rules/stackConfig";
import type { PreflightCode } from "./preflight/codes";

/** What a stack is going to ask the org for. */
export interface RequestedAccess {
    /** Names to create: labels of apps, an integration's type or a user's login. */
    readonly names: readonly string[];
    readonly scopes: readonly string[];
    readonly roles: readonly string[];
    /** Set where a custom admin role is to be made, which not every org can have. */
    readonly customRole?: boolean;
    /** Set where some people must stay out of reach of remediation. */
    readonly reach?: RemediationReach;
}

/** The groups that remediation covers, and those whose people it must not act on. */
export interface RemediationReach {
    readonly groups: readonly string[];
    readonly except: readonly string[];
}

/** The people that remediation reaches and must not, or what could not be read. */
export type ReachedPeople =
    { readonly logins: readonly string[] } | { readonly unread: string; readonly fact: CallResult };

/** What the first `up` of one method requires of the org and the provider credentials. */
export interface Requirements {
    /** What a configuration asks for, whether or not it is right. */
    readonly requested: (config: StackConfig) => RequestedAccess;
    /** Scopes that an OAuth app needs whose credentials the provider uses. */
    readonly scopes: readonly string[];
    /** Those besides where a network zone is made of gateways. */
    readonly zoneScopes?: readonly string[];
    /** Whether the org's setting "Public client app admins" reaches what is made. */
    readonly publicClientAdmins: boolean;
    /** The bucket of the rate limit that most calls go to, and how many that are. */
    readonly bucket: string;
    readonly calls: (scopes: number) => number;
    readonly nameConflict: NameConflict;
}

/** An existing object with the requested name. */
export interface NameConflict {
    /** What the name is, and the finding about it. */
    readonly subject: string;
    readonly code: PreflightCode;
    readonly what: string;
    readonly path: (name: string) => string;
    /** Ids in a 200 of what has exactly this name; undefined where it is not Okta's answer. */
    readonly ids: (json: unknown, name: string) => string[] | undefined;
}

/** Ids of the entries of a list whose member has exactly this value. */
export function idsWith(json: unknown, member: string, value: string): string[] | undefined {
    return v.is(v.array(identified), json)
        ? textsOf(
              json.filter((one) => textOf(one, member) === value),
              "id",
          )
        : undefined;
}

/** Seconds of clock difference from which assertions start to be refused. */
export const clockTolerance = 60;
