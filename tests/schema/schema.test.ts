import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";

const ROOT = join(__dirname, "../..");
const GOLDEN = join(__dirname, "schema.json");
const COMPONENTS = [
    "ApiKeyIntegration",
    "AwsHandoff",
    "MarketplaceIntegration",
    "OAuthIntegration",
    "ServiceApp",
    "SigningKeys",
];

/** The schema under which every other Pulumi language sees the components. */
function inferredSchema() {
    const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
        name: string;
        description: string;
    };
    const analyzer = new Analyzer(ROOT, manifest.name, manifest, new Set(COMPONENTS));
    const { components, typeDefinitions, dependencies } = analyzer.analyze();
    const { name, description } = manifest;
    // Versions are left out: a new release of a provider is no change of ours.
    const unversioned = dependencies.map((dependency) => ({ name: dependency.name }));
    return generateSchema(name, "", description, components, typeDefinitions, unversioned);
}

describe("schema", function () {
    this.timeout(60_000);

    it("is the one that was agreed on; `npm run schema` writes it anew", () => {
        const schema = inferredSchema();
        if (process.env.UPDATE_SCHEMA === "true") {
            writeFileSync(GOLDEN, `${JSON.stringify(schema, null, 4)}\n`);
        }
        assert.deepEqual(
            JSON.parse(JSON.stringify(schema)),
            JSON.parse(readFileSync(GOLDEN, "utf8")),
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
