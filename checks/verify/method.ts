import type { ProviderCredentials } from "../../okta/adminClient";
import type { HttpClient, HttpRequest, HttpResponse } from "../../okta/http";
import type { TokenFailure } from "../../okta/token";
import type { Method } from "../../rules/methods";
import type { StackSnapshot } from "../state/stackSnapshot";
import type { AppSnapshot } from "./snapshot";

/** What Rezonate proves itself with. Each method adds members of its own. */
export interface Credential<M extends Method = Method> {
    readonly method: M;
    /** The OAuth client id; undefined for a method without an OAuth client. */
    readonly clientId?: string;
    readonly [member: string]: string | undefined;
}

/** What Rezonate is handed, and what is known about it. */
export interface Credentials<C extends Credential = Credential> {
    readonly credential: C;
    /** The subdomain of the org's original domain, when the source knows it. */
    readonly tenantId?: string;
    /** The org's domain, when the source knows it: this or the tenant id is there. */
    readonly oktaDomain?: string;
    /** The scopes that are granted, when the source knows them. */
    readonly scopes?: readonly string[];
    readonly expectedRoles?: readonly string[];
    /** Permissions of the custom admin roles, when the source knows them. */
    readonly expectedPermissions?: readonly string[];
    /** True where Rezonate is shown some groups and apps only, and that is meant. */
    readonly isViewLimited?: boolean | undefined;
    /** Whose an API key has to be, when the source knows it. */
    readonly expectedLogin?: string;
    /** From where alone they work, in words, when the source knows that they are restricted. */
    readonly allowedFrom?: string | undefined;
    /** Loopback address at which the stack reaches its org. */
    readonly loopback?: string;
    readonly apiToken?: string;
    /** Credentials of the okta provider, with which what Rezonate sees is compared. */
    readonly provider?: ProviderCredentials;
}

/** What one method hands over to Rezonate. */
export interface MethodCredentials<
    C extends Credential = Credential,
    Field extends string = string,
> {
    /** The form in Rezonate's console: its fields, each with the stack output that fills it. */
    readonly form: Readonly<Record<Field, string>>;
    /** The fields that are left where Rezonate holds the private key itself: none is secret. */
    readonly vendorHeldForm?: Readonly<Record<string, string>>;
    /** Makes credentials of a filled form and of the key id, where the source names one. */
    read(fields: Readonly<Record<Field, string>>, keyId?: string): Credentials<C>;
    /** The part that nobody may see. */
    secretOf(credential: C): string;
    /** The admin roles that a stack has assigned; undefined where they decide nothing. */
    rolesIn(stack: StackSnapshot, credential: C): string[] | undefined;
    /** The permissions of the custom ones among them. */
    permissionsIn?(stack: StackSnapshot, credential: C): string[];
    /** Whether one of them is limited to some groups and apps. */
    isViewLimitedIn?(stack: StackSnapshot, credential: C): boolean;
    /** From where alone the credentials work, in words; undefined where from anywhere. */
    allowedFromIn?(stack: StackSnapshot, credential: C): string | undefined;
}

/** What is checked, and how the org is reached. */
export interface VerifyTarget<C extends Credential = Credential> {
    /** Address the calls go to. */
    readonly address: URL;
    readonly credential: C;
    readonly scopes: readonly string[];
    readonly expectedRoles?: readonly string[];
    readonly expectedPermissions?: readonly string[] | undefined;
    /** True where Rezonate is shown some groups and apps only, and that is meant. */
    readonly isViewLimited?: boolean | undefined;
    readonly expectedLogin?: string;
    /** From where alone the credentials work, in words. */
    readonly allowedFrom?: string | undefined;
    /** Set when the address cannot be that of the credentials' org. */
    readonly hostMismatch?: string;
    /** API token of the okta provider, used only to find out why no token is given. */
    readonly apiToken?: string;
    /** Credentials of the okta provider, with which what Rezonate sees is compared. */
    readonly provider?: ProviderCredentials;
    readonly clockOffsetSeconds?: number;
}

/** A way into the org: a token, or an API key. */
export interface Access {
    /** The scopes in the token. */
    readonly scopes: readonly string[];
    readonly dpopRequired: boolean;
    /** Sends one API call with it. */
    readonly send: (path: string, request?: HttpRequest) => Promise<HttpResponse>;
}

/** The ways in that the credentials gave, with the scopes each was asked for. */
export interface AccessResults {
    readonly accesses: readonly { readonly access: Access; readonly scopes: readonly string[] }[];
    readonly refusals: ReadonlyMap<string, TokenFailure>;
    /** Whose an API key is. */
    readonly login?: string;
}

/** How the credentials of one method are tried. */
export interface MethodVerify<C extends Credential = Credential> {
    /** Gets in the way Rezonate does. */
    requestAccess(target: VerifyTarget<C>, http: HttpClient): Promise<AccessResults>;
    /** Id of the app that reads; undefined where what reads is not in the org's list of apps. */
    appIdOf(credential: C): string | undefined;
    /** Path of the admin roles of what reads; undefined where they say nothing about its access. */
    rolesPathOf(credential: C): string | undefined;
    /** True where the credential is an EC key; undefined for what is no key. */
    isEcKey?(credential: C): boolean;
    /** Reads the app with the provider's API token, to tell apart what the token endpoint does not. */
    fetchApp(target: VerifyTarget<C>, http: HttpClient): Promise<AppSnapshot>;
}

/** For a method without an app that could be looked at. */
export function fetchNoApp(): Promise<AppSnapshot> {
    return Promise.resolve({ kind: "unknown" });
}
