import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { COMPONENTS, inferredSchema, SCHEMA_FILE } from "../../scripts/schema";

describe("schema", function () {
    this.timeout(60_000);

    it("is the one that was agreed on; `npm run schema` writes it anew", () => {
        assert.deepEqual(
            JSON.parse(JSON.stringify(inferredSchema())),
            JSON.parse(readFileSync(SCHEMA_FILE, "utf8")),
        );
    });

    it("describes every input and output of every component", () => {
        const schema = inferredSchema();
        for (const name of COMPONENTS) {
            const resource = schema.resources?.[`rezonate-okta:index:${name}`];
            const properties = { ...resource?.inputProperties, ...resource?.properties };
            assert.ok(Object.keys(properties).length > 0);
            for (const [property, { description }] of Object.entries(properties)) {
                assert.match(description ?? "", /\w.*\.$/s, `${name}.${property}`);
                assert.doesNotMatch(description ?? "", /\[object Object\]/);
            }
        }
    });
});
