import * as v from "valibot";

import { visibleText } from "../rules/visible";

/** A list of such entries. */
export const list = <Entry extends v.GenericSchema>(entry: Entry) => v.array(entry);

/** What may be missing, or null. */
export const absent = <Value extends v.GenericSchema>(value: Value) => v.nullish(value);

/** An id. Ids become parts of paths and of commands. */
export const id = v.pipe(v.string(), v.regex(/^[\w.-]+$/));

/** A text that acts on no terminal. */
export const text = v.pipe(v.string(), v.transform(visibleText));

/** Anything that has an id. */
export const identified = v.object({ id });
