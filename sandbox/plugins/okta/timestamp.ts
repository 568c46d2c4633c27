import type { Value } from "../provider/value";

/** A time of Okta's without its milliseconds, as the official plugin records it. */
export function timestamp(value: Value | undefined): string {
    return typeof value === "string" ? value.replace(/\.\d+Z$/, "Z") : "";
}
