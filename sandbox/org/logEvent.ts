/** An event of the System Log. */
export interface LogEvent {
    id: string;
    published: string;
    eventType: string;
    displayMessage: string;
    severity: "INFO" | "WARN" | "ERROR";
    actor: LogParty;
    outcome: { result: "SUCCESS" | "FAILURE" | "DENY"; reason: string | null };
    target: LogParty[];
    ip: string;
    /** What the caller says it is; left out in the files of earlier versions. */
    userAgent?: string | undefined;
    /** What Okta keeps for support: texts by name. Okta promises no form of it. */
    debugData?: Readonly<Record<string, string>> | undefined;
}

/** An actor or a target of a System Log event. */
export interface LogParty {
    id: string;
    type: string;
    alternateId: string;
    displayName: string;
}
