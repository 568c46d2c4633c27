import type { Finding } from "../../checks/findings";
import type { RotateCode } from "../../checks/rotation/codes";
import { nextStep } from "../../checks/rotation/plan";
import { proveKey, proveRefused } from "../../checks/rotation/prove";
import type { GenerationKey } from "../../checks/rotation/state";
import { createHttpClient } from "../../okta/http";
import { ARG_OF_KEY } from "../../rules/stackConfig";
import { UserError } from "../../rules/userError";
import type { OpenRotation } from "./open";

/** What one run did. */
export interface Walked {
    readonly findings: readonly Finding<RotateCode>[];
    readonly notes: readonly string[];
}

type Open = () => Promise<OpenRotation>;

/** What a run is told about the hand-over. */
export interface WalkOptions {
    /** Rezonate uses the new key. */
    readonly confirm: boolean;
    /** How long after the hand-over the old key may be dropped. */
    readonly afterMs?: number | undefined;
}

/**
 * Takes a rotation on from wherever it is: to the hand-over, or past the wait to its end. Each step
 * may break off, and the next run finds in configuration and state how far it came.
 */
export async function walk(first: OpenRotation, open: Open, options: WalkOptions): Promise<Walked> {
    const step = nextStep(first.rotation);
    const early = options.confirm
        ? ["--confirm: there was nothing to confirm before this run. Confirm in a run of its own."]
        : [];
    switch (step) {
        case "add":
            await first.edit(...first.edits.add(first.rotation));
            return withNotes(await handOver(await upAndOpen(first, open), open), early);
        case "handOver":
            return withNotes(await handOver(await upAndOpen(first, open), open), early);
        case "prove":
            return withNotes(await record(await upAndOpen(first, open)), early);
        case "finish":
            return finish(first, open);
        case "wait":
            return wait(first, open, options);
    }
}

/** Makes the next generation the only one: what signs with another key is refused from now on. */
export async function dropAtOnce(first: OpenRotation, open: Open): Promise<Walked> {
    const { configured, keys } = first.rotation;
    const [only, ...others] = configured.generations;
    // A run that broke off after its edit has nothing to edit again.
    const isEdited = others.length === 0 && !keys.some(({ generation }) => generation === only);
    if (!isEdited) {
        await first.edit(...first.edits.emergency(first.rotation));
    }
    const { findings } = await dropped(first, open);
    return { findings, notes: handoffNotes(first) };
}

async function upAndOpen(session: OpenRotation, open: Open): Promise<OpenRotation> {
    await session.up();
    const now = await open();
    const { configured, keys, integration, keyConfig } = now.rotation;
    const missing = configured.generations.filter((one) =>
        keys.every(({ generation }) => generation !== one),
    );
    if (missing.length > 0) {
        throw new UserError(
            `${integration.name}: "pulumi up" made no key generation ${missing.join(", ")}, which ${keyConfig.generations} lists. The program has to take ${ARG_OF_KEY[keyConfig.generations]} and ${ARG_OF_KEY[keyConfig.current]} from the configuration: docs/rotation.md.`,
        );
    }
    return now;
}

function highestKey({ rotation }: OpenRotation): GenerationKey {
    const highest = rotation.configured.generations.at(-1);
    const key = rotation.keys.find(({ generation }) => generation === highest);
    if (key === undefined) {
        throw new UserError(
            `The state has no key generation ${highest}. Run "pulumi up", then rotate again.`,
        );
    }
    return key;
}

function prove(session: OpenRotation): Promise<Finding<RotateCode>> {
    return proveKey(session.credentials(), highestKey(session), createHttpClient());
}

async function handOver(session: OpenRotation, open: Open): Promise<Walked> {
    const proof = await prove(session);
    if (proof.code !== "ok") {
        return { findings: [proof], notes: ["The new key was not handed over."] };
    }
    await session.edit(...session.edits.handOver());
    return record(await upAndOpen(session, open), proof);
}

async function record(session: OpenRotation, known?: Finding<RotateCode>): Promise<Walked> {
    const proof = known ?? (await prove(session));
    if (proof.code !== "ok") {
        return { findings: [proof], notes: [] };
    }
    const { generation } = highestKey(session);
    const at = new Date().toISOString();
    await session.edit(session.edits.record({ step: "handedOver", generation, at }));
    return { findings: [proof], notes: [...handoffNotes(session), dropNote(session)] };
}

function dropNote({ flag }: OpenRotation): string {
    return `Both keys work now. Once Rezonate uses the new one: \`npx rezonate-okta rotate${flag} --confirm\``;
}

function handoffNotes({ flag, rotation: { handoffs } }: OpenRotation): string[] {
    return handoffs.length > 0
        ? [`The up has handed the new key over by AwsHandoff ${handoffs.join(", ")}.`]
        : [`Hand the new key over: \`npx rezonate-okta handoff${flag}\``];
}

async function wait(
    session: OpenRotation,
    open: Open,
    { confirm, afterMs }: WalkOptions,
): Promise<Walked> {
    const proof = await prove(session);
    const handedOver = Date.parse(session.rotation.record?.at ?? "");
    const due = afterMs === undefined ? undefined : handedOver + afterMs;
    // A run that broke off between its two edits was confirmed.
    const isConfirmed = confirm || session.rotation.record?.step === "dropping";
    const isTime = isConfirmed || (due !== undefined && due <= Date.now());
    if (proof.code !== "ok" || !isTime) {
        const dueNote = due === undefined ? [] : [`Due ${new Date(due).toISOString()}.`];
        return {
            findings: [proof],
            notes: proof.code === "ok" ? [dropNote(session), ...dueNote] : [],
        };
    }
    const { generation } = highestKey(session);
    const at = new Date().toISOString();
    await session.edit(
        session.edits.record({ step: "dropping", generation, at }),
        ...session.edits.drop(session.rotation),
    );
    return finish(session, open);
}

async function finish(session: OpenRotation, open: Open): Promise<Walked> {
    const walked = await dropped(session, open);
    return withNotes(walked, ["The rotation is complete."]);
}

/** Runs `up` with what is listed now, and proves both: the new key, and that the old ones are refused. */
async function dropped(session: OpenRotation, open: Open): Promise<Walked> {
    const now = await upAndOpen(session, open);
    const credentials = now.credentials();
    const http = createHttpClient();
    const proof = await proveKey(credentials, highestKey(now), http);
    const old = session.rotation.keys.filter(
        ({ generation }) => !now.rotation.configured.generations.includes(generation),
    );
    const refusals = await Promise.all(old.map((key) => proveRefused(credentials, key, http)));
    const findings = [proof, ...refusals];
    if (now.rotation.record !== undefined && findings.every(({ code }) => code === "ok")) {
        await now.edit(now.edits.forget());
    }
    const gone =
        old.length > 0
            ? []
            : ["An earlier run dropped the old key, which is no longer there to be tried."];
    return { findings, notes: gone };
}

function withNotes({ findings, notes }: Walked, more: readonly string[]): Walked {
    return { findings, notes: [...notes, ...more] };
}
