/**
 * A name or an id as one segment of a path, or as a value in a query. It may be from a state that
 * somebody edited: half a surrogate pair, which no address can hold, becomes U+FFFD.
 */
export function pathSegment(text: string): string {
    return encodeURIComponent(Buffer.from(text).toString());
}
