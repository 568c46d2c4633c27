import { loopbackOf, parseOrgUrl } from "../../okta/address";
import { textsOfList } from "../../rules/json";
import { checkOktaDomain } from "../../rules/oktaDomain";
import { UserError } from "../../rules/userError";
import { isProgramSecret, programConfig, type StackSnapshot } from "../state/stackSnapshot";
import { requestedAccess } from "./config";
import type { DesiredConfig, PreflightPlan } from "./snapshot";

/** Reads what a stack is configured to make. */
export function desiredConfigOf(stack: StackSnapshot): DesiredConfig {
    const config = (key: string): string | undefined => programConfig(stack, key) || undefined;
    const list = (key: string): string[] | undefined => {
        const value = config(key);
        return value === undefined ? undefined : textsOfList(parseList(value, key));
    };
    const number = (key: string): number | undefined => {
        const value = config(key);
        return value === undefined ? undefined : Number(value);
    };
    const keys = {
        algorithm: config("keyAlgorithm"),
        rsaBits: number("rsaBits"),
        ecdsaCurve: config("ecdsaCurve"),
    };
    const gateways = list("gateways");
    const apiKey = config("apiKey");
    const isEncrypted = isProgramSecret(stack, "apiKey");
    return {
        oktaDomain: config("oktaDomain"),
        tenantId: config("tenantId"),
        method: config("method"),
        keepMethod: config("keepMethod"),
        label: config("label"),
        scopes: list("scopes"),
        allowedManageScopes: list("allowedManageScopes"),
        remediation: config("remediation") === "true",
        keys,
        integrationType: config("integrationType"),
        secretGeneration: number("secretGeneration"),
        login: config("login"),
        email: config("email"),
        gateways: gateways?.length ? gateways : undefined,
        apiTokenId: config("apiTokenId"),
        apiKey: apiKey === undefined ? undefined : { value: apiKey, isEncrypted },
        httpProxy: stack.config["okta:httpProxy"],
        ownIds: stack.ownIds,
    };
}

/** Puts together what will be asked for, with everything the configuration checks object to. */
export function planOf(wanted: DesiredConfig): PreflightPlan {
    const { faults, ...asked } = requestedAccess(wanted);
    const domain = checkOktaDomain(wanted.oktaDomain, wanted.tenantId);
    const address = addressOf(wanted, domain.ok ? domain.value.url : undefined);
    const configFaults = [...(domain.ok ? [] : domain.problems), ...faults].map(
        ({ propertyPath, reason }) => `${propertyPath}: ${reason}`,
    );
    return {
        ...asked,
        org: domain.ok ? domain.value.domain : address.host,
        address,
        // Of two methods, both may object to one value.
        configFaults: [...new Set(configFaults)],
        ownIds: wanted.ownIds ?? [],
    };
}

function addressOf(wanted: DesiredConfig, orgUrl: string | undefined): URL {
    if (wanted.orgUrl !== undefined) {
        return parseOrgUrl(wanted.orgUrl, "--org-url");
    }
    const loopback = loopbackOf(wanted.httpProxy);
    if (loopback !== undefined) {
        return loopback;
    }
    if (orgUrl === undefined) {
        throw new UserError(
            `oktaDomain: got ${wanted.oktaDomain === undefined ? "nothing" : `"${wanted.oktaDomain}"`}, wanted the host of your Okta org. Set it: pulumi config set oktaDomain acme.okta.com`,
        );
    }
    return new URL(orgUrl);
}

function parseList(value: string, key: string): unknown {
    try {
        return JSON.parse(value);
    } catch {
        throw new UserError(
            `${key}: got "${value}", wanted a list. Set it: pulumi config set --path '${key}[0]' VALUE`,
        );
    }
}
