import { join } from "node:path";

import { bundle } from "../plugins/bundle";

// The aws plugin is for this repository's tests only, which install its SDK themselves.
const folder = join(__dirname, "..");
void Promise.all(
    ["language", "okta", "tls"].map((plugin) =>
        bundle(
            join(folder, "plugins", plugin, "main.ts"),
            join(folder, "dist", "plugins", plugin, "main.js"),
        ),
    ),
);
