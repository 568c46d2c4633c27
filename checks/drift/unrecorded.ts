import type { AdminClient } from "../../okta/adminClient";
import { type CallResult, isGone } from "../../okta/call";
import { nameOf, type StackSnapshot, type StateResource } from "../state/stackSnapshot";
import type { DriftCheck } from "./check";
import { expectedResource } from "./expected";
import { type DoctorFinding, finding, unreadable } from "./finding";
import { withLines } from "./removal";
import { placeIn, takeOver } from "./takeOver";

/** What the org has in the place of a resource that the program makes and the state lacks. */
export type Presence =
    /** Nothing, as far as these credentials are shown. */
    | { readonly kind: "absent"; readonly detail: string }
    /** What the program wants, or less: a call made it whose answer was lost. */
    | { readonly kind: "found"; readonly importId: string; readonly detail: string }
    /** Something that may do more than the program wants, or may be somebody else's. */
    | {
          readonly kind: "doubtful";
          readonly detail: string;
          /** Lines for a shell that remove it. */
          readonly removal?: readonly string[];
      }
    /** It could not be read. */
    | { readonly kind: "unread"; readonly finding: DoctorFinding };

/** Asks the org for one resource; undefined where another finding says already what is wrong. */
type FetchPresence = (client: AdminClient, subject: string) => Promise<Presence | undefined>;

/** What the program makes, the state lacks, and the org is asked for. */
export interface Unrecorded {
    readonly place: StateResource;
    readonly fetch: FetchPresence;
    /** Ids that a report has to name, although the stack keeps them secret. */
    readonly publicIds?: readonly string[];
}

/** Finds out for one child after the other of a component whether the state lacks it. */
export function childrenLacking(
    stack: StackSnapshot,
    component: StateResource,
): (type: string, name: string, fetch: FetchPresence) => Unrecorded[] {
    const children = stack.resources.filter(({ parent }) => parent === component.urn);
    return (type, name, fetch) => {
        const isThere = children.some((one) => one.type === type && nameOf(one.urn) === name);
        const place = isThere ? undefined : placeIn(stack, component, type, name);
        return place === undefined ? [] : [{ place, fetch }];
    };
}

/** What an answer of the org says; nothing where what is asked about is itself gone. */
export function presenceIn<T>(
    subject: string,
    { fact, value }: { readonly fact: CallResult; readonly value: T | undefined },
    evaluate: (value: T) => Presence | undefined,
): Presence | undefined {
    if (isGone(fact)) {
        return undefined;
    }
    const unread = unreadable(subject, fact);
    if (unread !== undefined) {
        return { kind: "unread", finding: unread };
    }
    return value === undefined ? undefined : evaluate(value);
}

/** Nothing is there, where the org is shown to tell these credentials what is. */
export function absentIf(shown: boolean, subject: string, what: string): Presence {
    if (shown) {
        return { kind: "absent", detail: `The org has no ${what}.` };
    }
    const detail = `The org shows these credentials no ${what}, nor any other, so it may be there all the same.`;
    return { kind: "unread", finding: finding(subject, "could_not_check", detail) };
}

/** A drift check that takes over what is beyond doubt the program's own, and names the rest. */
export function unrecordedCheck(
    unrecorded: (stack: StackSnapshot) => readonly Unrecorded[],
): DriftCheck {
    return (stack) =>
        unrecorded(stack).map(({ place, fetch, publicIds = [] }) => ({
            urn: place.urn,
            place,
            publicIds,
            check: async (client, at) => {
                const subject = nameOf(place.urn);
                const presence = await fetch(client, subject);
                switch (presence?.kind) {
                    case undefined:
                        return [];
                    case "unread":
                        return [presence.finding];
                    case "absent":
                        return [finding(subject, "incomplete", presence.detail)];
                    case "doubtful":
                        return [
                            withLines(
                                finding(subject, "not_taken_over", presence.detail),
                                presence.removal ?? [],
                            ),
                        ];
                    case "found": {
                        const target = expectedResource(place, { resources: [] });
                        const fixes = takeOver(at, target, place.type, presence.importId);
                        return [finding(subject, "answer_lost", presence.detail, fixes)];
                    }
                }
            },
        }));
}
