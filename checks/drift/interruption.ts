import { OktaType, SERVICE_APP_TYPE } from "../../rules/resourceTypes";
import { nameOf, type StackLocation, type StackSnapshot } from "../state/stackSnapshot";
import { destroy, type FixCommand, formatCommand } from "./commands";
import { type DoctorFinding, finding } from "./finding";

/** An operation that ended while it deleted something. */
export interface Interruption {
    /** Whether a destroy was meant, or it cannot be told from an `up` that deletes. */
    readonly kind: "destroy" | "unclear";
    readonly detail: string;
}

/** Finds out whether the last operation on a stack ended while it deleted something. */
export function interruptionOf(stack: StackSnapshot): Interruption | undefined {
    const { lastOperation, pendingOperations = [], pendingDeletes = [], resources } = stack;
    // What a replacement leaves to be deleted, an `up` deletes.
    const deleting = pendingOperations.filter(
        ({ type, urn }) => type === "deleting" && !pendingDeletes.some((one) => one.urn === urn),
    );
    const names = [...new Set(deleting.map(({ urn }) => nameOf(urn)))].join(", ");
    if (names !== "") {
        const detail = `Pulumi was cut off while it deleted ${names}.`;
        return { kind: "unclear", detail };
    }
    if (lastOperation?.kind === "destroy" && lastOperation.result !== "succeeded") {
        const detail = `The last destroy ${lastOperation.isPartial ? "of a part of" : "of"} the stack did not succeed.`;
        return { kind: lastOperation.isPartial ? "unclear" : "destroy", detail };
    }
    // After an `up` that failed, what is missing was not made yet.
    if (lastOperation !== undefined && lastOperation.result !== "succeeded") {
        return undefined;
    }
    // What the component put out once shows that it was whole.
    const [half] = resources.filter(
        ({ type, urn, outputs }) =>
            type === SERVICE_APP_TYPE &&
            outputs["applicationId"] !== undefined &&
            !resources.some((one) => one.type === OktaType.AppScopes && one.parent === urn),
    );
    return half && { kind: "unclear", detail: `The state has lost what ${nameOf(half.urn)} had.` };
}

/**
 * The finding about an operation that was cut off.
 *
 * @param options Whether the user says that a destroy was meant, and whether doctor is to work on the
 *     whole stack, which alone a destroy can be ended for.
 */
export function interruptionFinding(
    at: StackLocation,
    { kind, detail }: Interruption,
    { asked, isWhole }: { readonly asked: boolean; readonly isWhole: boolean },
): DoctorFinding {
    return isWhole && (kind === "destroy" || asked)
        ? finding("stack", "destroy_interrupted", detail, [destroy(at)])
        : finding("stack", "deletion_interrupted", detail);
}

/**
 * Findings with the one about the operation that was cut off, in the order in which their lines are
 * to be run: a destroy ends last.
 */
export function withInterruption(
    findings: readonly DoctorFinding[],
    ending: DoctorFinding,
): DoctorFinding[] {
    const others = heldBack(findings, ending);
    return ending.code === "destroy_interrupted" ? [...others, ending] : [ending, ...others];
}

/**
 * Findings without the commands that would make something anew, as long as a destroy was cut off,
 * or may have been. What is left takes out of the state what is gone, and into it what is there,
 * for the destroy to delete. What is not there yet is no fault where a destroy was meant.
 */
export function heldBack(
    findings: readonly DoctorFinding[],
    { code }: DoctorFinding,
): DoctorFinding[] {
    const left =
        code === "destroy_interrupted"
            ? findings.filter((one) => one.code !== "incomplete")
            : findings;
    return left.map((one) => {
        const fixes = one.fixes.filter(isHarmless);
        if (fixes.length === one.fixes.length) {
            return one;
        }
        const hint = [
            "Nothing is made anew while a deletion is cut off: see the finding on the stack.",
            ...fixes.map(formatCommand),
        ].join("\n");
        return { ...one, hint, fixes };
    });
}

function isHarmless([verb, ...words]: FixCommand): boolean {
    const renewsProvider = words.some((word) => word.includes("::pulumi:providers:"));
    return verb === "state" || verb === "import" || (verb === "up" && renewsProvider);
}
