import type { CodeText } from "../verify/codes";

/** Every code that `rotate` gives. */
export const rotateCodes = {
    ok: {
        meaning: "The key is as it should be at this step.",
        hint: "Nothing to do.",
    },
    key_not_proven: {
        meaning: "The org gave no token for this key, or did not let it read.",
        hint: "No key was dropped, and no key is dropped until this one works. `npx rezonate-okta doctor` compares the app with the stack, and `npx rezonate-okta verify` says more about the current key; then run `npx rezonate-okta rotate` again.",
    },
    old_key_accepted: {
        meaning: "The org still gives tokens for a key that is no longer listed.",
        hint: "Run `npx rezonate-okta doctor`, which names keys on the app that the stack does not know, and takes them away.",
    },
    key_too_old: {
        meaning: "The key is older than --max-age allows.",
        hint: "Run `npx rezonate-okta rotate`, which adds the next generation of the key.",
    },
    could_not_check: {
        meaning: "This could not be looked at.",
        hint: "Do what the detail says, then run it again.",
    },
} as const satisfies Record<string, CodeText>;

/** A code that `rotate` gives. */
export type RotateCode = keyof typeof rotateCodes;

/** Codes that say nothing about the keys, only that they could not be looked at. */
export const uncheckedRotateCodes: ReadonlySet<string> = new Set<RotateCode>(["could_not_check"]);
