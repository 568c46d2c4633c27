import type { AdminClient } from "../../okta/adminClient";
import { shellWord } from "../../rules/shell";
import type { DoctorFinding } from "./finding";

/**
 * Lines for a shell that send calls to the org. The token comes from the environment by stdin, so
 * that it is in no list of processes and in no history.
 */
export function removalLines(
    { address }: AdminClient,
    calls: readonly (readonly ["POST" | "DELETE", string])[],
): string[] {
    return calls.map(([method, path]) => {
        const url = shellWord(new URL(path, address).href);
        return `curl -sS --fail-with-body -X ${method} -H @- ${url} <<< "Authorization: SSWS $OKTA_API_TOKEN"`;
    });
}

/** The lines that remove an app: Okta deletes no active one. */
export function appRemovalLines(
    client: AdminClient,
    { id, status = "ACTIVE" }: { readonly id: string; readonly status?: string },
): string[] {
    const path = `/api/v1/apps/${id}`;
    return removalLines(client, [
        ...(status === "ACTIVE" ? ([["POST", `${path}/lifecycle/deactivate`]] as const) : []),
        ["DELETE", path],
    ]);
}

/** A finding with lines at the end of its hint which doctor never runs. */
export function withLines(one: DoctorFinding, lines: readonly string[]): DoctorFinding {
    return { ...one, hint: [one.hint, ...lines].join("\n") };
}
