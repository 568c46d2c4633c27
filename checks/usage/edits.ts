import { READ_ONLY_SCOPES, REMEDIATION_SCOPES } from "../../rules/scopes";
import { checkStackConfig, type StackConfig } from "../../rules/stackConfig";
import { type FixCommand, setConfig } from "../drift/commands";
import { desiredConfigOf } from "../preflight/plan";
import { programConfig, type StackSnapshot } from "../state/stackSnapshot";

/**
 * The commands that take scopes out of the configuration of this repository's program. None for
 * another program, and none where the configuration would not be valid any more.
 *
 * @param unused Scopes that no client of the stack has used.
 */
export function scopeEdits(stack: StackSnapshot, unused: readonly string[]): FixCommand[] {
    if (programConfig(stack, "oktaDomain") === undefined) {
        return [];
    }
    const config = desiredConfigOf(stack);
    const { scopes = READ_ONLY_SCOPES, remediation } = config;
    const kept = scopes.filter((scope) => !unused.includes(scope));
    const edits: (readonly [key: "scopes" | "remediation", value: string, after: StackConfig])[] =
        [];
    if (kept.length < scopes.length) {
        edits.push(["scopes", JSON.stringify(kept), { ...config, scopes: kept }]);
    }
    if (remediation && REMEDIATION_SCOPES.every((scope) => unused.includes(scope))) {
        edits.push(["remediation", "false", { ...config, remediation: false }]);
    }
    const isWrong = (after: StackConfig): boolean => checkStackConfig(after).problems.length > 0;
    return edits
        .filter(([, , after]) => !isWrong(after))
        .map(([key, value]) => setConfig(stack.location, key, value));
}
