import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";

const ROOT = join(__dirname, "..");

/** Where the agreed schema is kept. */
export const SCHEMA_FILE = join(ROOT, "tests/schema/schema.json");

/** The components of the package. */
export const COMPONENTS = [
    "ApiKeyIntegration",
    "AwsHandoff",
    "MarketplaceIntegration",
    "OAuthIntegration",
    "PipelineApp",
    "ServiceApp",
    "SigningKeys",
];

/** Returns the schema under which every other Pulumi language sees the components. */
export function inferredSchema() {
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

if (require.main === module) {
    writeFileSync(SCHEMA_FILE, `${JSON.stringify(inferredSchema(), null, 4)}\n`);
}
