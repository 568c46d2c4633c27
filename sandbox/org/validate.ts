import * as z from "zod";

import { invalid } from "./errors";
import type { Call } from "./route";

/** Checks a JSON body against a schema; the first fault names the field, every fault becomes a cause. */
export function parseBody<T>(call: Call, schema: z.ZodType<T>): T {
    const result = schema.safeParse(call.body ?? {});
    if (result.success) {
        return result.data;
    }
    const causes = result.error.issues.map(
        (issue) => `${issue.path.join(".") || "body"}: ${issue.message}`,
    );
    throw invalid(String(result.error.issues[0]?.path[0] ?? "body"), ...causes);
}
