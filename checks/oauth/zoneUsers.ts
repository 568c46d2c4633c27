import { oidcApps } from "../../okta/appShapes";
import { readCall } from "../../okta/call";
import { fetchAllPages } from "../../okta/pages";
import type { ZoneUsers } from "../network/unrecorded";
import { OIDC_APPS_PATH } from "./ownKey";

/** The OIDC apps of an org, as far as they get tokens from certain zones only. */
export const zoneUsers: ZoneUsers = {
    what: "app",
    fetch: async (client) => {
        const { fact, value } = await readCall(
            () => fetchAllPages(client, OIDC_APPS_PATH),
            oidcApps,
        );
        const included = value?.map(
            ({ settings }) => settings?.oauthClient?.network?.include ?? [],
        );
        return { fact, value: included };
    },
};
