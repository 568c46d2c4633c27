import assert from "node:assert/strict";

import { finding } from "../../checks/drift/finding";
import { heldBack, interruptionOf } from "../../checks/drift/interruption";
import { doctor, type StackState } from "../../checks/index";
import type { StackSnapshot } from "../../checks/state/stackSnapshot";
import { readStackState } from "../../checks/state/stackState";
import { emptyStack, resource } from "./driftFixtures";

const APP = "okta:app/oAuth:OAuth";
const SCOPES = "okta:index/appOauthApiScope:AppOauthApiScope";
const app = resource(APP, "rezonate-app");

function kindOf(stack: Partial<StackSnapshot>): string | undefined {
    return interruptionOf({ ...emptyStack, ...stack })?.kind;
}

describe("doctor: an operation that was cut off while it deleted", () => {
    it("is a destroy where the history says so", () => {
        const kind = (...history: NonNullable<StackState["history"]>) => {
            const state = { deployment: { resources: [app] } };
            return interruptionOf(readStackState({ state, history, name: "dev" }))?.kind;
        };
        const [failed, update] = [
            { kind: "destroy", result: "failed" },
            { kind: "update", result: "succeeded" },
        ];
        const target = { environment: { "pulumi.flag.target": "set" } };
        assert.equal(kind(failed, update), "destroy");
        assert.equal(kind({ ...failed, result: "in-progress" }), "destroy");
        for (const between of ["refresh", "resource-import", "rename"]) {
            assert.equal(kind({ kind: between, result: "failed" }, failed), "destroy", between);
        }
        // doctor's own lines are such updates.
        assert.equal(kind({ ...update, ...target }, failed), "destroy");
        assert.equal(kind({ ...failed, ...target }), "unclear");
        assert.equal(kind(update, failed), undefined);
        assert.equal(kind({ ...failed, result: "succeeded" }, failed), undefined);
        assert.equal(kind(), undefined);
    });

    it("is unclear where the state alone tells of it", () => {
        const deleting = [{ type: "deleting", urn: app.urn }];
        assert.equal(kindOf({ pendingOperations: deleting }), "unclear");
        assert.equal(
            kindOf({ pendingOperations: [{ type: "creating", urn: app.urn }] }),
            undefined,
        );
        const replaced = { pendingOperations: deleting, pendingDeletes: [app] };
        assert.equal(kindOf(replaced), undefined);

        const component = resource("rezonate-okta:index:ServiceApp", "rezonate-app", {
            outputs: { applicationId: "0oa1" },
        });
        const scopes = resource(SCOPES, "rezonate-app-scopes", { parent: component.urn });
        assert.equal(kindOf({ resources: [component, app] }), "unclear");
        assert.equal(kindOf({ resources: [component, app, scopes] }), undefined);
        const lastOperation = { kind: "update", result: "failed", isPartial: false };
        const half = [component, app];
        assert.equal(kindOf({ resources: half, lastOperation }), undefined);
        const succeeded = { ...lastOperation, result: "succeeded" };
        assert.equal(kindOf({ resources: half, lastOperation: succeeded }), "unclear");
        assert.equal(kindOf({ resources: [{ ...component, outputs: {} }, app] }), undefined);
    });

    it("keeps doctor from making anything anew", () => {
        const up = ["up", "--stack", "dev"];
        const harmless = [
            ["state", "delete", app.urn],
            ["import", APP, "rezonate-app", "0oa1"],
            ["up", "--target", "urn:pulumi:dev::p::pulumi:providers:okta::okta"],
        ];
        const found = finding("rezonate-app", "app_deleted", "", [
            ...harmless,
            up,
            ["up", "--target", app.urn],
            ["config", "rm", "apiKey"],
        ]);
        const incomplete = finding("rezonate-scopes", "incomplete", "");
        const both = [found, incomplete];
        const unclear = heldBack(both, finding("stack", "deletion_interrupted", ""));
        assert.deepEqual(
            unclear.map(({ code, fixes }) => [code, fixes]),
            [
                ["app_deleted", harmless],
                ["incomplete", []],
            ],
        );
        assert.doesNotMatch(unclear[0]?.hint ?? "", /make it anew|pulumi up --stack dev$/m);
        const meant = heldBack(both, finding("stack", "destroy_interrupted", ""));
        assert.deepEqual(
            meant.map(({ code }) => code),
            ["app_deleted"],
        );
    });

    it("is ended when that is asked for, and nothing else is", async () => {
        const stack = (deployment: unknown): StackState => ({ state: { deployment }, name: "dev" });
        const component = resource("rezonate-okta:index:ServiceApp", "rezonate-app");
        const whole = stack({ resources: [component] });
        await assert.rejects(
            doctor({ stack: whole, destroy: true, env: {} }),
            /destroy: no destroy of stack dev was cut off/,
        );
        const pending_operations = [{ type: "deleting", resource: { urn: app.urn } }];
        const cut = stack({ resources: [component], pending_operations });
        const codes = async (of: StackState, destroy?: boolean) =>
            (await doctor({ stack: of, destroy, env: {} })).findings.map(({ code, fixes }) => [
                code,
                fixes.map(([verb]) => verb),
            ]);
        assert.deepEqual(await codes(cut), [["deletion_interrupted", []]]);
        assert.deepEqual(await codes(cut, true), [["destroy_interrupted", ["destroy"]]]);
        assert.deepEqual(await codes(stack({ resources: [] }), true), [["ok", []]]);
    });
});
