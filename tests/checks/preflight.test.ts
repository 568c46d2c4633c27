import assert from "node:assert/strict";

import { preflightFindings } from "../../checks/preflight/evaluate";
import { planOf } from "../../checks/preflight/plan";
import type { CallResult } from "../../okta/call";
import { answered, gone } from "./driftFixtures";

function runnerRole(superAdminRead: CallResult): string | undefined {
    const findings = preflightFindings({
        plan: planOf({ oktaDomain: "acme.okta.com" }),
        metadata: answered,
        orgId: "00o1",
        credentials: "apiToken",
        signIn: answered,
        superAdminRead,
    });
    return findings.find(({ subject }) => subject === "runner role")?.code;
}

describe("preflight: from snapshot to findings", () => {
    it("takes the read of an app that cannot exist for a Super Admin's where the org knows the path", () => {
        assert.equal(runnerRole(gone), "ok");
        assert.equal(runnerRole({ ...answered, status: 403 }), "not_super_admin");
        assert.equal(runnerRole({ ...gone, errorCode: undefined }), "could_not_check");
        assert.equal(runnerRole({ ...gone, errorCode: "E0000008" }), "could_not_check");
    });
});
