import type { CallResult } from "../../okta/call";
import type { TokenFailure } from "../../okta/token";
import type { ReportedView } from "../findings";

/** What the app's own keys and status look like to the provider credentials. */
export type AppSnapshot =
    | { readonly kind: "unknown" }
    | { readonly kind: "missing" }
    | { readonly kind: "inactive" }
    | {
          readonly kind: "active";
          readonly key: "ACTIVE" | "INACTIVE" | "absent";
          /** True for an EC key that the org stores without its curve. */
          readonly isWithoutCurve?: boolean;
      };

/** What Rezonate is shown of what one scope covers, beside what the provider credentials are. */
export interface ViewCount extends ReportedView {
    readonly scope: string;
    /** How many of the missing are apps of Okta's own, which every org has. */
    readonly missingOwnedByOkta?: number;
}

/** Everything that `verify` saw; the findings are made from this alone. */
export interface VerifySnapshot {
    /** Set when the address cannot be that of the credentials' org; nothing was sent then. */
    readonly hostMismatch?: string;
    /** The scopes that are granted as far as is known, and so were asked for. */
    readonly requestedScopes: readonly string[];
    /** The app that reads; undefined for an integration or an API key. */
    readonly appId?: string | undefined;
    /** True where the client signs with an EC key. */
    readonly signsWithEc?: boolean;
    /** From where alone the credentials work, in words, where that is known. */
    readonly allowedFrom?: string | undefined;
    /** What the token endpoint said to each scope that got none. */
    readonly refusals: ReadonlyMap<string, TokenFailure>;
    /** Scopes in the token. */
    readonly tokenScopes: readonly string[];
    readonly dpopRequired: boolean;
    /** The read, or proof of a write, that was made for each scope in the token. */
    readonly calls: ReadonlyMap<string, CallResult>;
    /** The app as the provider credentials see it, looked up only after a refusal. */
    readonly app: AppSnapshot;
    /** The app's roles and grants, where it may see them itself. */
    readonly roles?: readonly string[];
    readonly grants?: readonly string[];
    /** Roles the app, or the user of an API key, is meant to hold. */
    readonly expectedRoles: readonly string[];
    /** Permissions of the custom admin roles that it is meant to hold; undefined where not known. */
    readonly expectedPermissions?: readonly string[] | undefined;
    /** True where some groups and apps only are shown, and that is meant. */
    readonly isViewLimited?: boolean | undefined;
    /** Whose an API key is, and whose it is meant to be. */
    readonly login?: string | undefined;
    readonly expectedLogin?: string | undefined;
    /** What Rezonate is shown beside what there is, where provider credentials were at hand. */
    readonly views?: readonly ViewCount[];
    /** True where the list of apps holds nothing but the app that reads. */
    readonly seesOnlyItself?: boolean;
    /** A write without the scope for it, on an id that cannot exist. */
    readonly forbiddenWrite?: CallResult;
}
