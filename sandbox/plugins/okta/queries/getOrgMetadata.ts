import type { Query } from "../../provider/resource";
import { isRecord, text, type Value, type Values } from "../../provider/value";
import type { OktaClient } from "../client";
import { explained } from "../oktaError";

/** Id, engine generation and domains of the org. */
export const getOrgMetadata: Query<OktaClient> = async ({ client }) => {
    const metadata = await explained("Error retrieving org metadata: Error returned", () =>
        client.call("GET", "/.well-known/okta-organization"),
    );
    const links = record(metadata._links);
    const settings = record(metadata.settings);
    return {
        id: text(metadata, "id"),
        pipeline: text(metadata, "pipeline"),
        domains: {
            organization: text(record(links.organization), "href"),
            alternate: text(record(links.alternate), "href"),
        },
        settings: {
            analyticsCollectionEnabled: settings.analyticsCollectionEnabled === true,
            bugReportingEnabled: settings.bugReportingEnabled === true,
            omEnabled: settings.omEnabled === true,
        },
    };
};

function record(value: Value | undefined): Values {
    return isRecord(value) ? value : {};
}
