import { setTimeout as sleep } from "node:timers/promises";

import { createHttpClient } from "../../okta/http";
import { maskSecrets } from "../../rules/mask";
import { messageOf } from "../../rules/userError";
import type { Finding } from "../findings";
import { secretOf } from "./credentials";
import { verifyOnce } from "./index";
import type { Credentials } from "./method";
import { resolveTarget } from "./target";

/** What a role that has not spread yet looks like; nothing else gets better by waiting. */
const mayPass = ({ code }: Finding): boolean => ["missing_role", "empty_but_200"].includes(code);

/** How long a new role is given to take effect, and how long to wait between two looks at it. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 1_000;

/**
 * Goes Rezonate's way from inside a Pulumi program that has just made the integration or changed
 * its key. Returns one line for each finding, none when all is well; never throws.
 */
export async function verifyFromProgram(credentials: Credentials): Promise<string[]> {
    const deadline = performance.now() + PATIENCE_MS;
    try {
        const target = resolveTarget(credentials, {});
        for (;;) {
            const report = await verifyOnce(target, createHttpClient());
            if (!report.findings.some(mayPass) || performance.now() > deadline) {
                const faults = report.findings.filter(({ code }) => code !== "ok");
                return inLines(faults, report.findings.length).map((line) =>
                    maskSecrets(line, [secretOf(credentials)]),
                );
            }
            await sleep(PAUSE_MS);
        }
    } catch (error) {
        const reason = messageOf(error);
        return [maskSecrets(`It could not be checked: ${reason}`, [secretOf(credentials)])];
    }
}

/** One line for each fault; one for all where the same is wrong with every scope, as without a token. */
function inLines(faults: readonly Finding[], count: number): string[] {
    const texts = faults.map(({ code, detail, hint }) => `${code}. ${detail} ${hint}`);
    const [first] = texts;
    return faults.length > 1 && faults.length === count && texts.every((text) => text === first)
        ? [`all ${count} scopes: ${first}`]
        : texts.map((text, index) => `${faults[index]?.subject}: ${text}`);
}
