import type { Value } from "../provider/value";

/** Formats Okta's timestamp without milliseconds, as the official plugin does; "" if absent. */
export function timestamp(value: Value | undefined): string {
    return typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : "";
}
