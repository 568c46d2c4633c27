/** A number of things in words, such as "1 token" or "3 tokens". */
export function counted(count: number, what: string): string {
    return `${count} ${what}${count === 1 ? "" : "s"}`;
}
