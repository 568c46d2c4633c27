import { checkOktaDomain } from "../../components/internal/oktaDomain";
import {
    checkScopes,
    READ_ONLY_SCOPES,
    REMEDIATION_SCOPES,
} from "../../components/internal/scopes";
import { checkKeySettings } from "../../components/internal/keySettings";
import { checkLabel } from "../../components/internal/label";
import { CliError } from "../errors";
import { textOf, textsOfList } from "../json";
import { isLoopback, parseOrgUrl } from "../okta/address";
import { programConfig, type StackFacts } from "../stack/readStack";
import { rolesFor } from "../verify/excess";
import type { Plan } from "./facts";

/** What is known of the stack to come, whether from its configuration or from the command line. */
export interface Wanted {
    readonly oktaDomain?: string;
    readonly tenantId?: string;
    readonly label?: string;
    readonly scopes?: readonly string[];
    readonly allowedManageScopes?: readonly string[];
    readonly remediation?: boolean;
    readonly keys?: {
        readonly algorithm?: string;
        readonly rsaBits?: number;
        readonly ecdsaCurve?: string;
    };
    readonly httpProxy?: string;
    readonly orgUrl?: string;
    readonly ownAppId?: string;
}

/** Reads what a stack is configured to make. */
export function wantedOfStack(stack: StackFacts): Wanted {
    const config = (key: string): string | undefined => programConfig(stack, key) || undefined;
    const list = (key: string): string[] | undefined => {
        const value = config(key);
        return value === undefined ? undefined : textsOfList(parseList(value, key));
    };
    const rsaBits = config("rsaBits");
    const keys = {
        algorithm: config("keyAlgorithm"),
        rsaBits: rsaBits === undefined ? undefined : Number(rsaBits),
        ecdsaCurve: config("ecdsaCurve"),
    };
    const httpProxy = stack.config["okta:httpProxy"];
    const ownAppId = textOf(stack.outputs, "applicationId");
    return {
        oktaDomain: config("oktaDomain"),
        tenantId: config("tenantId"),
        label: config("label"),
        scopes: list("scopes"),
        allowedManageScopes: list("allowedManageScopes"),
        remediation: config("remediation") === "true",
        // The other method has no keys of its own, and does not look at their settings.
        ...(config("method") === "marketplace" ? {} : { keys }),
        httpProxy,
        ownAppId,
    };
}

/** Puts together what will be asked for, with everything the configuration checks object to. */
export function planOf(wanted: Wanted): Plan {
    const remediation = wanted.remediation === true;
    const label = wanted.label ?? "Rezonate";
    const base = wanted.scopes ?? READ_ONLY_SCOPES;
    const scopes = remediation ? [...new Set([...base, ...REMEDIATION_SCOPES])] : [...base];
    const allowed = [...(wanted.allowedManageScopes ?? []), ...REMEDIATION_SCOPES];
    const domain = checkOktaDomain(wanted.oktaDomain, wanted.tenantId);
    const faults = [
        domain,
        checkLabel(label),
        checkScopes(base, remediation ? allowed : (wanted.allowedManageScopes ?? [])),
        checkKeySettings(wanted.keys ?? {}),
    ].flatMap((checked) => (checked.ok ? [] : checked.faults));
    const address = addressOf(wanted, domain.ok ? domain.value.url : undefined);
    return {
        org: domain.ok ? domain.value.domain : address.host,
        address,
        label,
        scopes,
        roles: rolesFor(scopes),
        // Named as in the configuration, which is where they are mended.
        configFaults: faults.map(
            ({ propertyPath: path, reason }) =>
                `${path === "algorithm" ? "keyAlgorithm" : path}: ${reason}`,
        ),
        ownAppId: wanted.ownAppId,
    };
}

function addressOf(wanted: Wanted, orgUrl: string | undefined): URL {
    if (wanted.orgUrl !== undefined) {
        return parseOrgUrl(wanted.orgUrl, "--org-url");
    }
    if (wanted.httpProxy !== undefined && URL.canParse(wanted.httpProxy)) {
        const proxy = new URL(wanted.httpProxy);
        if (isLoopback(proxy)) {
            return proxy;
        }
    }
    if (orgUrl === undefined) {
        throw new CliError(
            `oktaDomain: got ${wanted.oktaDomain === undefined ? "nothing" : `"${wanted.oktaDomain}"`}, wanted the host of your Okta org. Set it: pulumi config set oktaDomain acme.okta.com`,
        );
    }
    return new URL(orgUrl);
}

function parseList(value: string, key: string): unknown {
    try {
        return JSON.parse(value);
    } catch {
        throw new CliError(
            `${key}: got "${value}", wanted a list. Set it: pulumi config set --path '${key}[0]' okta.users.read`,
        );
    }
}
