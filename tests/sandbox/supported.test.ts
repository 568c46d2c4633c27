import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { routes } from "../../sandbox/org/routes";
import { SUPPORTED_FILE, supportedText } from "../../sandbox/org/supported";

describe("sandbox org: SUPPORTED.md", () => {
    it("is what the routes say; run `npx tsx sandbox/org/supported.ts` when this fails", () => {
        assert.equal(readFileSync(SUPPORTED_FILE, "utf8"), supportedText());
    });

    it("has each call once, with how far and whence", () => {
        const calls = routes.map((route) => `${route.method} ${route.path}`);
        assert.equal(new Set(calls).size, calls.length);
        for (const route of routes) {
            assert.ok(route.supported !== "" && route.source !== "", route.path);
        }
    });
});
