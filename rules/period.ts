import { type Checked, show } from "./problem";

/** How long Okta keeps the System Log, in days. */
export const LOG_DAYS = 90;

/** Milliseconds of the units in which a time is written. */
export const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of so many days. */
export function days(count: number): number {
    return count * MILLISECONDS.d;
}

/** Checks how far back a look goes, such as "30d", "12h" or "45m". The result is in milliseconds. */
export function checkPeriod(period: unknown): Checked<number> {
    const found = typeof period === "string" ? /^(\d{1,6})([mhd])$/.exec(period.trim()) : null;
    const value = found && Number(found[1]) * MILLISECONDS[found[2] as keyof typeof MILLISECONDS];
    if (!value) {
        const reason = `got ${show(period)}; wanted a number of days, hours or minutes, such as 30d, 12h or 45m.`;
        return { ok: false, problems: [{ propertyPath: "since", reason }] };
    }
    return { ok: true, value };
}
