import { parseOrgUrl } from "../../okta/address";
import { adoptedIds } from "../../rules/adoptConfig";
import { loopbackUrl } from "../../rules/loopback";
import { checkOktaDomain } from "../../rules/oktaDomain";
import { show } from "../../rules/problem";
import { checkStackConfig, networkOf, parseStackConfig } from "../../rules/stackConfig";
import { UserError } from "../../rules/userError";
import { providerAccess } from "../providerAccess";
import { registry } from "../registry";
import { forStack } from "../stackCommands";
import {
    isProgramSecret,
    programConfig,
    type StackLocation,
    type StackSnapshot,
} from "../state/stackSnapshot";
import type { DesiredConfig, PreflightPlan } from "./snapshot";

/**
 * Reads what a stack is configured to make. What is given as an option, as the text that the
 * configuration would hold, goes before it.
 */
export function desiredConfigOf(
    stack: StackSnapshot | undefined,
    given: Readonly<Record<string, string | undefined>> = {},
): DesiredConfig {
    const config = parseStackConfig({
        get: (key) => given[key] ?? (stack && programConfig(stack, key)),
        isEncrypted: (key) => stack !== undefined && isProgramSecret(stack, key),
    });
    return { ...config, httpProxy: stack?.config["okta:httpProxy"], ownIds: stack?.ownIds };
}

/**
 * Puts together what will be asked for, with everything the configuration checks object to. The
 * commands among it name the stack: without, they would work on whatever stack is selected.
 */
export function planOf(wanted: DesiredConfig, stack?: StackLocation): PreflightPlan {
    const { methods, problems } = checkStackConfig(wanted);
    const [method] = methods;
    const domain = checkOktaDomain(wanted.oktaDomain, wanted.tenantId);
    const address = addressOf(wanted, domain.ok ? domain.value.url : undefined);
    return {
        ...registry[method].requirements.requested(wanted),
        method,
        methods,
        providerScopes: providerAccess(methods, networkOf(wanted).gateways !== undefined).scopes,
        restriction:
            methods.includes("oauth") || method === "api-key" ? networkOf(wanted) : undefined,
        verifies: wanted.verify === true && methods.includes("oauth"),
        org: domain.ok ? domain.value.domain : address.host,
        address,
        configFaults: problems.map(
            ({ propertyPath, reason }) =>
                `${propertyPath}: ${stack ? forStack(reason, stack) : reason}`,
        ),
        // What is going to be taken over is in nobody's way.
        ownIds: [...(wanted.ownIds ?? []), ...adoptedIds(wanted.adopt)],
    };
}

function addressOf(wanted: DesiredConfig, orgUrl: string | undefined): URL {
    if (wanted.orgUrl !== undefined) {
        return parseOrgUrl(wanted.orgUrl);
    }
    const loopback = loopbackUrl(wanted.httpProxy);
    if (loopback !== undefined) {
        return loopback;
    }
    if (orgUrl === undefined) {
        throw new UserError(
            `oktaDomain: got ${show(wanted.oktaDomain)}; wanted the host of your Okta org, such as "acme.okta.com". Set it in the stack's configuration, or give it as an option.`,
        );
    }
    return new URL(orgUrl);
}
