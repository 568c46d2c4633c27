import type { StackState } from "../../checks/index";
import { listOf, memberOf, textsOf } from "../../rules/json";

/** Ids of the resources of all other stacks of the backend, and the stacks that cannot be read. */
export async function idsOfOtherStacks(
    workDir: string,
    { name: own = "", project = "" }: Pick<StackState, "name" | "project">,
): Promise<{ readonly ids: Record<string, string[]>; readonly unread: string[] }> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const workspace = await LocalWorkspace.create({ workDir });
    const ids: Record<string, string[]> = {};
    const unread: string[] = [];
    const all = await workspace.listStacks({ all: true });
    // A backend may name a stack with its organization and project.
    const names = all
        .map(({ name }) => name)
        .filter((name) => name !== own && !name.endsWith(`/${project}/${own}`));
    for (const name of names) {
        try {
            const state = await workspace.exportStack(name);
            ids[name] = textsOf(listOf(memberOf(state.deployment, "resources")), "id");
        } catch {
            unread.push(name);
        }
    }
    return { ids, unread };
}
