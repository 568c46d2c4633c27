import assert from "node:assert/strict";

import { doctor, type DoctorReport } from "../../checks/index";
import { USER_AGENT } from "../../okta/http";
import type { Sandbox } from "../../sandbox/org/server";
import {
    admin,
    assertion,
    call,
    closeSandboxes,
    type KeyPair,
    sandbox,
    tokenForm,
} from "../sandbox/support";
import { appStack } from "../support/appStack";
import { pasteRemoval } from "../support/paste";
import { asWebApp, otherApp, type ScriptedApp, scriptedApp } from "../support/scriptedApp";

const DAY = 86_400_000;

describe("doctor: leftovers of the guide's script", () => {
    let org: Sandbox;
    let ago = 0;
    let own: ScriptedApp;

    before(async () => {
        org = await sandbox({ now: () => Date.now() - ago, view: "all", grants: "all" });
    });
    beforeEach(async () => {
        org.reset();
        own = await scriptedApp(org, { label: "Rezonate" });
    });
    after(closeSandboxes);

    const mint = async (
        { id, key }: { readonly id: string; readonly key: KeyPair },
        daysAgo: number,
        userAgent = "python-requests/2.31.0",
    ): Promise<void> => {
        ago = daysAgo * DAY + 1000;
        const body = tokenForm(await assertion(org, id, key), "okta.users.read");
        const headers = { "user-agent": userAgent };
        const { status } = await call(org.url, "POST", "/oauth2/v1/token", { body, headers });
        ago = 0;
        assert.equal(status, 200);
    };
    const run = (): Promise<DoctorReport> => {
        const scopes = ["okta.users.read"];
        const app = { id: own.id, scopes, label: "Rezonate", jwks: [own.key.jwk] };
        return doctor({ stack: appStack(org, app), env: {} });
    };
    const leftovers = ({ findings }: DoctorReport) =>
        findings.filter(({ code }) => code === "leftover");
    const hintOf = async (): Promise<string> =>
        leftovers(await run())
            .map(({ hint }) => hint)
            .join("\n");

    it("names an app of the same label, which was used last, and the lines that remove it", async () => {
        const old = await scriptedApp(org, { label: "Rezonate" });
        await mint(old, 20);
        await mint(own, 1);
        const [found, ...others] = leftovers(await run());
        assert.deepEqual(others, []);
        assert.match(found?.detail ?? "", new RegExp(`App ${old.id} \\("Rezonate", ACTIVE\\)`));
        assert.match(
            found?.detail ?? "",
            /Rezonate used the stack's last: It last got one .* UTC, the stack's app last got one/,
        );
        assert.deepEqual(found?.fixes, []);
        await pasteRemoval(org, found.hint);
        assert.deepEqual(leftovers(await run()), []);
        const { status } = await admin(org, "GET", `/api/v1/apps/${own.id}`);
        assert.equal(status, 200);
    });

    it("finds the script's name, whatever its case, and an app that never got a token", async () => {
        await scriptedApp(org, { label: "Okta_Integration_Script" });
        await mint(own, 1);
        const [found] = leftovers(await run());
        assert.match(found?.detail ?? "", /like Rezonate's script.*It got no token in 90 days/);
        await pasteRemoval(org, found?.hint ?? "");
        assert.deepEqual(leftovers(await run()), []);
    });

    it("prints no line for an app that Rezonate still uses", async () => {
        const old = await scriptedApp(org, { label: "rezonate " });
        await mint(own, 2, USER_AGENT);
        await mint(old, 1);
        const [found] = leftovers(await run());
        assert.match(found?.detail ?? "", /Rezonate used this one last/);
        assert.doesNotMatch(found?.hint ?? "", /curl/);
        // The stack's app was used since, but both may be in use.
        await mint(own, 0);
        assert.doesNotMatch(await hintOf(), /curl/);
    });

    it("prints no line where the log tells nothing of the stack's own app, or cannot be read", async () => {
        await scriptedApp(org, { label: "Rezonate" });
        assert.doesNotMatch(await hintOf(), /curl/);
        await mint(own, 1);
        assert.match(await hintOf(), /curl/);
        org.faults.add({ path: "/api/v1/logs", status: 403, errorCode: "E0000006", times: 9 });
        const [found] = leftovers(await run());
        assert.match(found?.detail ?? "", /System Log could not be read/);
        assert.doesNotMatch(found?.hint ?? "", /curl/);
    });

    it("removes an inactive one by one line, whatever the log says", async () => {
        const id = await otherApp(org, (body) => ({ ...body, label: "Rezonate" }), false);
        const [found] = leftovers(await run());
        assert.equal(found?.hint.match(/curl/g)?.length, 1);
        await pasteRemoval(org, found.hint);
        assert.equal((await admin(org, "GET", `/api/v1/apps/${id}`)).status, 404);
    });

    it("leaves other apps alone: of another name or kind, or with the stack's own key", async () => {
        await scriptedApp(org, { label: "Rezonate reports" });
        await otherApp(org, (body) => asWebApp({ ...body, label: "Rezonate" }));
        const secret = {
            credentials: {
                oauthClient: { token_endpoint_auth_method: "client_secret_basic" },
            },
        };
        await otherApp(org, (body) => ({
            ...body,
            ...secret,
            label: "Rezonate",
            settings: {
                oauthClient: { ...body.settings.oauthClient, jwks: undefined },
            },
        }));
        await otherApp(org, (body) => ({
            ...body,
            label: "Rezonate",
            settings: {
                oauthClient: { ...body.settings.oauthClient, jwks: { keys: [own.key.jwk] } },
            },
        }));
        const report = await run();
        assert.deepEqual(leftovers(report), []);
        assert.equal(report.findings.filter(({ code }) => code === "twin").length, 1);
    });

    it("asks the log nothing where there is no leftover", async () => {
        const calls = org.org.calls.length;
        await run();
        const paths = org.org.calls.slice(calls).map(({ path }) => path);
        assert.ok(!paths.some((path) => path.startsWith("/api/v1/logs")));
    });
});
