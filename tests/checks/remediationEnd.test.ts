import assert from "node:assert/strict";

import {
    isRemediationOverdue,
    noticesOf,
    remediationOverdue,
} from "../../checks/oauth/remediationEnd";
import { integrationsOf } from "../../checks/state/integrations";
import type { AdminClient } from "../../okta/adminClient";
import { INTEGRATION_TYPES } from "../../rules/methods";
import { codesAndLines, emptyStack, resource } from "./driftFixtures";

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A stack whose integration acts until a day, as the state has it. */
function stackUntil(remediationUntil: string, remediation = true) {
    const inputs = { remediation, remediationUntil };
    const resources = [resource(INTEGRATION_TYPES.oauth, "rezonate", { inputs })];
    return { ...emptyStack, resources };
}

describe("the end of remediation, as a state has it", () => {
    it("is told by notices before, and by doctor's finding from its day on", async () => {
        const cases: [stack: ReturnType<typeof stackUntil>, notices: number, codes: string[]][] = [
            [stackUntil(dayIn(30)), 0, []],
            [stackUntil(dayIn(2)), 1, []],
            [stackUntil(dayIn(0)), 0, ["remediation_overdue"]],
            [stackUntil("2020-01-01"), 0, ["remediation_overdue"]],
            [stackUntil("2020-01-01", false), 0, []],
            [stackUntil(""), 0, []],
        ];
        for (const [stack, notices, codes] of cases) {
            const [integration] = integrationsOf(stack);
            assert.ok(integration);
            assert.equal(noticesOf(stack, integration).length, notices);
            assert.equal(isRemediationOverdue(stack, integration), codes.length > 0);
            const found = await Promise.all(
                remediationOverdue(stack).map((subject) =>
                    subject.check({} as AdminClient, stack.location),
                ),
            );
            assert.deepEqual(
                codesAndLines(found.flat()),
                codes.map((code) => ({
                    code,
                    lines: ["pulumi up --stack dev --skip-preview --yes"],
                })),
            );
        }
    });
});
