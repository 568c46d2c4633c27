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
                return report.findings
                    .filter(({ code }) => code !== "ok")
                    .map(({ subject, code, detail, hint }) =>
                        maskSecrets(`${subject}: ${code}. ${detail} ${hint}`, [
                            secretOf(credentials),
                        ]),
                    );
            }
            await sleep(PAUSE_MS);
        }
    } catch (error) {
        const reason = messageOf(error);
        return [maskSecrets(`It could not be checked: ${reason}`, [secretOf(credentials)])];
    }
}
