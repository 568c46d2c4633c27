import { memberOf, textOf } from "../../rules/json";
import { isRemediationOver, remediationNotices } from "../../rules/remediation";
import { type DriftCheck, driftCheck } from "../drift/check";
import { up } from "../drift/commands";
import { finding } from "../drift/finding";
import { type Integration, integrationsOf } from "../state/integrations";
import { nameOf, type StackSnapshot } from "../state/stackSnapshot";

/** Remarks on remediation that is about to end. */
export function noticesOf(stack: StackSnapshot, one: Integration): string[] {
    return remediationNotices(remediationOf(stack, one), new Date());
}

/** The day on which remediation ends; null where it does not, or there is none. */
export function endOfRemediation(stack: StackSnapshot, one: Integration): string | null {
    const { remediation, remediationUntil } = remediationOf(stack, one);
    return remediation ? (remediationUntil ?? null) : null;
}

/** True where remediation was to end, and no `up` has taken it away. */
export function isRemediationOverdue(stack: StackSnapshot, one: Integration): boolean {
    return isRemediationOver(remediationOf(stack, one), new Date());
}

/** Finds remediation that is overdue. */
export const remediationOverdue: DriftCheck = driftCheck({
    expected: (stack) =>
        integrationsOf(stack)
            .filter((one) => isRemediationOverdue(stack, one))
            .map((one) => ({ ...one, ...remediationOf(stack, one) })),
    urnOf: ({ urn, oktaResource }) => oktaResource ?? urn,
    fetch: () => Promise.resolve(undefined),
    compare: ({ urn, remediationUntil }, _nothing, stack) => {
        const detail = `Rezonate may still act, and was to until ${remediationUntil} (UTC) only.`;
        return [finding(nameOf(urn), "remediation_overdue", detail, [up(stack)])];
    },
});

/** What an integration in the state says of remediation, and until when it lasts. */
function remediationOf({ resources }: StackSnapshot, { urn }: Integration) {
    const inputs = resources.find((one) => one.urn === urn)?.inputs;
    return {
        remediation: memberOf(inputs, "remediation") === true,
        remediationUntil: textOf(inputs, "remediationUntil"),
    };
}
