import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { READ_ONLY_SCOPES } from "../../rules/scopes";
import type { Sandbox } from "../../sandbox/org/server";
import { hasPython, pythonEnvironment } from "../support/python";
import { EXCEPTIONS } from "./python/exceptions";
import { call, closeSandboxes, provision, rsaKey, sandbox, serviceApp } from "./support";

const folder = join(__dirname, "python");
const key = rsaKey();

interface Scenario {
    readonly statuses: Record<string, number | string>;
}

interface Reads extends Scenario {
    readonly users: number;
    readonly pages: number;
}

interface Report {
    readonly admin: Scenario;
    readonly bearer: Reads;
    readonly dpop: Reads;
    readonly differences: readonly string[];
    readonly models: readonly string[];
}

async function drive(org: Sandbox): Promise<Report> {
    const requirements = join(folder, "requirements.txt");
    const version = createHash("sha256").update(readFileSync(requirements)).digest("hex");
    const python = await pythonEnvironment("okta", version.slice(0, 12), ["-r", requirements]);
    const services = [];
    for (const [name, dpop] of [
        ["bearer", false],
        ["dpop", true],
    ] as const) {
        const settings = { dpop_bound_access_tokens: dpop };
        const scopes = [...READ_ONLY_SCOPES];
        const clientId = await provision(org, key, scopes, "READ_ONLY_ADMIN", settings);
        services.push({ name, clientId, scopes, dpop });
    }
    const child = spawn(python, [join(folder, "drive.py")], {
        stdio: ["pipe", "pipe", "pipe"],
        env: {
            ...process.env,
            OKTA_TESTING_TESTINGDISABLEHTTPSCHECK: "true",
            PYTHONDONTWRITEBYTECODE: "1",
        },
    });
    // The credentials go where no list of processes shows them.
    child.stdin.end(
        JSON.stringify({
            url: org.url,
            issuer: `https://${org.domain}`,
            apiToken: org.apiToken,
            privateKey: { ...key.privateKey.export({ format: "jwk" }), kid: "key-1" },
            application: serviceApp("Made by the SDK", [key]),
            services,
        }),
    );
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (output === "") {
        throw new Error(`the okta client ended without a report:\n${errors}`);
    }
    return JSON.parse(output) as Report;
}

const REFUSED: Record<string, string | number> = {
    // Only super admins see who holds which role.
    list_assigned_roles_for_user: "403 E0000006",
    list_group_assigned_roles: "403 E0000006",
    list_roles_for_client: "403 E0000006",
    add_group: 403,
};

function refusals(scenario: Scenario): Record<string, string | number> {
    return Object.fromEntries(
        Object.entries(scenario.statuses).filter(
            ([, status]) => typeof status === "string" || status >= 300,
        ),
    );
}

describe("sandbox org: driven by Okta's own SDK for Python", function () {
    this.timeout(400_000);
    after(closeSandboxes);

    it("takes an API token without a space after SSWS, as that SDK sends it", async () => {
        const org = await sandbox();
        const authorization = `SSWS${org.apiToken}`;
        assert.equal(
            (await call(org.url, "GET", "/api/v1/users/me", { authorization })).status,
            200,
        );
        const wrong = { authorization: "SSWSnone" };
        assert.equal((await call(org.url, "GET", "/api/v1/users/me", wrong)).status, 401);
    });

    if (!hasPython()) {
        it("drives the org (SKIPPED: there is no python3 on this machine)");
        return;
    }

    let report: Report;

    before(async () => {
        report = await drive(await sandbox({ seed: { users: 450, groups: 3 }, grants: "all" }));
    });

    for (const name of ["bearer", "dpop"] as const) {
        it(`makes every read of the default profile by private key, with ${name} tokens`, () => {
            assert.deepEqual(refusals(report[name]), REFUSED);
            assert.equal(report[name].users, 452);
            assert.equal(report[name].pages, 3);
        });
    }

    it("changes apps, grants, roles, people and settings with an API token", () => {
        assert.deepEqual(refusals(report.admin), {
            "get_application, deleted": "404 E0000007",
        });
    });

    it("gives answers that fit the models of the specification, but for known exceptions", () => {
        assert.ok(report.models.length > 60, `${report.models.length} models`);
        assert.deepEqual(report.differences, Object.keys(EXCEPTIONS).sort());
    });
});
