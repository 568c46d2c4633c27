import type { Method } from "../../rules/methods";
import type { Outcome, ReportedView } from "../findings";

/**
 * What a stack gives Rezonate, for a reviewer. Every list is sorted, so that two documents differ
 * only in what is different; `generated` and the times of proofs change with each run.
 * docs/evidence.schema.json describes it.
 */
export interface Evidence {
    readonly version: 1;
    /** ISO 8601 time. */
    readonly generated: string;
    readonly project: string;
    readonly stack: string;
    /** "ok"; "findings": a proof has some; "could_not_check": something could not be read. */
    readonly outcome: Outcome;
    readonly integrations: readonly IntegrationEvidence[];
    readonly administrators: readonly OrgAdministrators[];
}

/** One integration of the stack. */
export interface IntegrationEvidence {
    readonly name: string;
    readonly method: Method;
    readonly org: string | null;
    /** The first day, in UTC, on which Rezonate may not act any more; null where no end is set. */
    readonly remediationUntil: string | null;
    readonly clients: readonly ClientEvidence[];
    readonly proof: Proof;
    /** What could not be read, a sentence each. */
    readonly unread: readonly string[];
}

/** What Rezonate signs in as. */
export interface ClientEvidence {
    readonly kind: "service app" | "API service integration" | "service user";
    readonly id: string;
    readonly name: string;
    readonly status: string | null;
    /** Null where they could not be read. A service user has none. */
    readonly scopes: readonly ScopeEvidence[] | null;
    readonly roles: readonly RoleEvidence[] | null;
    readonly network: NetworkEvidence;
    /** Share of each rate limit, in percent; null where none is set, or it could not be read. */
    readonly rateLimitPercent: number | null;
    /** Whether tokens are bound to a key by DPoP; null where that is not known. */
    readonly dpop: boolean | null;
    readonly credentials: readonly CredentialEvidence[] | null;
    /** What could not be read, a sentence each. */
    readonly unread: readonly string[];
}

/** A scope that is granted. */
export interface ScopeEvidence {
    readonly scope: string;
    /** What Rezonate learns or does by it; null where that is not known here. */
    readonly purpose: string | null;
    /** Whether it may change the org. */
    readonly mayChange: boolean;
    readonly granted: string | null;
    /** Whether the stack's state has it: what is granted by hand beside it has not. */
    readonly inStack: boolean;
}

/** An admin role that is assigned. */
export interface RoleEvidence {
    /** A standard role such as READ_ONLY_ADMIN, or CUSTOM. */
    readonly type: string;
    readonly name: string;
    /** Of a custom role; null for a standard one, whose permissions are Okta's to say. */
    readonly permissions: readonly string[] | null;
    /** ORNs that a custom role is limited to; null for a standard one. */
    readonly resources: readonly string[] | null;
}

/** From where it may be used. */
export interface NetworkEvidence {
    readonly from: "anywhere" | "zones" | "unknown";
    readonly zones: readonly {
        readonly name: string;
        readonly id: string;
        /** Whether the zone lets in, or keeps out. */
        readonly rule: "include" | "exclude";
        /** Addresses, ranges and CIDRs; null for a zone of another type than IP. */
        readonly gateways: readonly string[] | null;
    }[];
}

/** What proves Rezonate's identity. Never its secret part. */
export interface CredentialEvidence {
    readonly kind: "public key" | "key set" | "client secret" | "API token";
    /** Key id, address of a key set, or Okta's id. */
    readonly id: string;
    /** RFC 7638 thumbprint (SHA-256) of a public key. */
    readonly thumbprint: string | null;
    /** Such as "RSA 2048". */
    readonly algorithm: string | null;
    readonly status: string | null;
    /** When it was made, as ISO 8601 time; null where nobody recorded it. */
    readonly created: string | null;
    /** Who holds the secret part. */
    readonly heldBy: string;
}

/** The last proof that Rezonate sees what it should. */
export interface Proof {
    readonly outcome: Outcome | "not_run";
    /** When it was made, as ISO 8601 time. */
    readonly at: string | null;
    /** Why it was not run. */
    readonly reason: string | null;
    readonly findings: readonly {
        readonly subject: string;
        readonly code: string;
        readonly detail: string;
    }[];
    readonly seen: readonly Omit<ReportedView, "integration">[];
}

/** Who may change the integration in Okta, as far as the org shows. */
export interface OrgAdministrators {
    readonly org: string;
    /** Whose credentials Pulumi and this command use. */
    readonly provider: string;
    /** Null where they could not be read. */
    readonly superAdmins:
        | readonly {
              readonly kind: "user" | "service app";
              readonly id: string;
              readonly name: string;
          }[]
        | null;
    /** What could not be read, a sentence each. */
    readonly unread: readonly string[];
}
