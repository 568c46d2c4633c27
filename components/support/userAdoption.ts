import * as pulumi from "@pulumi/pulumi";

import { type AdoptedUser, userAdoptionProblems } from "../../rules/adoptUser";
import type { ServiceUser } from "../../rules/apiKey";
import { textOf, textsOfList } from "../../rules/json";
import type { InputProblem } from "../../rules/problem";
import { READ_ONLY_ROLES } from "../../rules/roles";
import { refusing } from "./inputs";
import { knownSettingsOf, knownValue } from "./providerSettings";
import { takingOver } from "./takingOver";

/**
 * What of a user the program does not manage once it is there: its names, and what somebody has
 * added to its profile, which an update would empty.
 */
export const UNMANAGED_PROFILE = [
    ...["firstName", "lastName", "middleName", "displayName", "nickName"],
    ...["honorificPrefix", "honorificSuffix", "title", "userType", "profileUrl"],
    ...["primaryPhone", "mobilePhone", "secondEmail", "customProfileAttributes"],
    ...["streetAddress", "postalAddress", "city", "state", "zipCode", "countryCode"],
    ...["preferredLanguage", "locale", "timezone"],
    ...["organization", "division", "department", "costCenter", "employeeNumber"],
    ...["manager", "managerId"],
];

/**
 * Takes over a service user that is there already, with its admin role and, from a lost stack, its
 * network zone. What an update would take away or give is refused, in a preview as well.
 */
export class UserAdoption {
    private read: ((isNew: boolean) => Promise<InputProblem[]>) | undefined;

    constructor(
        private readonly label: string,
        private readonly adopted: AdoptedUser,
    ) {}

    /** Options of the component: it is made only if the user may be taken over. */
    componentOptions(opts?: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
        const [member, id] = ["userId", this.adopted.userId];
        const user = { what: "service user", member, id, output: "userId" };
        return takingOver(
            this.label,
            user,
            opts,
            async (isNew) => (await this.read?.(isNew)) ?? [],
        );
    }

    /** Options of the user. */
    userOptions(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
        const { userId } = this.adopted;
        const guarded = refusing(this.label, "adopted", opts, ({ oldOutputs, newInputs }) => {
            const text = (of: unknown, name: string): string => textOf(of, name) ?? "";
            const found = {
                status: text(oldOutputs, "status"),
                login: text(oldOutputs, "login"),
                roles: READ_ONLY_ROLES,
            };
            // Its address is the program's again once it is the stack's.
            const wanted = { login: text(newInputs, "login"), email: "" };
            return userAdoptionProblems(userId, found, wanted);
        });
        return { ...guarded, import: userId };
    }

    /** Options of the user's admin roles: the list of the okta plugin is the whole list. */
    rolesOptions(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
        const { userId } = this.adopted;
        const guarded = refusing(this.label, "adopted roles", opts, ({ oldOutputs, newInputs }) => {
            const roles = textsOfList(oldOutputs?.["adminRoles"]);
            const login = textOf(newInputs, "userId") ?? "";
            const found = { status: "ACTIVE", login, roles };
            return userAdoptionProblems(userId, found, { login, email: "" });
        });
        return { ...guarded, import: userId };
    }

    /** Import id of the network zone; undefined where one is made. */
    get zoneId(): string | undefined {
        return this.adopted.zoneId;
    }

    /** Says what is wanted, and whose credentials read the user at which host. */
    readWith(
        component: pulumi.ComponentResource,
        host: pulumi.Output<string>,
        person: pulumi.Output<ServiceUser>,
        apiTokenId: string | undefined,
    ): void {
        this.read = async (isNew) => {
            const [at, wanted, settings] = await Promise.all([
                knownValue(host),
                knownValue(person),
                knownSettingsOf(component),
            ]);
            // Only a preview may not know them, and the up after it does.
            if (at === undefined || wanted === undefined || settings === undefined) {
                return [];
            }
            const { fetchUserProblems } =
                require("../../checks/apiKey/adoptable") as typeof import("../../checks/apiKey/adoptable");
            const { login, email, gateways } = wanted;
            const user = { login, email, gateways, apiTokenId };
            return fetchUserProblems(this.adopted, user, { host: at, settings }, isNew);
        };
    }
}
