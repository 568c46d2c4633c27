import { memberOf, parseJson, textOf } from "../../rules/json";

/** How far a rotation came, beyond what the listed generations and the current one say. */
export interface RotationRecord {
    /** The new key was proven and handed over; or the old one is being dropped. */
    readonly step: "handedOver" | "dropping";
    /** The generation that is handed over. */
    readonly generation: number;
    /** When the step was taken, in ISO 8601. */
    readonly at: string;
}

/** Reads a record; what is none counts as none. */
export function readRecord(text: string | undefined): RotationRecord | undefined {
    const json = text === undefined ? undefined : parseJson(text);
    const [step, at] = [textOf(json, "step"), textOf(json, "at")];
    const generation = memberOf(json, "generation");
    const isStep = step === "handedOver" || step === "dropping";
    return isStep && at !== undefined && Number.isFinite(Date.parse(at)) && Number(generation) > 0
        ? { step, generation: Number(generation), at }
        : undefined;
}
