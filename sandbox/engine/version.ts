import { parse } from "semver";

/** The oldest engine accepted on PATH: the lower bound of the @pulumi/pulumi dependency. */
export const MINIMUM_VERSION = "3.230.0";

/** The engine that is installed when PATH has none. gomod/go.mod pins the same version. */
export const PINNED_VERSION = "3.256.0";

/** Parses the output of `pulumi version`. Returns the version without the leading v. */
export function parseVersion(text: string): string | undefined {
    const line = text.trim().split(/\r?\n/).at(-1) ?? "";
    return /^v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/.exec(line.trim())?.[1];
}

/** Whether this project can use an engine of this version: the same major, and not too old. */
export function isNewEnough(version: string): boolean {
    const found = parse(version, { loose: true });
    const minimum = parse(MINIMUM_VERSION);
    // A prerelease counts as its release.
    return !!found && !!minimum && found.major === minimum.major && found.compareMain(minimum) >= 0;
}
