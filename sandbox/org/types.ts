/** Methods that the sandbox answers. */
export type Method = "GET" | "POST" | "PUT" | "DELETE" | "PATCH";

/** Who calls: the owner of an API token, a client with an access token, or nobody. */
export type Principal =
    | { kind: "user"; userId: string; tokenId: string }
    | { kind: "client"; clientId: string; scopes: readonly string[] }
    | { kind: "nobody" };
